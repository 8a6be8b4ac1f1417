/** Texts with places to fill: `{{contact.name}}`, `{{contact.name|there}}`, `{{csat_link}}`. */

/** Names that are always there to be used; variables of earlier steps come on top. */
export const TEMPLATE_NAMES = [
  'contact.name',
  'agent.name',
  'workspace.name',
  'conversation.subject',
  'conversation.url',
  'score',
  'comment',
] as const

const PLACE = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g

/** The names that a text uses, each once. */
export function namesIn(template: string): string[] {
  return [...new Set([...template.matchAll(PLACE)].map(([, name]) => name!.trim()))]
}

/** Those of them with no word of the author's to stand in for what is missing. */
export function neededIn(template: string): string[] {
  const places = [...template.matchAll(PLACE)]
  return [...new Set(places.filter(([, , instead]) => instead === undefined).map(([, name]) => name!.trim()))]
}

/** Whether something looks like a place and is none. */
export function hasBrokenPlace(template: string): boolean {
  return /\{\{|\}\}/.test(template.replaceAll(PLACE, ''))
}

export type TemplateValues = Readonly<Record<string, string | number | null | undefined>>

/** What a name stands for; null: nothing. What every object has, as `constructor`, is no value. */
export function valueOf(values: TemplateValues, name: string): string | number | null {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null
}

/** The text with every place filled once; what is missing is what stands in for it, or nothing. */
export function fill(template: string, values: TemplateValues): string {
  return template.replaceAll(PLACE, (_place, place: string, instead: string | undefined) => {
    const value = valueOf(values, place.trim())
    return value === null || value === '' ? (instead ?? '').trim() : String(value)
  })
}

/** The text without the lines that have a place for one of these names; whole where no other line has words. */
export function withoutLinesOf(template: string, names: readonly string[]): string {
  const kept = template.split('\n').filter((line) => !namesIn(line).some((name) => names.includes(name)))
  return kept.some((line) => line.trim() !== '') ? kept.join('\n') : template
}
