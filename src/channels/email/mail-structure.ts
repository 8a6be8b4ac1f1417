import type { MessageStructureObject } from 'imapflow'
import type { KnownFile } from './mail-files.ts'

/** So many parts are looked at. */
const MOST = 500

/** Lines of 76 letters and a line break hold 57 bytes. */
const BASE64 = 57 / 78

/**
 * The files of a mail by what its mailbox tells of it (BODYSTRUCTURE, RFC 3501 § 7.4.2), in its order, for a mail that
 * is too large to be fetched. Sizes are those in the mail, so a file's own is near it.
 */
export function filesInStructure(root: MessageStructureObject): KnownFile[] {
  const files: KnownFile[] = []
  const waiting = [root]
  for (let seen = 0; seen < MOST; seen += 1) {
    const node = waiting.shift()
    if (!node) break
    const children = node.type === 'message/rfc822' ? [] : (node.childNodes ?? [])
    waiting.unshift(...children)
    if (children.length === 0 && isFile(node)) files.push(fileOf(node))
  }
  return files
}

function isFile({ type, disposition }: MessageStructureObject): boolean {
  return disposition === 'attachment' || !/^(multipart\/|text\/(plain|html)$)/.test(type)
}

function fileOf(node: MessageStructureObject): KnownFile {
  const { type, disposition, dispositionParameters, parameters, encoding, size, id } = node
  const isInBase64 = encoding?.toLowerCase() === 'base64'
  return {
    filename: dispositionParameters?.['filename'] ?? parameters?.['name'] ?? '',
    mimeType: type,
    size: size === undefined ? null : Math.floor(size * (isInBase64 ? BASE64 : 1)),
    inline: disposition !== 'attachment' && id !== undefined && type.startsWith('image/'),
  }
}
