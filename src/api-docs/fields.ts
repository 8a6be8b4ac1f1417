import { html, type Html } from '../branding/html.ts'
import type { JsonSchema } from '../platform/http/openapi-document.ts'

const SCHEMAS = '#/components/schemas/'

/** `Survey` of `#/components/schemas/Survey`. */
export function refName(ref: string): string {
  return ref.slice(SCHEMAS.length)
}

/** Text with `code` in backquotes. */
export function prose(text: string): Html {
  const parts = text.split('`')
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

/** The fields of an object, each with its type, whether it must be there, and what it means; nested ones folded. */
export function fieldList(schema: JsonSchema): Html {
  const { properties = {}, required = [], description } = schema
  const entries = Object.entries(properties)
  const about = description ? html`<p>${prose(description)}</p>` : null
  if (schema.oneOf) {
    return html`${about}${schema.oneOf.map((each) => html`<div class="variant">${fieldList(each)}</div>`)}`
  }
  if (entries.length === 0)
    return html`${about}
      <p>${typeOf(schema)}</p>`
  return html`${about}
    <ul class="fields">
      ${entries.map(([name, field]) => fieldItem(name, field, required.includes(name)))}
    </ul>`
}

/** One field, parameter or property. */
export function fieldItem(name: string, schema: JsonSchema, isRequired: boolean): Html {
  const nested = nestedObject(schema)
  const limits = limitsOf(schema)
  return html`<li>
    <code class="name">${name}</code> <span class="type">${typeOf(schema)}</span>
    ${isRequired ? html`<strong class="required">required</strong>` : null}
    ${limits ? html`<span class="limits">${limits}</span>` : null}
    ${schema.description ? html`<p>${prose(schema.description)}</p>` : null}
    ${
      nested &&
      html`<details>
        <summary>Fields of <code>${name}</code></summary>
        ${fieldList(nested)}
      </details>`
    }
  </li>`
}

/** "list of Survey", "instant or null", the words of an enumeration. */
function typeOf(schema: JsonSchema): Html {
  if (schema.$ref) {
    const name = refName(schema.$ref)
    return html`<a href="#schema-${name}">${name}</a>`
  }
  const choices = schema.anyOf ?? (nestedObject(schema) ? undefined : schema.oneOf)
  if (choices) return either(choices.map(typeOf))
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.enum) return either(schema.enum.map((value) => html`<code>${String(value)}</code>`))
  if (Array.isArray(schema.type)) return either(schema.type.map((type) => typeOf({ ...schema, type })))
  if (schema.type === 'array') {
    const item = schema.items ?? {}
    return html`list of ${nestedObject(item) ? 'objects' : typeOf(item)}`
  }
  if (schema.type === 'object') return objectType(schema)
  if (schema.type === 'string') return html`${FORMATS[schema.format ?? ''] ?? 'text'}`
  return html`${schema.type ?? 'anything'}`
}

const FORMATS: Record<string, string> = {
  uuid: 'id (UUID)',
  'date-time': 'instant (ISO 8601)',
  email: 'e-mail address',
  uri: 'URL',
}

function objectType({ additionalProperties: values, properties = {} }: JsonSchema): Html {
  const isMap = typeof values === 'object' && Object.keys(properties).length === 0
  return isMap && Object.keys(values).length > 0 ? html`object of ${typeOf(values)} by name` : html`object`
}

function either(choices: Html[]): Html {
  const distinct = [...new Map(choices.map((each) => [each.text, each])).values()]
  return html`${distinct.map((each, index) => (index === 0 ? each : html` or ${each}`))}`
}

/** The object whose fields are worth unfolding: itself, what a list holds, or the one that may be null. */
function nestedObject(schema: JsonSchema): JsonSchema | null {
  if (Object.keys(schema.properties ?? {}).length > 0) return schema
  if (schema.oneOf?.some((each) => each.properties)) return { ...schema, description: undefined }
  if (schema.items) return nestedObject(schema.items)
  const [only, ...more] = schema.anyOf?.map(nestedObject).filter((each) => each !== null) ?? []
  return only && more.length === 0 ? only : null
}

function limitsOf(schema: JsonSchema): string {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems } = schema
  return [
    range(minLength === 1 ? undefined : minLength, maxLength, 'characters'),
    range(minimum, maximum, ''),
    range(minItems, maxItems, 'entries'),
    'default' in schema ? `default ${JSON.stringify(schema.default)}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

function range(low: number | undefined, high: number | undefined, unit: string): string {
  const words =
    low !== undefined && high !== undefined
      ? `${low} to ${high}`
      : high !== undefined
        ? `at most ${high}`
        : low !== undefined
          ? `at least ${low}`
          : ''
  return words && `${words} ${unit}`.trim()
}
