import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from './paths.ts'

export type CandorClient = Client<paths>
/** The records as the API shows them: `Schema<'Survey'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

/** A refusal of the API (RFC 9457): `reason` is its code, `message` a sentence for people. */
export class CandorProblem extends Error {
  readonly status: number
  readonly reason: string | null
  /** What is wrong with the input, field by field. */
  readonly fields: readonly { field: string; message: string }[]

  constructor(status: number, problem: Problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`)
    this.status = status
    this.reason = problem.reason ?? null
    this.fields = problem.fields ?? []
  }
}

type Problem = Partial<Schema<'Problem'>>

/**
 * The API of a Candor at `url`, typed from its OpenAPI document. A POST bears an idempotency key of its own, so that
 * a call that was cut off can be made again (pass the header to choose it). Refusals are thrown as `CandorProblem`.
 */
export function candor({ url, key, fetch }: { url: string; key: string; fetch?: typeof globalThis.fetch }) {
  const client = createClient<paths>({ baseUrl: url, ...(fetch ? { fetch } : {}) })
  client.use({
    onRequest({ request }) {
      request.headers.set('authorization', `Bearer ${key}`)
      if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
        request.headers.set('idempotency-key', crypto.randomUUID())
      }
      return request
    },
    async onResponse({ response }) {
      if (!response.ok) throw new CandorProblem(response.status, await problemOf(response))
    },
  })
  return client
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem
  } catch {
    return { title: response.statusText }
  }
}

/** Walks a list to its end, page by page: `for await (const survey of everyOf((cursor) => …))`. */
export async function* everyOf<T>(
  page: (cursor: string | undefined) => Promise<{ data?: { data: T[]; next_cursor: string | null } }>,
): AsyncGenerator<T> {
  let cursor: string | undefined
  do {
    const { data } = await page(cursor)
    yield* data?.data ?? []
    cursor = data?.next_cursor ?? undefined
  } while (cursor !== undefined)
}
