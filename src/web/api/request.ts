/** One refused field of a request, by its dotted path. */
export type FieldProblem = { field: string; message: string }

/** An answer of the server that says no (RFC 9457), or that never came (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number
  readonly reason: string | null
  readonly fields: FieldProblem[]

  constructor(status: number, message: string, reason: string | null = null, fields: FieldProblem[] = []) {
    super(message)
    this.status = status
    this.reason = reason
    this.fields = fields
  }

  /** The connection failed: the same request may work in a moment. */
  get isOffline(): boolean {
    return this.status === 0
  }
}

export type Page<T> = { data: T[]; next_cursor: string | null }

type Query = Record<string, string | number | boolean | null | undefined>
type Options = { query?: Query; body?: unknown; signal?: AbortSignal; idempotencyKey?: string }

/** Calls Candor's own API. Throws an `ApiProblem` for every answer that is not a success. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const { body, signal, idempotencyKey } = options
  let answer: Response
  try {
    answer = await fetch(address(path, options.query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiProblem(0, 'Candor cannot be reached. Check your connection and try again.')
  }
  const content = await readBody(answer)
  if (!answer.ok) throw toProblem(answer.status, content)
  return content as T
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
  call<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) })
export const post = <T>(path: string, body: unknown = {}, idempotencyKey?: string) =>
  call<T>('POST', path, { body, ...(idempotencyKey ? { idempotencyKey } : {}) })
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', path, { body })
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, { body })
export const remove = <T>(path: string) => call<T>('DELETE', path)

/** The address of a call, with what is asked for. */
export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return `${path.startsWith('/api/') ? path : `/api/v1${path}`}${text ? `?${text}` : ''}`
}

async function readBody(answer: Response): Promise<unknown> {
  const text = await answer.text()
  if (!text) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function toProblem(status: number, content: unknown): ApiProblem {
  const problem = (content ?? {}) as Record<string, unknown>
  const detail = problem.detail ?? problem.message ?? problem.title
  const fields = Array.isArray(problem.fields) ? (problem.fields as FieldProblem[]) : []
  const reason = problem.reason ?? problem.code
  return new ApiProblem(
    status,
    typeof detail === 'string' && detail
      ? detail
      : 'The server could not answer this request. Please try again.',
    typeof reason === 'string' ? reason : null,
    fields,
  )
}

/** What a person may be told about a failure. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong. Please try again.'
}

/** The field problems of a refused form, by field. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {}
  return Object.fromEntries(error.fields.map(({ field, message }) => [field.replace(/^body\./, ''), message]))
}
