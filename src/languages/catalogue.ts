import { ar } from './ar.ts'
import type { CustomerText } from './customer-text.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { he } from './he.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { ru } from './ru.ts'
import { tr } from './tr.ts'
import { uk } from './uk.ts'
import { zh } from './zh.ts'

const catalogue = { en, de, fr, es, pt, it, nl, pl, tr, ru, uk, ja, zh, ko, ar, he } satisfies Record<
  string,
  CustomerText
>

export type Language = keyof typeof catalogue
export type Direction = 'ltr' | 'rtl'
export type WidgetText = Pick<CustomerText, 'scores' | 'thumbs' | 'rating' | 'chat'>

/**
 * Every language customers can be addressed in, English first.
 * @internal for tests
 */
export const languages = Object.keys(catalogue) as Language[]

/** Is this exactly one of our language codes? Safe with names every object has (`constructor`). */
export function isLanguage(code: string): code is Language {
  return Object.hasOwn(catalogue, code)
}

/** All customer-facing text in one language. */
export function customerText(lang: Language): CustomerText {
  return catalogue[lang]
}

/** What the web chat needs, in one language, so that a page loads no other. */
export function widgetText(lang: Language): WidgetText {
  const { scores, thumbs, rating, chat } = catalogue[lang]
  return { scores, thumbs, rating, chat }
}

/** Which way the language is written. */
export function direction(lang: Language): Direction {
  return lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr'
}

/** Puts values into `{named}` places, once: a value that itself looks like a place stays as it is. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  )
}
