import type { Brand } from '../../branding/brand.ts'
import { ratingPageHeaders } from '../../surveys/answering/pages/headers.ts'

/**
 * Headers of the portal's pages: those of every public page (C9). `frames` are the sites that may show this one in a
 * frame; a closing app's picture may come from `imageUrl`'s host.
 */
export function portalHeaders(
  brand: Pick<Brand, 'iconUrl'>,
  frames: readonly string[] = [],
  imageUrl: string | null = null,
): Record<string, string> {
  const headers = ratingPageHeaders(brand.iconUrl)
  const image = imageUrl && URL.canParse(imageUrl) ? new URL(imageUrl).origin : null
  let policy = headers['content-security-policy']!
  if (image && /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(image))
    policy = policy.replace('img-src', `img-src ${image}`)
  if (frames.length > 0) {
    policy = policy.replace("frame-ancestors 'none'", `frame-ancestors ${frames.join(' ')}`)
    delete headers['x-frame-options']
  }
  return { ...headers, 'content-security-policy': policy }
}
