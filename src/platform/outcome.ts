import type { ZodError } from 'zod'

/** A failure that is expected: the caller is told, nothing was changed. */
export type Failure =
  | { kind: 'not_found'; message: string; reason?: string }
  | { kind: 'refused'; reason: string; message: string; detail?: Record<string, unknown> }
  | { kind: 'gone'; reason: string; message: string }
  | { kind: 'invalid'; message: string; fields: FieldProblem[] }
  | { kind: 'conflict'; message: string; reason?: string }
  | { kind: 'outdated'; message: string; reason?: string }
  | { kind: 'malformed'; message: string }
  | { kind: 'unauthenticated'; message: string }
  | { kind: 'forbidden'; message: string; reason?: string }
  | { kind: 'too_many'; message: string; retryAfterSeconds: number }
  | { kind: 'unavailable'; message: string }

/** One field of a request that cannot be taken, with a sentence that says what would be. */
export type FieldProblem = { field: string; message: string }

/** What a use-case answers: a value, or an expected failure. Bugs are exceptions. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

export function fail(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure }
}

/** "There is no such conversation." — also the answer for one of another workspace. */
export function notFound(what: string): { ok: false; failure: Failure } {
  return fail({ kind: 'not_found', message: `There is no such ${what} in this workspace.` })
}

/** One invalid field. */
export function invalid(field: string, message: string): { ok: false; failure: Failure } {
  return invalidFields([{ field, message }])
}

/** Several of them. */
export function invalidFields(fields: FieldProblem[]): { ok: false; failure: Failure } {
  return fail({ kind: 'invalid', message: 'Some fields need another value.', fields })
}

/** What zod found, by field; `whole` is the name of the thing as a whole. */
export function fieldProblems({ issues }: ZodError, whole: string): FieldProblem[] {
  return issues.map(({ path, message }) => ({ field: path.join('.') || whole, message }))
}
