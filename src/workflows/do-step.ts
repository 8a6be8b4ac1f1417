import { openCase } from '../followup/open-case.ts'
import { writeMessage } from '../inbox/add-message.ts'
import { writeChange } from '../inbox/change-conversation.ts'
import { durationMs } from '../policy/duration.ts'
import { sentence } from '../policy/sentences.ts'
import { isEnded } from '../policy/settings.ts'
import type { ActionStep } from '../policy/workflow.ts'
import type { StepOf } from '../policy/workflow-definition.ts'
import { fill } from '../policy/workflow-template.ts'
import { sendAtOnce, writeStatus } from '../surveys/change-status.ts'
import { surveyUrl } from '../surveys/links.ts'
import { makeSurvey, type MakeRequest } from '../surveys/make-survey.ts'
import type { Known } from './facts.ts'
import type { Line } from './move-run.ts'
import type { Scene } from './scene.ts'
import { answerNames, openTo, plainValues, valuesFor, whyNotSaid } from './values.ts'

/** What became of a step. A refusal is no failure: it stands in the log, and the run goes on. */
type StepResult = Line & { outcome: 'done' | 'refused' | 'skipped' }

/** Steps whose whole effect is in our own database; the others also do something outside. */
type HouseStep = Exclude<ActionStep, { type: 'notify' } | { type: 'call_webhook' }>

const done = (text: string, facts: Record<string, unknown> = {}): StepResult => ({
  outcome: 'done',
  sentence: text,
  facts,
})
const skipped = (text: string): StepResult => ({ outcome: 'skipped', sentence: text })
const refused = (text: string, facts: Record<string, unknown> = {}): StepResult => ({
  outcome: 'refused',
  sentence: text,
  facts,
})

/** Does a step through the use-case that people use, as the workflow (O9). */
export async function doStep(scene: Scene, step: HouseStep): Promise<StepResult> {
  const { ctx, tx, by, now, standing } = scene
  const { conversation, contact } = scene.known
  switch (step.type) {
    case 'send_csat':
      return sendCsat(scene, step)
    case 'generate_link':
      return generateLink(scene, step)
    case 'get_score':
      return standing
        ? { ...done(`The score is ${standing.score}.`), variables: { [step.variable]: standing.score } }
        : skipped('There is no answer yet.')
    case 'reopen':
      if (!isEnded(conversation.status)) return skipped('The conversation is open already.')
      await writeStatus({ ctx }, tx, by, { conversation, contact }, { status: 'open', choice: 'default' })
      return done('Reopened.', { from: conversation.status })
    case 'set_status': {
      if (conversation.status === step.status) return skipped('The conversation has that status already.')
      const locked = { conversation, contact }
      await writeStatus({ ctx }, tx, by, locked, { status: step.status, choice: step.survey })
      return done(`The status is ${step.status.replaceAll('_', ' ')} now.`, { from: conversation.status })
    }
    case 'assign': {
      const change = { assignee_id: step.member_id, team_id: step.team_id }
      const changed = await writeChange(tx, by, conversation, change, now)
      return changed.ok
        ? done('Assigned.', { member_id: step.member_id, team_id: step.team_id })
        : refused('The member or the team is not there any more.')
    }
    case 'tag':
      return tag(scene, step)
    case 'post_message':
      return postMessage(scene, step)
    case 'open_case': {
      const answer = scene.known.answer
      const reason = step.reason === null ? null : await textOf(scene, step.reason, 'case')
      const opened = await openCase(tx, {
        by,
        conversationId: conversation.id,
        responseId: answer?.id ?? null,
        reason,
        now,
      })
      if (!opened) return refused('There is no such conversation any more.')
      const facts = { case_id: opened.case.id }
      return opened.opened
        ? done('A case is open.', facts)
        : { ...skipped('There is an open case already.'), facts }
    }
  }
}

async function sendCsat(scene: Scene, step: StepOf<'send_csat'>): Promise<StepResult> {
  let message: string | null = null
  if (step.message !== null) {
    const text = await toCustomer(scene, step.message)
    if (typeof text !== 'string') return text
    message = text
  }
  const delayMs = durationMs(step.delay)
  const made = await make(scene, { windowHours: step.window_hours, message, delayMs })
  const { reason, facts } = made.decision
  return made.survey
    ? done(sentence(null, facts), { survey_id: made.survey.id })
    : refused(sentence(reason, facts), { reason, ...facts })
}

async function make(
  { ctx, tx, by, known: { conversation, contact }, now }: Scene,
  options: Pick<MakeRequest, 'windowHours' | 'message' | 'delayMs' | 'linkOnly'>,
) {
  const request = { by, conversation, contact, cause: 'workflow', choice: 'default', now } as const
  return sendAtOnce({ ctx }, tx, await makeSurvey(tx, { ...request, ...options }))
}

/** A survey that waits for its answer keeps its one link: that is what a reminder needs. */
async function generateLink(scene: Scene, step: StepOf<'generate_link'>): Promise<StepResult> {
  const made = await make(scene, { windowHours: step.window_hours, linkOnly: true })
  const { reason, facts } = made.decision
  const waiting = made.survey ?? (isTaken(reason) ? waitingSurvey(scene) : null)
  if (!waiting) return refused(sentence(reason, facts), { reason, ...facts })
  const url = surveyUrl(scene.ctx, { workspaceId: waiting.workspace_id, surveyId: waiting.id })
  return {
    ...done(made.survey ? 'A link was made.' : 'The link of the survey that waits for its answer.', {
      survey_id: waiting.id,
    }),
    variables: { [step.variable]: url },
  }
}

function isTaken(reason: string | null): boolean {
  return reason === 'pending_survey' || reason === 'already_asked'
}

function waitingSurvey({ known: { survey }, now }: Scene): Known['survey'] {
  if (survey?.state !== 'sent') return null
  return survey.rate_until === null || now < survey.rate_until ? survey : null
}

const MOST_TAGS = 50

async function tag(
  { tx, by, known: { conversation }, now }: Scene,
  step: StepOf<'tag'>,
): Promise<StepResult> {
  const tags = [...new Set([...conversation.tags.filter((each) => !step.remove.includes(each)), ...step.add])]
  if (tags.length > MOST_TAGS) return refused(`A conversation has at most ${MOST_TAGS} tags.`)
  const isSame =
    tags.length === conversation.tags.length && tags.every((each) => conversation.tags.includes(each))
  if (isSame) return skipped('It has these tags already.')
  await writeChange(tx, by, conversation, { tags }, now)
  return done('Tagged.', { add: step.add, remove: step.remove })
}

async function postMessage(scene: Scene, step: StepOf<'post_message'>): Promise<StepResult> {
  const { tx, by, known, workflow, now } = scene
  const body = await toCustomer(scene, step.body)
  if (typeof body !== 'string') return body
  const author = { kind: 'workflow' as const, name: workflow.name }
  const written = await writeMessage(tx, by, known, { author, body }, now)
  return written.ok
    ? done('A message was sent.', { message_id: written.value.message.id })
    : refused('The message could not be written.')
}

/** A text for the customer, or why it is not said. */
async function toCustomer(scene: Scene, template: string): Promise<string | StepResult> {
  const { definition, known, run, policy, now } = scene
  const facts = { definition, answer: known.answer, variables: run.variables, policy, now }
  const why = whyNotSaid(template, facts)
  if (why !== null) return skipped(why)
  const text = (await textOf(scene, template, 'inbox')).trim()
  return text === '' ? skipped('The message would be empty.') : text
}

/** A text filled for who reads it; whoever may read a case may read the answer that it is about. */
async function textOf(
  { ctx, tx, definition, known, run, policy, now }: Scene,
  template: string,
  reader: 'inbox' | 'case',
): Promise<string> {
  const plain = await plainValues(ctx, tx, known, run.variables)
  const opened =
    known.answer && (reader === 'case' ? { open: true as const } : openTo('inbox', known.answer, policy, now))
  return fill(template, valuesFor(plain, known.answer, opened, answerNames(definition)))
}
