/** The server said no, and why. Anything else that is thrown means it could not be reached. */
export class Refused extends Error {
  readonly status: number
  readonly reason: string | null
  readonly retryAfterMs: number

  constructor(status: number, reason: string | null, retryAfterMs: number) {
    super(`refused ${status}`)
    this.status = status
    this.reason = reason
    this.retryAfterMs = retryAfterMs
  }

  /** Later, the same request may be taken. */
  get passing(): boolean {
    return this.status === 429 || this.status === 408 || this.status >= 500
  }
}

export type Request = { method?: 'GET' | 'POST'; token?: string | null; body?: unknown; signal?: AbortSignal }

export type Api = {
  call<T>(path: string, request?: Request): Promise<T>
  open(path: string, request?: Request): Promise<Response>
}

const PATIENCE_MS = 20_000

/** Speaks to the server that this script came from. No cookies go along. */
export function makeApi(base: string): Api {
  async function open(
    path: string,
    { method = 'GET', token, body, signal }: Request = {},
  ): Promise<Response> {
    const response = await fetch(`${base}/widget/v1${path}`, {
      method,
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
    if (response.ok) return response
    const problem: unknown = await response.json().catch(() => null)
    const reason = (problem as { reason?: unknown } | null)?.reason
    const wait = Number(response.headers.get('retry-after')) || 5
    throw new Refused(response.status, typeof reason === 'string' ? reason : null, wait * 1000)
  }

  return {
    open,
    async call<T>(path: string, request: Request = {}): Promise<T> {
      const impatience = new AbortController()
      const timer = setTimeout(() => impatience.abort(), PATIENCE_MS)
      try {
        const response = await open(path, { ...request, signal: impatience.signal })
        return (response.status === 204 ? null : await response.json()) as T
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
