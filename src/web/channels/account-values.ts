import type { ConnectedChannel } from '../../channels/schema.ts'

type Field = ConnectedChannel['fields'][number]
/** Null removes what is stored. */
export type AccountValue = string | number | boolean | null

/** What an account's form begins with: what is stored, else what holds where nothing is given. */
export function valuesOf(
  fields: readonly Pick<Field, 'name' | 'type' | 'value' | 'default'>[],
): Record<string, AccountValue> {
  return Object.fromEntries(
    fields.map(({ name, type, value, default: start }) => [
      name,
      value ?? start ?? (type === 'boolean' ? false : ''),
    ]),
  )
}
