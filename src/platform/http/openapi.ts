import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { Config } from '../config.ts'
import type { Failure } from '../outcome.ts'
import { statusOf } from '../problem.ts'
import type { JsonSchema, OpenApiDocument, Operation, Parameter } from './openapi-document.ts'

const PREFIX = '/api/v1/'

const SUCCESS: Record<string, string> = {
  200: 'Done.',
  201: 'Made.',
  204: 'Done; there is nothing to read.',
}

const PROBLEMS = {
  unauthenticated: 'No credential, or one that is not known.',
  forbidden: 'The credential lacks the permission.',
  not_found: 'There is no such thing in this workspace.',
  refused: 'Refused, with the reason: a rule says no, or it does not fit what is stored.',
  invalid: 'Some fields need another value; they are named.',
  too_many: 'Too many requests; `Retry-After` says when to come back.',
} satisfies Partial<Record<Failure['kind'], string>>

const PROBLEM_SCHEMA: JsonSchema = {
  description: 'Why a request was not done (RFC 9457).',
  type: 'object',
  properties: {
    type: { type: 'string', description: '`urn:candor:problem:<reason>`, or `about:blank` without one' },
    title: { type: 'string' },
    status: { type: 'integer', description: 'the HTTP status again' },
    detail: { type: 'string', description: 'a sentence for people' },
    reason: { type: 'string', description: 'a code for programs, where there is one' },
    fields: {
      type: 'array',
      description: 'what is wrong with which field (422)',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        required: ['field', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail'],
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same request sent again with the same key within a day gets the first answer again.',
  schema: { type: 'string', maxLength: 200 },
}

/**
 * How the OpenAPI 3.1 document is made of the routes (O15): every call under /api/v1 is in it, with a name of
 * its own, the permission it needs, and the problems it may answer with.
 */
export function openApi(config: Pick<Config, 'publicUrl'>): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Candor',
        version: '1',
        description: 'Contacts, conversations, surveys, responses and the policy of a workspace.',
      },
      servers: [{ url: config.publicUrl }],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key of the workspace.' },
        },
      },
      security: [{ key: [] }],
    },
    transform: (input) => {
      const { url, route } = input
      const { access, internal } = route.config ?? {}
      if (internal || !url.startsWith(PREFIX)) return { schema: { hide: true }, url }
      const { schema } = jsonSchemaTransform(input as never)
      return {
        url,
        schema: {
          ...schema,
          operationId: nameOf(String(route.method), url),
          ...(access === 'public' ? { security: [] } : {}),
          ...(typeof access === 'object' ? { 'x-ability': access.ability } : {}),
          ...(route.config?.rateLimit ? { 'x-rate-limited': true } : {}),
        },
      }
    },
    transformObject: (input) => finish(jsonSchemaTransformObject(input as never) as never) as never,
  }
}

/** `post_conversations_id_status` */
function nameOf(method: string, url: string): string {
  return `${method.toLowerCase()}_${url.slice(PREFIX.length).replaceAll(/[^a-z0-9]+/gi, '_')}`
}

function finish(document: OpenApiDocument): OpenApiDocument {
  for (const item of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(item)) describe(method, operation)
  }
  document.components.schemas['Problem'] = PROBLEM_SCHEMA
  document.components.parameters = { IdempotencyKey: IDEMPOTENCY_KEY }
  return withoutNoise(onlyUsed(document))
}

function describe(method: string, operation: Operation): void {
  for (const [status, body] of Object.entries(operation.responses)) {
    if (body.description === 'Default Response') body.description = SUCCESS[status] ?? 'Done.'
    if (status === '204') delete body.content
  }
  if (operation.responses['200'] && operation.responses['201']) {
    operation.responses['200'].description = 'It was there already.'
  }
  const isPublic = operation.security?.length === 0
  const isWrite = method !== 'get'
  const inPath = operation.parameters?.some((each) => each.in === 'path')
  const mayAnswer: Record<keyof typeof PROBLEMS, unknown> = {
    unauthenticated: !isPublic,
    forbidden: operation['x-ability'],
    not_found: inPath,
    refused: isWrite,
    invalid: operation.requestBody ?? operation.parameters?.length,
    too_many: (operation as { 'x-rate-limited'?: boolean })['x-rate-limited'],
  }
  for (const [kind, description] of Object.entries(PROBLEMS) as [keyof typeof PROBLEMS, string][]) {
    if (!mayAnswer[kind]) continue
    const schema = { $ref: '#/components/schemas/Problem' }
    operation.responses[statusOf(kind)] ??= {
      description,
      content: { 'application/problem+json': { schema } },
    }
  }
  if (method === 'post' && !isPublic) {
    const parameter = { $ref: '#/components/parameters/IdempotencyKey' } as Parameter
    operation.parameters = [...(operation.parameters ?? []), parameter]
  }
}

/**
 * Components that something refers to. The generator makes two of each named schema, `X` for answers and `XInput` for
 * requests; one that is used in requests alone keeps its plain name.
 */
function onlyUsed(document: OpenApiDocument): OpenApiDocument {
  const { schemas } = document.components
  const used = new Set<string>()
  const follow = (value: unknown): void => {
    for (const name of refsIn(value)) {
      if (used.has(name)) continue
      used.add(name)
      follow(schemas[name])
    }
  }
  follow(document.paths)
  const newName = (name: string): string => {
    const plain = name.replace(/Input$/, '')
    return used.has(plain) ? name : plain
  }
  const kept = Object.entries(schemas)
    .filter(([name]) => used.has(name))
    .map(([name, schema]) => [newName(name), schema] as const)
    .toSorted(([a], [b]) => a.localeCompare(b))
  const text = JSON.stringify({
    ...document,
    components: { ...document.components, schemas: Object.fromEntries(kept) },
  })
  return JSON.parse(text, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(SCHEMAS)
      ? SCHEMAS + newName(value.slice(SCHEMAS.length))
      : value,
  ) as OpenApiDocument
}

const SCHEMAS = '#/components/schemas/'

function refsIn(value: unknown): string[] {
  const names: string[] = []
  JSON.stringify(value, (key, each: unknown) => {
    if (key === '$ref' && typeof each === 'string' && each.startsWith(SCHEMAS)) {
      names.push(each.slice(SCHEMAS.length))
    }
    return each
  })
  return names
}

/** The format of an id or instant says all that its pattern says, and "any integer" needs no bounds. */
function withoutNoise<T>(document: T): T {
  return JSON.parse(JSON.stringify(document), (_key, value: JsonSchema) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    if (typeof value.format === 'string') delete value.pattern
    if (value.minimum === Number.MIN_SAFE_INTEGER) delete value.minimum
    if (value.maximum === Number.MAX_SAFE_INTEGER) delete value.maximum
    return value
  }) as T
}
