import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A file the public pages load. Its path names its content, so it may be cached for ever. */
export type PageAsset = { path: string; contentType: string; body: Buffer; etag: string }

/** The public pages' stylesheet and script, read once at start. */
export const pageCss = read('css', 'text/css; charset=utf-8')
export const pageJs = read('js', 'text/javascript; charset=utf-8')
export const pageAssets: readonly PageAsset[] = [pageCss, pageJs]

function read(extension: 'css' | 'js', contentType: string): PageAsset {
  const body = readFileSync(new URL(`./page.${extension}`, import.meta.url))
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/s/assets/page.${hash}.${extension}`, contentType, body, etag: `"${hash}"` }
}
