/** Markup that is safe to send: only `html` makes it. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

type Value = Html | string | number | null | undefined | false | Value[]

/**
 * Markup as a template: every value is escaped unless it is markup itself; null, undefined and false vanish. Attribute
 * values must stand in double quotes. Indentation of the template itself is not sent.
 */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  let parts = templates.get(strings)
  if (!parts) templates.set(strings, (parts = strings.map(unindent)))
  let text = parts[0]!
  for (let index = 1; index < parts.length; index += 1) text += show(values[index - 1]) + parts[index]!
  return new Html(text)
}

/** A template's strings are the same object each time it is used. */
const templates = new WeakMap<TemplateStringsArray, string[]>()

// oxlint-disable-next-line no-control-regex
const SPECIAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f&<>"']/

/** Text for element content and double-quoted attributes. Control characters nobody can see are dropped. */
export function escapeHtml(text: string): string {
  if (!SPECIAL.test(text)) return text
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
  )
}

function unindent(part: string): string {
  return part.replace(/\s*\n\s*/g, '\n')
}

function show(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(show).join('')
  return value instanceof Html ? value.text : escapeHtml(String(value))
}
