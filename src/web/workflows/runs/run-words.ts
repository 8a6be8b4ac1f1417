import type { Run } from '../../../workflows/run-schema.ts'
import { text } from '../../text.ts'

const t = text.workflows.log

/** What stands out: what went wrong, and what is still under way. */
const TONES = {
  running: 'going',
  waiting: 'going',
  finished: 'good',
  failed: 'bad',
  cancelled: 'quiet',
  stopped: 'bad',
} as const satisfies Record<Run['state'], string>

type Shown = Pick<Run, 'state' | 'steps_refused' | 'steps_failed'>

/** "Finished, 1 step refused": a run that came to its end may have done little. */
export function stateOf({ state, steps_refused: refused, steps_failed: failed }: Shown): string {
  const refusals = [refused > 0 ? t.refused(refused) : '', failed > 0 ? t.failed(failed) : '']
  const parts = state === 'failed' ? refusals.slice(0, 1) : refusals
  return [t.states[state], ...parts].filter(Boolean).join(', ')
}

/** How it looks: one that was refused something is not plainly good. */
export function toneOf({ state, steps_refused: refused, steps_failed: failed }: Shown): string {
  return state === 'finished' && refused + failed > 0 ? 'partly' : TONES[state]
}

/** Names that Candor gives by itself, for machines: `web:01a1…`, `sms:SM12…`. */
const OWN_NAME = /^[a-z_]+:/

/** By what a conversation is told from the others of its contact: the subject, else a number that somebody gave it. */
export function whichOf({ subject, external_id: number }: Run['conversation']): string {
  if (subject !== null && subject !== '') return subject
  return number === null || OWN_NAME.test(number) ? text.inbox.row.noSubject : `#${number}`
}
