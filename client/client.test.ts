import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenApiDocument } from '../src/platform/http/openapi-document.ts'
import { makeTestApp, type TestApp } from '../test/kit/app.ts'
import { candor, type CandorClient, CandorProblem, everyOf } from './candor.ts'
import { clientTypes, typeOf } from './generate.ts'

let app: TestApp
let document: OpenApiDocument
let client: CandorClient

beforeAll(async () => {
  app = await makeTestApp()
  document = (await app.as(null).get('/api/v1/openapi.json')).body
  const url = await (await app.app.server()).listen({ port: 0, host: '127.0.0.1' })
  client = candor({ url, key: app.workspace.apiKey })
})
afterAll(() => app.close())

describe('the document', () => {
  it('O15: is valid by the official schema of OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document))
    expect(result).toMatchObject({ valid: true })
  })

  it('O15: the types of the client are those of the document', async () => {
    await expect(clientTypes(document)).toMatchFileSnapshot('paths.ts')
  })

  it('O15: a schema says as a type what it can', () => {
    expect(typeOf({ type: ['string', 'null'] })).toBe('string | null')
    expect(typeOf({ type: 'array', items: { enum: [1, 2] } })).toBe('(1 | 2)[]')
    expect(typeOf({ anyOf: [{ $ref: '#/components/schemas/Survey' }, { type: 'null' }] })).toBe(
      "components['schemas']['Survey'] | null",
    )
    const object = { type: 'object', properties: { id: { type: 'string' }, 'a-b': {} }, required: ['id'] }
    expect(typeOf(object)).toBe('{ id: string; "a-b"?: unknown }')
    expect(typeOf({ type: 'object', additionalProperties: { type: 'integer' } })).toBe(
      '{ [name: string]: number }',
    )
  })
})

describe('the client', () => {
  it('O15: talks, ends, asks and reads, with types', async () => {
    await client.PUT('/api/v1/settings/csat', {
      body: { preset: 'per_resolution', policy: { enabled: true } },
    })
    const { data: conversation } = await client.POST('/api/v1/conversations', {
      body: { channel: 'api', contact: { name: 'Cora' } },
    })
    const params = { path: { id: conversation!.id } }
    const { data: ended } = await client.POST('/api/v1/conversations/{id}/status', {
      params,
      body: { status: 'resolved' },
    })
    expect(ended!.decision).toMatchObject({ allowed: true })
    const surveys = []
    const query = { limit: 1, conversation_id: conversation!.id }
    for await (const survey of everyOf((cursor) =>
      client.GET('/api/v1/surveys', { params: { query: { ...query, ...(cursor ? { cursor } : {}) } } }),
    )) {
      surveys.push(survey.id)
    }
    expect(surveys).toEqual([ended!.survey!.id])
  })

  it('O15: throws a refusal with its reason, its sentence and its fields', async () => {
    const refused = client.PUT('/api/v1/settings/csat', { body: { policy: { question: { low_until: 9 } } } })
    const problem = await refused.catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(CandorProblem)
    expect(problem).toMatchObject({ status: 422, fields: [{ field: 'policy.question.low_until' }] })
  })

  it('O15: the same idempotency key is the same call', async () => {
    const call = () =>
      client.POST('/api/v1/conversations', {
        body: { channel: 'api', contact: { name: 'Ida' } },
        headers: { 'idempotency-key': 'once' },
      })
    const [one, two] = [await call(), await call()]
    expect(two.data!.id).toBe(one.data!.id)
  })
})
