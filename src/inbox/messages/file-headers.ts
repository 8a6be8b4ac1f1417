import type { KeptFile } from './attachments.ts'

/** Pictures that a browser can only draw: nothing in them runs. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

/**
 * Headers under which somebody else's file is handed on (C15): to be saved, never to be opened here. Only a picture
 * keeps its type, for an `<img>`; whatever a file is, as a page of its own it could do nothing.
 */
export function fileHeaders({ file_name: name, content_type: type, size }: KeptFile): Record<string, string> {
  return {
    'content-type': PICTURES.includes(type) ? type : 'application/octet-stream',
    'content-length': String(size),
    'content-disposition': disposition(name),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=300',
  }
}

/** RFC 6266: plain letters for old programs, and the name as it is. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w .()+-]/g, '_')
  const whole = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.codePointAt(0)!.toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
