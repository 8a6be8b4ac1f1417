import type { WidgetText } from '../webchat/schema.ts'

const DAY_MS = 86_400_000

/** "Today", "Yesterday", or the date in the visitor's language and time zone. */
export function dayName(at: number, language: string, text: WidgetText): string {
  const midnight = new Date().setHours(0, 0, 0, 0)
  if (at >= midnight) return text.chat.today
  if (at >= midnight - DAY_MS) return text.chat.yesterday
  const year = new Date(at).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const }
  return format(at, language, { weekday: 'short', day: 'numeric', month: 'long', ...year })
}

/** The time of day. */
export function timeName(at: number, language: string): string {
  return format(at, language, { hour: 'numeric', minute: '2-digit' })
}

function format(at: number, language: string, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat(language, options).format(at)
  } catch {
    return new Intl.DateTimeFormat('en', options).format(at)
  }
}
