import { openCase } from '../followup/open-case.ts'
import { writeMessage } from '../inbox/messages/add-message.ts'
import { writeChange } from '../inbox/conversations/change-conversation.ts'
import type { ActionStep } from '../policy/workflow/workflow.ts'
import { answerNames } from '../policy/workflow/workflow-answer.ts'
import type { StepOf } from '../policy/workflow/workflow-definition.ts'
import { type Plan, planStep, type StepFacts } from '../policy/workflow/workflow-step.ts'
import { fill } from '../policy/workflow/workflow-template.ts'
import { sendAtOnce, writeStatus } from '../surveys/asking/change-status.ts'
import { surveyUrl } from '../surveys/links.ts'
import { makeSurvey } from '../surveys/asking/make-survey.ts'
import type { StepScene } from './scene.ts'
import { askOf } from './step-facts.ts'
import { openTo, plainValues, valuesFor } from './values.ts'

/** Steps whose whole effect is in our own database; the others also do something outside. */
export type HouseStep = Exclude<ActionStep, { type: 'notify' } | { type: 'call_webhook' }>

/**
 * Does a step as it is planned, through the use-case that people use, as the workflow (O9). Answers with the plan and
 * what came of it.
 */
export async function doStep(scene: StepScene, step: HouseStep, facts: StepFacts): Promise<Plan> {
  const plan = planStep(step, facts)
  if (step.type === 'send_csat' || step.type === 'generate_link') return ask(scene, step, facts, plan)
  return plan.verdict === 'do' ? carryOut(scene, step, plan) : plan
}

async function carryOut(
  scene: StepScene,
  step: Exclude<HouseStep, { type: 'send_csat' } | { type: 'generate_link' }>,
  plan: Plan,
): Promise<Plan> {
  const { ctx, tx, by, now, known } = scene
  const { conversation } = known
  switch (step.type) {
    case 'get_score':
      return plan
    case 'reopen':
      await writeStatus({ ctx }, tx, by, known, { status: 'open', choice: 'default' })
      return plan
    case 'set_status':
      await writeStatus({ ctx }, tx, by, known, { status: step.status, choice: step.survey })
      return plan
    case 'assign':
      sure(
        await writeChange(tx, by, conversation, { assignee_id: step.member_id, team_id: step.team_id }, now),
      )
      return plan
    case 'tag':
      sure(await writeChange(tx, by, conversation, { tags: plan.tags }, now))
      return plan
    case 'post_message': {
      // All of the inbox reads it, so its author has a name where everybody there may see what led to it.
      const isOpen = openTo('inbox', scene.told, scene.policy, now)?.open !== false
      const author = { kind: 'workflow' as const, name: isOpen ? scene.workflow.name : undefined }
      const { message } = sure(await writeMessage(tx, by, known, { author, body: plan.text! }, now))
      return { ...plan, facts: { message_id: message.id } }
    }
    case 'open_case': {
      const reason = step.reason === null ? null : await caseReason(scene, step.reason)
      const responseId = known.answer?.id ?? null
      const opened = await openCase(tx, { by, conversationId: conversation.id, responseId, reason, now })
      return { ...plan, facts: { case_id: opened!.case.id } }
    }
  }
}

/** It was looked at in this transaction whether this can be done. */
function sure<T>(outcome: { ok: true; value: T } | { ok: false; failure: { message: string } }): T {
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value
}

/** The decision is made once more and kept, also where it is a refusal: the customer may have been asked elsewhere meanwhile. */
async function ask(
  scene: StepScene,
  step: StepOf<'send_csat'> | StepOf<'generate_link'>,
  facts: StepFacts,
  before: Plan,
): Promise<Plan> {
  if (before.verdict === 'skip') return before
  const { ctx, tx, known } = scene
  const request = { ...askOf(scene, step), ...(before.text === undefined ? {} : { message: before.text }) }
  const made = await sendAtOnce({ ctx }, tx, await makeSurvey(tx, request))
  const plan = planStep(step, { ...facts, ask: made.decision })
  const survey = made.survey ?? (plan.reuses ? known.survey : null)
  if (!survey) return plan
  const done = { ...plan, facts: { survey_id: survey.id } }
  if (step.type === 'send_csat') return done
  const url = surveyUrl(ctx, { workspaceId: survey.workspace_id, surveyId: survey.id })
  return { ...done, variables: { [step.variable]: url } }
}

/** Whoever may read a case may read the answer that it is about. */
async function caseReason({ ctx, tx, definition, known, run }: StepScene, template: string): Promise<string> {
  const plain = await plainValues(ctx, tx, known, run.variables)
  const opened = known.answer && { open: true as const }
  return fill(template, valuesFor(plain, known.answer, opened, answerNames(definition)))
}
