import type { Chat } from './chat.ts'

/**
 * How much came that the visitor has not looked at: messages of others after what he saw or wrote last, and
 * one more for a survey that waits. Instants are ISO texts of one form, so they compare as texts.
 */
export function countUnread({ messages, surveys, memory }: Chat): number {
  const own = messages.findLast(({ author }) => author.kind === 'contact')
  const seen = [memory.get('seen') ?? '', own?.sent_at ?? ''].toSorted().at(-1)!
  const news = messages.filter(({ author, sent_at: at }) => author.kind !== 'contact' && at > seen)
  const asked = surveys.some((survey) => survey.can.rate && (survey.sent_at ?? '') > seen)
  return news.length + (asked ? 1 : 0)
}

/** Everything shown has been looked at. */
export function markSeen({ messages, surveys, memory }: Chat): void {
  const times = [...messages.map(({ sent_at: at }) => at), ...surveys.map(({ sent_at: at }) => at ?? '')]
  const newest = times.toSorted().at(-1) ?? ''
  if (newest > (memory.get('seen') ?? '')) memory.set('seen', newest)
}
