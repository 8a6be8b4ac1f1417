import { isLanguage, type Language } from './catalogue.ts'

/** Longer headers than any browser sends are cut, so that a hostile one costs nothing. */
const HEADER_LIMIT = 1000

/**
 * The language to address a customer in: the contact's own locale, else the browser's Accept-Language by its q values,
 * else English. Regions fall back to their language (`pt-BR` → `pt`); anything malformed is passed over.
 */
export function pickLanguage(wish: {
  contactLocale?: string | null
  acceptLanguage?: string | null
}): Language {
  return languageOf(wish.contactLocale) ?? firstAccepted(wish.acceptLanguage) ?? 'en'
}

/** `de-AT`, `de_AT` and `DE` are all `de`; null when we do not speak it. */
function languageOf(locale: unknown): Language | null {
  if (typeof locale !== 'string') return null
  const tag = /^\s*([a-z]{2,3})(?:[-_.@].{0,40})?\s*$/i.exec(locale.slice(0, 60))
  const code = tag?.[1]?.toLowerCase()
  if (!code) return null
  // The code Java and old Android still send for Hebrew.
  const current = code === 'iw' ? 'he' : code
  return isLanguage(current) ? current : null
}

function firstAccepted(header: unknown): Language | null {
  if (typeof header !== 'string') return null
  let best: { lang: Language; q: number } | null = null
  for (const range of header.slice(0, HEADER_LIMIT).split(',')) {
    const [tag, ...parameters] = range.split(';')
    const lang = languageOf(tag)
    const q = quality(parameters)
    if (lang && q > 0 && (!best || q > best.q)) best = { lang, q }
  }
  return best?.lang ?? null
}

function quality(parameters: string[]): number {
  const given = parameters.map((parameter) => parameter.trim()).find((parameter) => /^q=/i.test(parameter))
  if (!given) return 1
  const value = given.slice(2)
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(value) ? Number(value) : 0
}
