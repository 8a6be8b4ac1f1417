import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'

/** A file the public pages load. Its path names its content, so it may be cached for ever. */
export type PageAsset = { path: string; contentType: string; body: Buffer; etag: string }

/** The public pages' stylesheet and script, read once at start. */
export const pageCss = readAsset(new URL('./page.css', import.meta.url), '/s/assets')
export const pageJs = readAsset(new URL('./page.js', import.meta.url), '/s/assets')
export const pageAssets: readonly PageAsset[] = [pageCss, pageJs]

/** Reads a stylesheet or script that is served below `folder`, without the lines that are for its authors only. */
export function readAsset(file: URL, folder: string): PageAsset {
  const extension = extname(file.pathname)
  const source = readFileSync(file, 'utf8')
  const body = Buffer.from(source.replace(/^ *(\/\/.*|\/\*.*\*\/)\n/gm, ''))
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  const path = `${folder}/${basename(file.pathname, extension)}.${hash}${extension}`
  const type = extension === '.css' ? 'text/css' : 'text/javascript'
  return { path, contentType: `${type}; charset=utf-8`, body, etag: `"${hash}"` }
}
