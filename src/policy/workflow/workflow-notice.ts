import type { Instant } from '../decision.ts'
import { toldInFullFrom } from '../follow-up/told-in-full.ts'
import type { Step, StepOf } from './workflow-definition.ts'
import { namesIn } from './workflow-template.ts'

/** Does a notice of a workflow go into the bell of those who are told (O9)? What was saved before there was one, too. */
export function tellsInApp({ in_app: inApp }: Pick<StepOf<'notify'>, 'in_app'>): boolean {
  return inApp !== false
}

type Answer = { comment: string | null; at: Instant }

/** Does a step tell people the customer's words? A note never does, so one alone need not wait for any. */
export function tellsWords(step: Step): step is StepOf<'notify'> {
  if (step.type !== 'notify' || !(step.email || tellsInApp(step))) return false
  return namesIn(`${step.subject} ${step.body}`).includes('comment')
}

/**
 * Until when a step waits for the words of an answer that has none yet (O9); null: it goes on now. `since` is what it
 * was when it began to wait, if it has.
 */
export function wordsAwaitedUntil(
  step: Step,
  answer: Answer | null,
  { since, now }: { since: Instant | null; now: Instant },
): Instant | null {
  if (answer === null || answer.comment !== null || !tellsWords(step)) return null
  const until = since ?? toldInFullFrom({ comment: null, givenAt: answer.at })
  return now < until ? until : null
}
