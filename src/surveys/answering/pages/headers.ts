import { iconOrigin } from '../../../branding/brand.ts'

/**
 * Headers of every public page (C9): not indexed, not cached, not framed, telling nobody where the customer came from,
 * and nothing inline may run. `iconUrl` lets the page load a brand's icon from its own https host.
 */
export function ratingPageHeaders(iconUrl: string | null = null): Record<string, string> {
  const images = ["'self'", 'data:', iconOrigin(iconUrl)].filter(Boolean).join(' ')
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "script-src 'self'",
      `img-src ${images}`,
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-robots-tag': 'noindex, nofollow',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    vary: 'accept-language',
  }
}
