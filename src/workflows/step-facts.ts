import { hasLeft } from '../access/directory.ts'
import { caseGround } from '../followup/open-case.ts'
import { wrongReference } from '../inbox/conversations/create-conversation.ts'
import { durationMs } from '../policy/duration.ts'
import { refuse } from '../policy/decision.ts'
import type { ActionStep } from '../policy/workflow/workflow.ts'
import { answerNames } from '../policy/workflow/workflow-answer.ts'
import type { StepOf } from '../policy/workflow/workflow-definition.ts'
import { tellsInApp } from '../policy/workflow/workflow-notice.ts'
import type { StepFacts } from '../policy/workflow/workflow-step.ts'
import { decideMake, type MakeRequest } from '../surveys/asking/make-survey.ts'
import { readersOf } from './recipients.ts'
import type { StepScene } from './scene.ts'
import { answersOf, openTo, plainValues, valuesFor } from './values.ts'

/** Gathers what a step rests on (`planStep`). Read only where a step of its type needs it; a call counts on a 200. */
export async function stepFacts(
  scene: StepScene,
  step: ActionStep,
  { canMail }: { canMail: boolean },
): Promise<StepFacts> {
  const { tx, known, standing, now } = scene
  const { conversation, survey } = known
  const asks = step.type === 'send_csat' || step.type === 'generate_link'
  const readers = step.type === 'notify' ? (await readersOf(tx, conversation, step.to)).length : 0
  return {
    now,
    status: conversation.status,
    tags: conversation.tags,
    score: standing?.score ?? null,
    ask: asks ? (await decideMake(tx, askOf(scene, step))).decision : refuse('csat_off'),
    lastAsk: survey && { state: survey.state, rateUntil: survey.rate_until },
    text: await inboxText(scene, step),
    assignable: step.type === 'assign' ? await assignableBy(scene, step) : 'yes',
    case: step.type === 'open_case' ? await caseOf(scene) : 'none',
    mail: {
      configured: canMail,
      readers: step.type === 'notify' && step.email ? readers : 0,
    },
    told: step.type === 'notify' && tellsInApp(step) ? readers : 0,
    answered: 200,
  }
}

/** What a step asks the policy for. */
export function askOf(
  { by, known: { conversation, contact }, now }: StepScene,
  step: StepOf<'send_csat'> | StepOf<'generate_link'>,
): MakeRequest {
  const request = { by, conversation, contact, cause: 'workflow', choice: 'default', now } as const
  return step.type === 'send_csat'
    ? { ...request, windowHours: step.window_hours, delayMs: durationMs(step.delay) }
    : { ...request, windowHours: step.window_hours, linkOnly: true }
}

async function inboxText(scene: StepScene, step: ActionStep): Promise<StepFacts['text']> {
  const { ctx, tx, known, run, definition, policy, now } = scene
  const tells = answerNames(definition)
  const isSaid = step.type === 'post_message' || (step.type === 'send_csat' && step.message !== null)
  if (!isSaid) return { values: {}, tells, closed: true }
  const opened = openTo('inbox', answersOf(scene), policy, now)
  const plain = await plainValues(ctx, tx, known, run.variables)
  return { values: valuesFor(plain, known.answer, opened, tells), tells, closed: opened?.open === false }
}

async function assignableBy(
  { tx, by: { workspaceId } }: StepScene,
  { member_id: memberId, team_id: teamId }: StepOf<'assign'>,
): Promise<StepFacts['assignable']> {
  const wrong = await wrongReference(tx, workspaceId, { assignee_id: memberId, team_id: teamId })
  if (wrong) return 'missing'
  return memberId && (await hasLeft(tx, workspaceId, memberId)) ? 'left' : 'yes'
}

async function caseOf({ tx, by, known, now }: StepScene): Promise<StepFacts['case']> {
  const conversationId = known.conversation.id
  const ground = await caseGround(tx, { by, conversationId, responseId: known.answer?.id ?? null, now })
  if (!ground) return 'no conversation'
  return ground.caseOfVersion || ground.openCase ? 'open' : 'none'
}
