import { type Failed, failed } from './failure.ts'

/** What a provider answered: `json` is null when its body is none. */
export type Answered = { kind: 'answered'; status: number; headers: Headers; json: unknown; text: string }

type Ask = {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  /** Sent as JSON, or as a form when it is one. */
  body?: Record<string, unknown> | URLSearchParams
  patienceMs: number
  /** What must not come back out in a sentence. */
  secrets: string[]
}

/**
 * One request to a provider's HTTP API, with a time limit and without following it elsewhere. What it answered, whatever
 * the status, or that it could not be reached (O3).
 */
export async function askProvider(url: string, ask: Ask): Promise<Answered | Failed> {
  const { method = 'POST', headers, body, patienceMs, secrets } = ask
  const isForm = body instanceof URLSearchParams
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(body && !isForm ? { 'content-type': 'application/json; charset=utf-8' } : {}),
        ...headers,
      },
      body: isForm ? body : body && JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    const text = await response.text()
    return { kind: 'answered', status: response.status, headers: response.headers, json: parsed(text), text }
  } catch (error) {
    return failed('unreachable', { said: (error as Error).message, secrets })
  }
}

/** Seconds to wait as providers give them, in milliseconds; undefined when they do not say. */
export function waitOf(seconds: unknown): number | undefined {
  const wait = Math.ceil(Number(seconds ?? Number.NaN) * 1000)
  return wait > 0 ? wait : undefined
}

/** JSON from outside, or null. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
