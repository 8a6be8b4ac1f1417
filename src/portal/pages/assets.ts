import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export type PortalAsset = { path: string; contentType: string; body: Buffer; etag: string }

/** The portal's stylesheet and script, read once at start. Their paths name their content. */
export const portalCss = read('css', 'text/css; charset=utf-8')
export const portalJs = read('js', 'text/javascript; charset=utf-8')

function read(extension: 'css' | 'js', contentType: string): PortalAsset {
  const body = readFileSync(new URL(`./portal.${extension}`, import.meta.url))
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/portal/assets/portal.${hash}.${extension}`, contentType, body, etag: `"${hash}"` }
}
