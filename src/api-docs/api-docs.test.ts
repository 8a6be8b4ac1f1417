import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import type { JsonSchema, OpenApiDocument, Operation } from '../platform/http/openapi-document.ts'
import { MAKE_REFUSALS, RATE_REFUSALS } from '../policy/decision.ts'

type Call = Operation & { method: string; path: string }

let app: TestApp
let document: OpenApiDocument
let calls: Call[]
let page: string

beforeAll(async () => {
  app = await makeTestApp()
  document = (await app.as(null).get('/api/v1/openapi.json')).body
  calls = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method, path })),
  )
  page = (await app.as(null).get('/api/docs')).body
})
afterAll(() => app.close())

/** The names of the calls for which this is not so. */
const failing = (holds: (call: Call) => unknown): string[] =>
  calls.filter((call) => !holds(call)).map(({ method, path }) => `${method} ${path}`)

/** What a reference such as `#/components/schemas/Survey` points at. */
function resolve(ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<any>((value, key) => value?.[key], document)
}

function schemasOf({ requestBody, responses }: Call): JsonSchema[] {
  return [requestBody, ...Object.values(responses)].flatMap((body) =>
    Object.values(body?.content ?? {}).map(({ schema }) => schema),
  )
}

describe('the OpenAPI document', () => {
  it('O15: is OpenAPI 3.1 and holds every registered call of the API, and no other', async () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({ title: 'Candor', version: '1' })
    const server = await app.app.server()
    const registered = server.candorRoutes
      .filter(({ method, url }) => method !== 'HEAD' && url.startsWith('/api/v1/'))
      .map(({ method, url }) => `${method.toLowerCase()} ${url.replaceAll(/:([a-z_]+)/gi, '{$1}')}`)
      .filter((call) => call !== 'get /api/v1/openapi.json')
    expect(registered.length).toBeGreaterThan(40)
    expect(calls.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(registered.toSorted())
  })

  it('O15: every call has a name of its own, a summary, and a tag', () => {
    expect(new Set(calls.map(({ operationId }) => operationId)).size).toBe(calls.length)
    expect(failing(({ operationId }) => /^[a-z0-9_]+$/.test(operationId))).toEqual([])
    expect(failing(({ summary }) => summary && /^[A-Z].{8,}[^.]$/.test(summary))).toEqual([])
    expect(failing(({ tags }) => tags?.length === 1)).toEqual([])
  })

  it('O15: every reference resolves, and every component is used', () => {
    const refs = new Set<string>()
    JSON.stringify(document, (key, value: unknown) => {
      if (key === '$ref') refs.add(String(value))
      return value
    })
    expect(refs.size).toBeGreaterThan(5)
    expect([...refs].filter((ref) => !ref.startsWith('#/') || resolve(ref) === undefined)).toEqual([])
    const components = Object.entries(document.components).filter(([kind]) => kind !== 'securitySchemes')
    const defined = components.flatMap(([kind, named]) =>
      Object.keys(named).map((name) => `#/components/${kind}/${name}`),
    )
    expect(defined.filter((each) => !refs.has(each))).toEqual([])
  })

  it('O15: every path parameter is declared, and none that the path does not have', () => {
    const inPath = ({ path }: Call): string[] => [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!)
    const declared = ({ parameters = [] }: Call): string[] =>
      parameters.filter((each) => each.in === 'path' && each.required === true).map(({ name }) => name)
    expect(failing((call) => inPath(call).join() === declared(call).join())).toEqual([])
    expect(calls.filter((call) => inPath(call).length > 0).length).toBeGreaterThan(10)
  })

  it('O15: every call says what it answers: a success with its shape, and its problems', () => {
    const good = ({ responses }: Call): [string, object][] =>
      Object.entries(responses).filter(([status]) => status.startsWith('2'))
    expect(failing((call) => good(call).length > 0)).toEqual([])
    expect(
      failing((call) => good(call).every(([status, body]) => status === '204' || 'content' in body)),
    ).toEqual([])
    const problems = ({ responses }: Call): string[] =>
      Object.entries(responses)
        .filter(([, body]) => body.content?.['application/problem+json'])
        .map(([status]) => status)
    const isOpen = ({ security }: Call): boolean => security?.length === 0
    expect(failing((call) => isOpen(call) || problems(call).includes('401'))).toEqual([])
    expect(failing((call) => !call['x-ability'] || problems(call).includes('403'))).toEqual([])
    expect(failing((call) => !call.path.includes('{') || problems(call).includes('404'))).toEqual([])
    expect(failing((call) => !call.requestBody || problems(call).includes('422'))).toEqual([])
  })

  it('O15: every body says which fields it has', () => {
    const isTold = (schema: JsonSchema): boolean =>
      schema.$ref !== undefined ||
      Object.keys(schema.properties ?? {}).length > 0 ||
      (schema.anyOf ?? schema.oneOf)?.some(isTold) === true
    const told = (call: Call): boolean =>
      schemasOf(call).every((schema) => isTold(schema) || schema.type === 'string')
    expect(failing(told)).toEqual([])
    const writing = calls.filter(({ method }) => ['put', 'patch'].includes(method))
    expect(writing.filter(({ requestBody }) => !requestBody)).toEqual([])
  })

  it('O15: an event says which fields its type has', () => {
    const { schema } = document.paths['/api/v1/events']!['post']!.requestBody!.content!['application/json']!
    const types = schema.properties?.['events']?.items?.oneOf?.map(
      ({ properties }) => properties?.['type']?.enum?.[0],
    )
    expect(types).toContain('conversation.status_changed')
    expect(types).toHaveLength(5)
  })
})

describe('the readable API', () => {
  it('O15: shows every call, with what it needs and an example, and every shape', () => {
    for (const { operationId, summary, path } of calls) {
      expect(page).toContain(`id="${operationId}"`)
      expect(page).toContain(summary!)
      expect(page).toContain(path.replaceAll(/\{[a-z_]+\}/g, '01958f0a-5b3c-7d21-9e4f-3a6b8c0d1e2f'))
    }
    for (const name of Object.keys(document.components.schemas)) expect(page).toContain(`id="schema-${name}"`)
    expect(page.match(/<pre><code>curl/g)!.length).toBeGreaterThan(calls.length)
  })

  it('O15: names every refusal reason with its sentence', () => {
    for (const reason of [...MAKE_REFUSALS, ...RATE_REFUSALS])
      expect(page).toContain(`<code>${reason}</code>`)
    expect(page).not.toContain('an unknown day')
    expect(page).not.toContain('undefined')
    expect(page).not.toContain('[object')
  })

  it('O15: every link within the page leads somewhere, and no name is there twice', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!)
    expect(targets.filter((target) => !ids.includes(target))).toEqual([])
    expect(targets.length).toBeGreaterThan(calls.length)
  })

  it('O15: runs nothing and loads nothing but its own stylesheet', async () => {
    const { headers } = await app.as(null).get('/api/docs')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).not.toContain('script-src')
    expect(page).not.toMatch(/<script|style="|https?:\/\/(?!candor\.test)[^<\s]*"/)
    const stylesheet = /rel="stylesheet" href="([^"]+)"/.exec(page)![1]!
    const css = await app.as(null).get(stylesheet)
    expect([css.status, css.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8'])
    expect(css.body).not.toMatch(/@import|url\(/)
  })

  it('O15: an example of the page is one the API takes', async () => {
    const { api } = app
    const sent = /id="post_contacts"[\s\S]*?-d &#39;([\s\S]*?)&#39;/.exec(page)![1]!.replaceAll('&quot;', '"')
    const contact = await api.post('/contacts', JSON.parse(sent))
    expect(contact.status).toBe(201)
    const start = /id="post_conversations"[\s\S]*?-d &#39;([\s\S]*?)&#39;/
      .exec(page)![1]!
      .replaceAll('&quot;', '"')
    const conversation = await api.post('/conversations', {
      ...JSON.parse(start),
      contact_id: contact.body.id,
    })
    expect(conversation.status).toBe(201)
    const end = /id="post_conversations_id_status"[\s\S]*?-d &#39;([\s\S]*?)&#39;/
      .exec(page)![1]!
      .replaceAll('&quot;', '"')
    const ended = await api.post(`/conversations/${conversation.body.id}/status`, JSON.parse(end))
    expect(ended.body.decision).toMatchObject({ allowed: false, reason: 'csat_off' })
  })
})
