import type {
  Body,
  JsonSchema,
  OpenApiDocument,
  Operation,
  Parameter,
} from '../src/platform/http/openapi-document.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** The types of an API from its OpenAPI document, in the form that `openapi-fetch` reads. */
export function clientTypes(document: OpenApiDocument): string {
  const paths = Object.entries(document.paths).map(
    ([path, operations]) =>
      `  '${path}': {\n    parameters: ${NO_PARAMETERS}\n${methodsOf(document, operations)}\n  }`,
  )
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `    ${key(name)}: ${typeOf(schema)}`,
  )
  return [
    '// Generated from the OpenAPI document (see CONTRIBUTING, “Add an endpoint”). Do not edit.',
    '',
    `export interface paths {\n${paths.join('\n')}\n}`,
    '',
    `export interface components {\n  schemas: {\n${schemas.join('\n')}\n  }\n}`,
    '',
  ].join('\n')
}

const NO_PARAMETERS = '{ query?: never; header?: never; path?: never; cookie?: never }'

function methodsOf(document: OpenApiDocument, operations: Record<string, Operation>): string {
  return METHODS.map((method) => {
    const operation = operations[method]
    if (!operation) return `    ${method}?: never`
    const { summary, requestBody } = operation
    const optional = requestBody?.required === true ? '' : '?'
    return [
      ...(summary ? [`    /** ${summary.replaceAll('*/', '* /')} */`] : []),
      `    ${method}: {`,
      `      parameters: ${parametersOf(document, operation)}`,
      `      requestBody${requestBody ? `${optional}: { content: ${contentOf(requestBody)} }` : '?: never'}`,
      `      responses: {\n${responsesOf(operation)}\n      }`,
      '    }',
    ].join('\n')
  }).join('\n')
}

function parametersOf(document: OpenApiDocument, { parameters = [] }: Operation): string {
  const all = parameters.map((each) => resolve(document, each))
  const places = ['query', 'header', 'path', 'cookie'].map((place) => {
    const here = all.filter((each) => each.in === place)
    if (here.length === 0) return `${place}?: never`
    const fields = here.map(
      ({ name, required, schema }) => `${key(name)}${required ? '' : '?'}: ${typeOf(schema)}`,
    )
    return `${place}${here.some(({ required }) => required) ? '' : '?'}: { ${fields.join('; ')} }`
  })
  return `{ ${places.join('; ')} }`
}

function resolve(document: OpenApiDocument, parameter: Parameter): Parameter {
  const name = parameter.$ref?.split('/').at(-1)
  return name === undefined ? parameter : document.components.parameters![name]!
}

function responsesOf({ responses }: Operation): string {
  return Object.entries(responses)
    .map(([status, body]) => {
      const content = body.content ? `content: ${contentOf(body)}` : 'content?: never'
      return `        ${status}: { headers: { [name: string]: unknown }; ${content} }`
    })
    .join('\n')
}

function contentOf({ content = {} }: Body): string {
  return `{ ${Object.entries(content)
    .map(([type, { schema }]) => `'${type}': ${typeOf(schema)}`)
    .join('; ')} }`
}

/** A JSON Schema as a type. What it cannot say, such as lengths, is left out; nothing known is `unknown`. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref) return `components['schemas']['${schema.$ref.split('/').at(-1)}']`
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  const options = schema.anyOf ?? schema.oneOf
  if (options) return union(options.map(typeOf))
  if (schema.allOf) return schema.allOf.map((each) => `(${typeOf(each)})`).join(' & ')
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type })))
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `(${schema.items ? typeOf(schema.items) : 'unknown'})[]`
    default:
      return objectOf(schema)
  }
}

function objectOf({ properties = {}, required = [], additionalProperties, type }: JsonSchema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${key(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  if (fields.length > 0) return `{ ${fields.join('; ')} }`
  if (typeof additionalProperties === 'object') return `{ [name: string]: ${typeOf(additionalProperties)} }`
  return type === 'object' ? '{ [name: string]: unknown }' : 'unknown'
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ')
}

function key(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name)
}
