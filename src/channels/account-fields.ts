import { z } from 'zod'

/** One line of the form in which a channel is connected. A secret is never shown, only that it is there. */
export type AccountField = {
  name: string
  label: string
  help: string | null
  type: 'text' | 'number' | 'boolean' | 'choice'
  choices: string[]
  required: boolean
  secret: boolean
  /** It says where the secrets go: with another value they have to be entered again. */
  binding: boolean
  /** Made by us when nobody gives one, and shown to be entered at the provider. */
  made: boolean
  /** What is stored; null for a secret or when there is nothing. */
  value: string | number | boolean | null
  /** What holds where nothing is given. */
  default: string | number | boolean | null
  set: boolean
  last4: string | null
}

type Notes = {
  label?: unknown
  help?: unknown
  description?: unknown
  /** `chosen`: by a person, so that not even its end may be shown; true: random, as a provider makes them. */
  secret?: unknown
  made?: unknown
  /** It says where the secrets go; and what to say when it is changed. */
  binding?: unknown
}

/** The fields of an account's schema with what is stored of it, without those that are no business of people's. */
export function fieldsOf(account: z.ZodObject, stored: Record<string, unknown> | null): AccountField[] {
  const shown = Object.entries(account.shape).filter(
    ([, schema]) => notesOf(schema as z.ZodType).made !== 'hidden',
  )
  return shown.map(([name, schema]) => {
    const notes = notesOf(schema as z.ZodType)
    const made = notes.made === 'shown'
    const inner = innermost(schema as z.ZodType)
    const value = stored?.[name]
    const isSet = value !== undefined && value !== null && value !== ''
    const secret = isSecret(notes)
    const start = (schema as z.ZodType).safeParse(undefined)
    return {
      name,
      label: textOr(notes.label) ?? name.replaceAll('_', ' '),
      help: textOr(notes.help) ?? textOr(notes.description) ?? null,
      type: typeOf(inner),
      choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
      required: !made && !start.success,
      secret,
      binding: textOr(notes.binding) !== undefined,
      made,
      value: !secret && isSet && isPlain(value) ? value : null,
      default: !secret && !made && isPlain(start.data) && start.data !== '' ? start.data : null,
      set: isSet,
      last4: notes.secret === true && isSet ? lastOf(String(value)) : null,
    }
  })
}

/** Names of the secret fields. */
export function secretsOf(account: z.ZodObject): string[] {
  return Object.entries(account.shape).flatMap(([name, schema]) =>
    isSecret(notesOf(schema as z.ZodType)) ? [name] : [],
  )
}

/** Names of the fields that are made where nobody gives them: random words that only we and the provider know. */
export function madeOf(account: z.ZodObject): string[] {
  return Object.entries(account.shape).flatMap(([name, schema]) =>
    notesOf(schema as z.ZodType).made === undefined ? [] : [name],
  )
}

/**
 * Why the stored secrets may not go where the account now leads, as it was checked; null when that is where they were
 * entered for. Otherwise whoever may change an account could have them sent to himself.
 */
export function ledElsewhere(
  account: z.ZodObject,
  stored: Record<string, unknown>,
  next: Record<string, unknown>,
): string | null {
  // What was stored before a field was there has its default.
  const before = account.safeParse(stored).data ?? stored
  for (const [name, schema] of Object.entries(account.shape)) {
    const why = textOr(notesOf(schema as z.ZodType).binding)
    if (why && before[name] !== next[name]) return why
  }
  return null
}

/** What a field is called within a sentence: `auth token`, but `API key`. */
export function calledOf(account: z.ZodObject, name: string): string {
  const { label } = fieldsOf(account, null).find((field) => field.name === name) ?? { label: name }
  return /^[A-Z][a-z]/.test(label) ? `${label[0]!.toLowerCase()}${label.slice(1)}` : label
}

/** Words for what the schema itself has none for; a type of the validator's means nothing to who fills in a form. */
export function explained(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined || issue.input === null) return 'is needed'
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`
    case 'too_small':
      return issue.origin === 'string' ? 'is needed' : `must be at least ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return `has no such field: ${issue.keys.join(', ')}`
    default:
      return undefined
  }
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

function isSecret({ secret }: Notes): boolean {
  return secret === true || secret === 'chosen'
}

/** A short secret would be half told by four of its characters. */
function lastOf(secret: string): string | null {
  return secret.length >= 12 ? secret.slice(-4) : null
}

function innermost(schema: z.ZodType): z.ZodType {
  const { innerType, in: input } = schema.def as { innerType?: z.ZodType; in?: z.ZodType }
  if (schema instanceof z.ZodPipe && input) return innermost(input)
  return innerType ? innermost(innerType) : schema
}

/** What is said about a field may stand on it or on what it wraps. */
function notesOf(schema: z.ZodType): Notes {
  const own = (schema.meta() ?? {}) as Notes
  const { innerType, in: input } = schema.def as { innerType?: z.ZodType; in?: z.ZodType }
  const wrapped = innerType ?? (schema instanceof z.ZodPipe ? input : undefined)
  return wrapped ? { ...notesOf(wrapped), ...own } : own
}

function typeOf(schema: z.ZodType): AccountField['type'] {
  if (schema instanceof z.ZodNumber) return 'number'
  if (schema instanceof z.ZodBoolean) return 'boolean'
  return schema instanceof z.ZodEnum ? 'choice' : 'text'
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
