import type { Decision, Facts, Instant, MakeRefusal } from '../decision.ts'
import { sentence } from '../sentences.ts'
import { type ConversationStatus, isEnded } from '../settings.ts'
import type { SurveyState } from '../survey.ts'
import type { Action, ActionStep } from './workflow.ts'
import type { StepOf } from './workflow-definition.ts'
import { fill, namesIn, neededIn, type TemplateValues, valueOf } from './workflow-template.ts'
import { describeCondition, fieldLabel } from './workflow-words.ts'

/** What a step rests on. What a step of its type does not rest on may be anything. */
export type StepFacts = {
  now: Instant
  status: ConversationStatus
  tags: readonly string[]
  /** The score that counts now. */
  score: number | null
  /** Whether a survey would be made (`canMake`). */
  ask: Decision<MakeRefusal>
  /** The last ask of the conversation. */
  lastAsk: LastAsk | null
  /** What a text for the customer is filled with; everybody in the inbox reads it over the shoulder. */
  text: InboxText
  /** Whether the member and the team that a step assigns to are there, and he still works here. */
  assignable: 'yes' | 'missing' | 'left'
  case: 'none' | 'open' | 'no conversation'
  mail: { configured: boolean; readers: number }
  /** How many are told in the app. */
  told: number
  /** What a call was answered with. */
  answered: number
}

type LastAsk = { state: SurveyState; rateUntil: Instant | null }

type InboxText = {
  values: TemplateValues
  /** The names that tell of an answer (`answerNames`). */
  tells: readonly string[]
  /** There is an answer that not everybody in the inbox may know. */
  closed: boolean
}

/** What becomes of a step: it is done, there is nothing to do, or it is refused; in any case the run goes on. */
export type Plan = {
  verdict: 'do' | 'skip' | 'refuse'
  /** What the log says once it is so. */
  sentence: string
  facts?: Record<string, unknown>
  /** What it leaves behind for later steps. */
  variables?: Record<string, string | number>
  /** A text for the customer. */
  text?: string
  tags?: string[]
  /** No new link: that of the survey that waits for its answer. */
  reuses?: true
}

const MOST_TAGS = 50

/** Of a notice that reaches people in the app all the same. */
export const NO_MAIL = 'no email, for no mail server is connected'

const go = (text: string, more: Omit<Plan, 'verdict' | 'sentence'> = {}): Plan => ({
  verdict: 'do',
  sentence: text,
  ...more,
})
const skip = (text: string): Plan => ({ verdict: 'skip', sentence: text })
const no = (text: string, facts?: Facts & { reason?: string }): Plan => ({
  verdict: 'refuse',
  sentence: text,
  ...(facts ? { facts } : {}),
})

/** What a step does where things stand so (O9): the same when a workflow runs and when it is tried out. */
export function planStep(step: ActionStep, facts: StepFacts): Plan {
  switch (step.type) {
    case 'send_csat':
      return planAsk(step, facts)
    case 'generate_link':
      return planLink(facts)
    case 'get_score':
      return facts.score === null
        ? skip('There is no answer yet.')
        : go(`The score is ${facts.score}.`, { variables: { [step.variable]: facts.score } })
    case 'reopen':
      return isEnded(facts.status)
        ? go('Reopened.', { facts: { from: facts.status } })
        : skip('The conversation is open already.')
    case 'set_status':
      return facts.status === step.status
        ? skip('The conversation has that status already.')
        : go(`The status is ${step.status.replaceAll('_', ' ')} now.`, { facts: { from: facts.status } })
    case 'assign':
      if (facts.assignable === 'left') return no('The member has left, so nothing was assigned.')
      return facts.assignable === 'yes'
        ? go('Assigned.', { facts: { member_id: step.member_id, team_id: step.team_id } })
        : no('The member or the team is not there any more.')
    case 'tag':
      return planTags(step, facts.tags)
    case 'notify':
      return planNotice(step, facts)
    case 'post_message': {
      const text = planText(step.body, facts.text)
      return typeof text === 'string' ? go('A message was sent.', { text }) : text
    }
    case 'open_case':
      if (facts.case === 'no conversation') return no('There is no such conversation any more.')
      return facts.case === 'open' ? skip('There is an open case already.') : go('A case is open.')
    case 'call_webhook':
      return go(`Answered with status ${facts.answered}.`, {
        facts: { status: facts.answered },
        variables: { [step.variable]: facts.answered },
      })
  }
}

function planAsk(step: StepOf<'send_csat'>, { ask, text: inbox }: StepFacts): Plan {
  const text = step.message === null ? undefined : planText(step.message, inbox)
  if (typeof text === 'object') return text
  return ask.allowed ? go(sentence(null, ask.facts), text === undefined ? {} : { text }) : refusedAsk(ask)
}

function refusedAsk({ reason, facts }: Extract<StepFacts['ask'], { allowed: false }>): Plan {
  return no(sentence(reason, facts), { reason, ...facts })
}

/** A survey that waits for its answer keeps its one link: that is what a reminder needs. */
function planLink({ ask, lastAsk, now }: StepFacts): Plan {
  if (ask.allowed) return go('A link was made.')
  const isTaken = ask.reason === 'pending_survey' || ask.reason === 'already_asked'
  return isTaken && isWaiting(lastAsk, now)
    ? go('The link of the survey that waits for its answer.', { reuses: true })
    : refusedAsk(ask)
}

function isWaiting(lastAsk: LastAsk | null, now: Instant): boolean {
  if (lastAsk?.state !== 'sent') return false
  return lastAsk.rateUntil === null || now < lastAsk.rateUntil
}

function planTags(step: StepOf<'tag'>, before: readonly string[]): Plan {
  const tags = [...new Set([...before.filter((each) => !step.remove.includes(each)), ...step.add])]
  if (tags.length > MOST_TAGS) return no(`A conversation has at most ${MOST_TAGS} tags.`)
  const isSame = tags.length === before.length && tags.every((each) => before.includes(each))
  if (isSame) return skip('It has these tags already.')
  return go('Tagged.', { tags, facts: { add: step.add, remove: step.remove } })
}

function planNotice(step: StepOf<'notify'>, { mail: { configured, readers }, told }: StepFacts): Plan {
  const isUnmailed = step.email && !configured
  const isRefused = isUnmailed && told === 0
  const mailed = step.email && configured ? readers : 0
  const sentences = [
    isRefused ? 'No mail server is connected, so nobody is written to by email.' : '',
    mailed > 0 ? `${people(mailed)} written to.` : '',
    isUnmailed && told > 0 ? `Told in Candor; ${NO_MAIL}.` : '',
    !isUnmailed && told > 0 ? `${people(told)} told in Candor.` : '',
    step.note ? 'A note stands in the conversation.' : '',
  ].filter((each) => each !== '')
  const facts = { ...(mailed > 0 ? { mails: mailed } : {}), ...(told > 0 ? { notices: told } : {}) }
  if (isRefused) return no(sentences.join(' '), facts)
  const isInVain = mailed + told === 0 && (step.email || !step.note)
  return isInVain
    ? skip(['There was nobody to write to.', ...sentences].join(' '))
    : go(sentences.join(' '), mailed + told > 0 ? { facts } : {})
}

function people(count: number): string {
  return count === 1 ? 'One member was' : `${count} members were`
}

/**
 * The text, or why it is not said to the customer: it is not said with a hole where a link or a score should be, nor
 * where it tells the inbox of an answer that is closed to it.
 */
function planText(template: string, { values, tells, closed }: InboxText): string | Plan {
  if (closed && namesIn(template).some((name) => tells.includes(name))) {
    return skip('The message would tell everybody in the inbox of an answer that is closed to them.')
  }
  const missing = neededIn(template).find((name) => !name.includes('.') && valueOf(values, name) === null)
  if (missing !== undefined) return skip(`{{${missing}}} is not known, so the message is not sent.`)
  const text = fill(template, values).trim()
  return text === '' ? skip('The message would be empty.') : text
}

/** Which way a branch goes, and why. */
export function branchSentence({ step, side, unknown }: Extract<Action, { kind: 'branch' }>): string {
  const names = unknown.map(fieldLabel).join(', ')
  const why = side === 'else' && unknown.length > 0 ? ` Not known: ${names}.` : ''
  const verdict = side === 'then' ? 'Yes' : 'No'
  return `${verdict}: ${describeCondition(step.conditions)}.`.slice(0, 500) + why
}
