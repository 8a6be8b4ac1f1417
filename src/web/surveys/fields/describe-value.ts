import { describeDuration, parseDuration } from '../../../policy/duration.ts'
import type { Field } from '../../../policy/fields.ts'
import { text } from '../../text.ts'
import { unitOf, wordFor } from './field-control.tsx'

const t = text.csat.field

/** A rule's value in words, as the rule's control would show it. */
export function describeValue(field: Field, value: unknown): string {
  if (value === null || value === undefined)
    return 'nullable' in field && field.nullable ? t.unlimited : t.none
  switch (field.kind) {
    case 'switch':
      return value === true ? t.on : t.off
    case 'choice':
      return wordFor(field.path, value as string | number)
    case 'choices':
    case 'texts':
      return listed((value as string[]).map((each) => wordFor(field.path, each)))
    case 'integer':
      return `${Number(value).toLocaleString('en')}${unitOf(field)}`
    case 'duration': {
      const ms = parseDuration(value as string) ?? 0
      return ms === 0 ? t.atOnce : describeDuration(ms)
    }
    case 'text':
      return (value as string) || t.none
    case 'translations':
      return listed(Object.keys(value as object))
  }
}

function listed(entries: string[]): string {
  return entries.length > 0 ? entries.join(', ') : t.none
}
