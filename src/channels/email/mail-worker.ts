import { parentPort } from 'node:worker_threads'
import { type RawMail, readMail, type ReadMail } from './mail-read.ts'

/** What is left of a mail that is too much as a whole: enough for its head and the first words. */
const START = { bytes: 256 * 1024, lines: 5000 }
/** Each line costs the parser some 2 kB; files in mails have lines of 60 letters and more. */
const SHORT_LINES = { most: 100_000, shorterThan: 60 }

export type Asked = Omit<RawMail, 'source'> & { source: Uint8Array; startOnly: boolean }
export type Answered = { read: ReadMail } | { error: string }

parentPort!.on('message', (asked: Asked) => {
  void read(asked).then((answered) => parentPort!.postMessage(answered, filesIn(answered)))
})

async function read({ source: bytes, startOnly, cut, ...raw }: Asked): Promise<Answered> {
  try {
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = startOnly ? startOf(source) : readable(source)
    const isCut = cut === true || end < source.length
    const found = await readMail({ ...raw, source: source.subarray(0, end), cut: isCut })
    return { read: ownFiles(found) }
  } catch (error) {
    return { error: String(error) }
  }
}

/** Files go to the other thread as they are, which takes memory of their own and no second copy. */
function ownFiles(found: ReadMail): ReadMail {
  if (found.kind !== 'event' || !('mail' in found.event)) return found
  const { mail } = found.event
  const attachments = mail.attachments.map((file) => ({
    ...file,
    content: file.content && owned(file.content),
  }))
  return { kind: 'event', event: { ...found.event, mail: { ...mail, attachments } } }
}

function owned(content: Buffer): Buffer {
  return content.byteLength === content.buffer.byteLength
    ? content
    : Buffer.from(new Uint8Array(content).buffer)
}

function filesIn(answered: Answered): ArrayBuffer[] {
  if ('error' in answered || answered.read.kind !== 'event' || !('mail' in answered.read.event)) return []
  return answered.read.event.mail.attachments.flatMap(({ content }) =>
    content ? [content.buffer as ArrayBuffer] : [],
  )
}

/** As far as it is read: up to so many short lines. */
function readable(source: Buffer): number {
  let short = 0
  let from = 0
  for (let at = 0; at < source.length; at += 1) {
    if (source[at] !== 10) continue
    if (at - from < SHORT_LINES.shorterThan && ++short > SHORT_LINES.most) return at
    from = at + 1
  }
  return source.length
}

function startOf(source: Buffer): number {
  const most = Math.min(source.length, START.bytes)
  let lines = 0
  for (let at = 0; at < most; at += 1) if (source[at] === 10 && ++lines > START.lines) return at
  return most
}
