import { pino, type Logger } from 'pino'

export type Log = Logger

/** The process's log: one JSON line each on stderr, so that stdout stays free for a command's answer. */
export function makeLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}

/**
 * A log that says nothing.
 * @internal for tests
 */
export const silentLog: Log = pino({ level: 'silent' })
