import { createHash } from 'node:crypto'
import { customerText } from '../languages/catalogue.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import { facesOf } from '../surveys/answering/pages/faces.ts'
import type { OutgoingSurvey } from './channel.ts'

/**
 * `dress` is what the platform needs done to plain text before it may stand in a message; `measure` is how it counts
 * what is in it, UTF-16 units where nothing is said.
 */
export type Fit = { max: number; dress?: (text: string) => string; measure?: (text: string) => number }

const asItIs = (text: string): string => text
const unitsOf = (text: string): number => text.length

/** Text in parts of at most `max` once dressed, cut between words where there are any (C15). */
export function partsOf(text: string, { max, dress = asItIs, measure = unitsOf }: Fit): string[] {
  const parts: string[] = []
  let rest = text
  while (rest !== '') {
    const size = cutOf(rest, { max, dress, measure })
    const part = dress(rest.slice(0, size).trim())
    if (part !== '') parts.push(part)
    rest = rest.slice(size)
  }
  return parts
}

/** A message with the link on a line of its own; the message is shortened so that the link stays whole (A4). */
export function withLink(message: string, link: string, fit: Fit): string {
  return `${shortened(message, { ...fit, max: fit.max - link.length - 1 })}\n${link}`
}

/** Text of at most `max` once dressed, ending in an ellipsis where something is missing. */
export function shortened(text: string, { max, dress = asItIs, measure = unitsOf }: Fit): string {
  if (measure(dress(text)) <= max) return dress(text)
  const size = cutOf(text, { max: max - measure('…'), dress, measure })
  return `${dress(text.slice(0, size).trimEnd())}…`
}

/** How much of the text fits: up to its last gap, else as much as there is room for, never half a character. */
function cutOf(text: string, { max, dress, measure }: Required<Fit>): number {
  let size = Math.max(Math.min(text.length, max), 0)
  while (size > 0 && measure(dress(text.slice(0, size))) > max) size = Math.floor(size * 0.9)
  if (size === text.length) return size
  const gap = Math.max(text.lastIndexOf(' ', size), text.lastIndexOf('\n', size))
  if (gap > size / 2) return gap
  return /[\ud800-\udbff]$/.test(text.slice(0, size)) && size > 1 ? size - 1 : size
}

export type ScoreButton = { score: number; press: string; sign: string; label: string }

/** The scores as a platform's own buttons, lowest first (A4, O4), and the words beside them. */
export function scoreButtons(
  survey: Pick<OutgoingSurvey, 'language' | 'question' | 'pressFor'>,
): ScoreButton[] {
  const text = customerText(pickLanguage({ contactLocale: survey.language }))
  return facesOf(survey.question.scale, text).map(({ score, sign, label }) => ({
    score,
    press: survey.pressFor(score),
    sign: survey.question.scale === 'stars' ? `${score} ${sign}` : sign,
    label,
  }))
}

/** What a link to the rating page says, in the customer's language. */
export function linkLabel({ language }: { language: string }): string {
  return customerText(pickLanguage({ contactLocale: language })).rating.title
}

/** `Thank you!` in the language of whoever pressed. */
export function thanksIn(locale: string | null | undefined): string {
  return customerText(pickLanguage({ contactLocale: locale })).rating.thanks
}

/** STOP and START, as words alone or as a bot's commands: no more messages, or messages again. Else null. */
export function consentIn(text: string): boolean | null {
  const word = /^\s*(?:(stop|start)|\/(stop|start)(?:@\w+)?(?:\s.*)?)\s*$/i.exec(text)
  if (!word) return null
  return (word[1] ?? word[2])!.toLowerCase() === 'start'
}

/** A delivery key in few letters, where a provider has no room for it: always the same for the same one. */
export function keyDigest(kind: 'survey' | 'message', deliveryKey: string): Buffer {
  return createHash('sha256').update(`${kind}.${deliveryKey}`).digest().subarray(0, 16)
}
