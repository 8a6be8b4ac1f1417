import { customerText, type Language } from './catalogue.ts'
import { en } from './en.ts'

/** The message of a workspace that never changed it (C2). */
export const DEFAULT_MESSAGE = en.rating.message

/**
 * The question to show (C2, O12): the workspace's own translation, else our translation of the default message, else
 * the workspace's message as it was written.
 */
export function surveyMessage(
  question: { message: string; translations?: Record<string, string> | null },
  lang: Language,
): string {
  const translations = question.translations ?? {}
  const own = Object.hasOwn(translations, lang) ? translations[lang]?.trim() : undefined
  if (own) return own
  const message = question.message.trim()
  return message === '' || message === DEFAULT_MESSAGE ? customerText(lang).rating.message : message
}

/** The question of an ask as it was made: a text of its own, as a workflow's, has no translations. */
export function messageOfAsk(
  question: { message: string; translations?: Record<string, string> | null },
  asked: string,
  lang: Language,
): string {
  return surveyMessage(asked === question.message ? question : { message: asked }, lang)
}
