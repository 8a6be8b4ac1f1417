import { Worker } from 'node:worker_threads'
import type { RawMail, ReadMail } from './mail-read.ts'
import type { Answered, Asked } from './mail-worker.ts'

/** Reads mails where they can harm nobody. */
export type MailReader = { read(raw: RawMail): Promise<ReadMail>; close(): Promise<void> }

type Limits = { heapMb: number; growthMb: number; deadlineMs: number; idleMs: number }
const LIMITS: Limits = { heapMb: 256, growthMb: 512, deadlineMs: 20_000, idleMs: 30_000 }
const LOOK_EVERY_MS = 50
const MB = 2 ** 20

/** Neither the mail nor its start could be read. */
export class Unreadable extends Error {}

/**
 * Reads mails in a thread of its own, for whatever a mail does to its parser (C15): it has `deadlineMs` and so much
 * memory, of the heap and beside it, then the thread is ended and only the mail's start is read, which its text says.
 * Throws `Unreadable` when that does not work either. The thread ends when there is nothing to read for a while.
 */
export function makeMailReader(given: Partial<Limits> = {}): MailReader {
  const limits = { ...LIMITS, ...given }
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()

  function begun(): Worker {
    clearTimeout(idle)
    if (worker) return worker
    const made = new Worker(new URL('./mail-worker.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 32 },
    })
    made.unref()
    made.on('error', () => {})
    made.once('exit', () => {
      if (worker === made) worker = null
    })
    worker = made
    return made
  }

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ended = worker
    worker = null
    await ended?.terminate()
  }

  async function once(asked: Asked): Promise<ReadMail> {
    const at = begun()
    const answer = await answerOf(at, asked, limits).catch(async (error: unknown) => {
      await end()
      throw error
    })
    idle = setTimeout(() => void end(), limits.idleMs)
    idle.unref()
    if ('error' in answer) throw new Error(answer.error)
    return withBuffers(answer.read)
  }

  async function read({ source, ...raw }: RawMail): Promise<ReadMail> {
    try {
      return await once({ ...raw, source, startOnly: false })
    } catch {
      const start = source.subarray(0, MB)
      return once({ ...raw, source: start, startOnly: true, cut: true }).catch((cause: unknown) => {
        throw new Unreadable('the mail could not be read', { cause })
      })
    }
  }

  return {
    async read(raw) {
      const done = turn.then(() => read(raw))
      turn = done.catch(() => {})
      return done
    },
    async close() {
      await turn
      await end()
    },
  }
}

/** From another thread bytes come as plain arrays of them. */
function withBuffers(read: ReadMail): ReadMail {
  if (read.kind !== 'event' || !('mail' in read.event)) return read
  for (const file of read.event.mail.attachments) {
    const { content } = file
    if (content) file.content = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  }
  return read
}

/** What the thread answers; rejects when it dies, takes too long or too much. */
async function answerOf(worker: Worker, asked: Asked, limits: Limits): Promise<Answered> {
  const before = process.memoryUsage.rss()
  return new Promise((resolve, reject) => {
    // What stands beside the heap counts to the process only.
    const look = setInterval(() => {
      const grown = (process.memoryUsage.rss() - before) / MB
      if (grown > limits.growthMb) settle(() => reject(new Error('too much memory')))
    }, LOOK_EVERY_MS)
    const late = setTimeout(() => settle(() => reject(new Error('too slow'))), limits.deadlineMs)
    const onMessage = (answer: Answered): void => settle(() => resolve(answer))
    const onEnd = (cause: unknown): void => settle(() => reject(new Error('the reader died', { cause })))
    function settle(act: () => void): void {
      clearInterval(look)
      clearTimeout(late)
      worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
      act()
    }
    worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd)
    worker.postMessage(asked)
  })
}
