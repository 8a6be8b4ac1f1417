import type { JsonSchema, OpenApiDocument, Operation } from '../platform/http/openapi-document.ts'
import { refName } from './fields.ts'

const ID = '01958f0a-5b3c-7d21-9e4f-3a6b8c0d1e2f'

/** What fields of these names look like in examples. */
const BY_NAME: Record<string, unknown> = {
  body: 'Where is my parcel?',
  external_id: 'ticket-4711',
  event_id: 'evt-1',
  email: 'ada@example.com',
  name: 'Ada Agent',
  scopes: ['inbox.write', 'csat.send'],
  status: 'resolved',
  password: 'a long pass phrase',
  workspace: 'Acme',
  locale: 'de',
}

const POLICY = { question: { message: 'How was your support experience?' } }

/** A value that this schema would take, with the fields it needs. */
export function exampleOf(schema: JsonSchema, document: OpenApiDocument, name = ''): unknown {
  if (schema.$ref) return exampleOf(document.components.schemas[refName(schema.$ref)] ?? {}, document, name)
  if (schema.const !== undefined) return schema.const
  if (name === 'policy') return POLICY
  if (schema.enum) return schema.enum.includes(BY_NAME[name]) ? BY_NAME[name] : schema.enum[0]
  const choice = schema.oneOf?.[1] ?? schema.oneOf?.[0] ?? schema.anyOf?.[0]
  if (choice) return exampleOf(choice, document, name)
  if (schema.properties) return exampleObject(schema, schema.properties, document)
  if (name in BY_NAME) return BY_NAME[name]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'array':
      return [exampleOf(schema.items ?? {}, document)]
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'string':
      return exampleText(schema)
    default:
      return {}
  }
}

function exampleText({ format }: JsonSchema): string {
  if (format === 'uuid') return ID
  if (format === 'date-time') return '2026-03-02T09:00:00Z'
  return format === 'email' ? 'ada@example.com' : 'text'
}

/** The required fields; where none is, the first two, so that there is something to see. */
function exampleObject(
  { required = [] }: JsonSchema,
  properties: Record<string, JsonSchema>,
  document: OpenApiDocument,
): Record<string, unknown> {
  const names = required.length > 0 ? [...required] : Object.keys(properties).slice(0, 2)
  // A conversation needs one of the two, which JSON Schema has no short way to say.
  if ('contact_id' in properties && !names.includes('contact_id')) names.push('contact_id')
  return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name] ?? {}, document, name)]))
}

/** The call as a line for a shell. */
export function curl(method: string, path: string, operation: Operation, document: OpenApiDocument): string {
  const url = `${document.servers[0]?.url ?? ''}${path.replaceAll(/\{[a-z_]+\}/g, ID)}`
  const schema = operation.requestBody?.content?.['application/json']?.schema
  const isPublic = operation.security?.length === 0
  return [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} '${url}'`,
    isPublic ? '' : `-H "Authorization: Bearer $CANDOR_KEY"`,
    schema ? `-H 'Content-Type: application/json'` : '',
    schema ? `-d '${JSON.stringify(exampleOf(schema, document), null, 2).replaceAll("'", "'\\''")}'` : '',
  ]
    .filter(Boolean)
    .join(' \\\n  ')
}
