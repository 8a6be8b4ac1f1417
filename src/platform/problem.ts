import type { Failure, FieldProblem } from './outcome.ts'

/** An RFC 9457 problem document; `reason` and `fields` are Candor's extension members. */
export type ProblemDocument = {
  type: string
  title: string
  status: number
  detail: string
  reason?: string
  fields?: FieldProblem[]
  [extension: string]: unknown
}

const STATUS: Record<Failure['kind'], { status: number; title: string }> = {
  not_found: { status: 404, title: 'Not found' },
  refused: { status: 409, title: 'Refused' },
  gone: { status: 410, title: 'Gone' },
  invalid: { status: 422, title: 'Invalid request' },
  conflict: { status: 409, title: 'Conflict' },
  outdated: { status: 412, title: 'Changed meanwhile' },
  malformed: { status: 400, title: 'Bad request' },
  unauthenticated: { status: 401, title: 'Sign-in needed' },
  forbidden: { status: 403, title: 'Not allowed' },
  too_many: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available' },
}

/** The HTTP status of an expected failure, for pages that say it in words of their own. */
export function statusOf(kind: Failure['kind']): number {
  return STATUS[kind].status
}

/** The one place where an expected failure becomes an HTTP status and a problem document. */
export function toProblem(failure: Failure): ProblemDocument {
  const { status, title } = STATUS[failure.kind]
  const reason = 'reason' in failure ? failure.reason : undefined
  return {
    type: reason ? `urn:candor:problem:${reason}` : 'about:blank',
    title,
    status,
    detail: failure.message,
    ...(reason ? { reason } : {}),
    ...(failure.kind === 'invalid' ? { fields: failure.fields } : {}),
    ...('detail' in failure ? failure.detail : {}),
  }
}
