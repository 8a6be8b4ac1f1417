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
  const answer = await send(method, path, 'application/json', options)
  const content = await readBody(answer)
  if (!answer.ok) throw toProblem(answer.status, content)
  return content as T
}

/** The same for an answer that comes line by line, each line JSON, while the server works on it. */
export async function callLines<T>(path: string, options: Options, onLine: (line: T) => void): Promise<void> {
  const answer = await send('POST', path, 'application/x-ndjson', options)
  if (!answer.ok || !answer.body) throw toProblem(answer.status, await readBody(answer))
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw options.signal?.aborted ? error : new ApiProblem(0, UNREACHABLE)
    })
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop()!
    for (const line of lines) onLine(JSON.parse(line) as T)
  }
}

const UNREACHABLE = 'Candor cannot be reached. Check your connection and try again.'

async function send(method: string, path: string, accept: string, options: Options): Promise<Response> {
  const { body, signal, idempotencyKey } = options
  try {
    return await fetch(address(path, options.query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiProblem(0, UNREACHABLE)
  }
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
