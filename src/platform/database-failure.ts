import { type Failure, fail, invalid } from './outcome.ts'

/** The server or the way to it is gone, is starting or stopping, has no connection or no space left. */
const GONE = /^(08...|57P0[1235]|53...|58030|25006)$/
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** What the driver says of a lost connection or an exhausted pool, without a code. */
const DRIVER =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|driver has already been destroyed)/

type DatabaseError = {
  code?: unknown
  syscall?: unknown
  message?: unknown
  detail?: unknown
  cause?: unknown
}

/** The database cannot work at the moment; later the same request may succeed. */
export function isUnavailable(error: unknown): boolean {
  const { code, syscall, message, cause } = (error ?? {}) as DatabaseError
  if (typeof code === 'string') {
    if (GONE.test(code)) return true
    // Of files and other things the same codes mean something else.
    if (UNREACHABLE.has(code) && (syscall === undefined || syscall !== 'open')) return true
  }
  return (
    (typeof message === 'string' && DRIVER.test(message)) || (cause !== undefined && isUnavailable(cause))
  )
}

/** Of two transactions that stood in each other's way this one was undone: tried again it may succeed. */
export function isCollision(error: unknown): boolean {
  const { code } = (error ?? {}) as DatabaseError
  return code === '40P01' || code === '40001'
}

/** Somebody else holds what is needed, and it is not waited for: tried again soon it may be free. */
export class HeldUp extends Error {
  readonly code = '55P03'
}

/** Another transaction held what was needed for too long, or this one was ended for its own silence. */
export function isHeldUp(error: unknown): boolean {
  const { code } = (error ?? {}) as DatabaseError
  return code === '55P03' || code === '25P03'
}

/** What the database refused for a reason the caller can know, as a failure; null when it is a bug of ours. */
export function failureOf(error: unknown): Failure | null {
  if (isUnavailable(error)) {
    return { kind: 'unavailable', message: 'Candor cannot reach its database just now. Please try again.' }
  }
  if (isCollision(error)) {
    return {
      kind: 'unavailable',
      message: 'Others were changing the same things at the same time. Please try again.',
    }
  }
  const { code, detail } = (error ?? {}) as DatabaseError
  switch (code) {
    case '22021':
    case '22P05':
      return unstorable('The text holds a character that cannot be stored (NUL).')
    case '22003':
    case '22007':
    case '22008':
    case '22P02':
      return unstorable('A value lies outside of what can be stored.')
    case '23505':
      return taken(typeof detail === 'string' ? detail : '')
    case '23503':
      return { kind: 'conflict', message: 'Something that this names was removed meanwhile.' }
    default:
      return null
  }
}

function unstorable(message: string): Failure {
  return { kind: 'invalid', message, fields: [] }
}

/** Two gave the same unique value at once and this one came second; the detail names the columns. */
function taken(detail: string): Failure {
  const columns = /\(([a-z_, ]+)\)=\(/.exec(detail)?.[1]?.split(', ') ?? []
  const field = columns.findLast((column) => column !== 'workspace_id')
  return field === undefined
    ? fail({ kind: 'conflict', message: 'The same was made meanwhile.' }).failure
    : invalid(field, 'is taken already').failure
}
