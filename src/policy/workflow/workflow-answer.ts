import { allSteps } from './workflow.ts'
import { testsOf } from './workflow-condition.ts'
import type { Definition, Step } from './workflow-definition.ts'

/** What of a workflow tells of a customer's answer, and so is under the embargo (C13). */

const FIELDS = ['csat.score', 'csat.sentiment', 'csat.comment', 'csat.reasons']
const VARIABLE = 'variables.'

/** Steps that read an answer, are about one, or may tell of one; a branch by what it asks for. */
const TELLS: Record<Exclude<Step['type'], 'branch'>, boolean> = {
  send_csat: true,
  generate_link: false,
  get_score: true,
  wait: false,
  reopen: false,
  set_status: false,
  assign: false,
  tag: false,
  notify: true,
  post_message: true,
  open_case: true,
  call_webhook: true,
}

type Steps = Pick<Definition, 'steps'>

/** The names that tell of an answer in texts and variables: the score, the comment, what a step reads a score into. */
export function answerNames({ steps }: Steps): string[] {
  const read = allSteps(steps).flatMap(({ step }) => (step.type === 'get_score' ? [step.variable] : []))
  return [...new Set(['score', 'comment', ...read])]
}

/** Does a field, or a step, tell of a customer's answer? Who may not see that may not know what came of it. */
export function tellsOfAnswer(what: string | Step, definition: Steps): boolean {
  if (typeof what === 'string') {
    if (!what.startsWith(VARIABLE)) return FIELDS.includes(what)
    return answerNames(definition).includes(what.slice(VARIABLE.length))
  }
  if (what.type !== 'branch') return TELLS[what.type]
  return testsOf(what.conditions).some(({ field }) => tellsOfAnswer(field, definition))
}
