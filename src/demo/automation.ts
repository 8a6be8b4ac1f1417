import type { Context } from '../platform/context.ts'
import { seal } from '../platform/crypto.ts'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { insertRows } from '../platform/insert-rows.ts'
import { newWebhookSecret } from '../platform/outside/webhook-signature.ts'
import type { Instant } from '../policy/decision.ts'
import type { Definition } from '../policy/workflow/workflow-definition.ts'
import { workflowTemplates } from '../workflows/templates.ts'

export const WORKFLOW = 'Low score: tell a lead and reopen'

/** What started a run of the sample's workflow: a low answer, at whose time all of it happened. */
export type LowAnswer = {
  conversationId: string
  surveyId: string
  responseId: string
  at: Instant
  /** What the conversation was before it was opened again. */
  was: string
}

/**
 * The sample's one workflow, switched on by the owner, with its finished runs: each told the one lead of the team, by
 * mail and by a note.
 */
export async function addWorkflow(
  tx: Tx,
  ctx: Pick<Context, 'keys'>,
  { workspaceId, memberId, workflowId }: { workspaceId: string; memberId: string; workflowId: string },
  { since, answers }: { since: Instant; answers: readonly LowAnswer[] },
): Promise<void> {
  const { workflow } = workflowTemplates().find(({ key }) => key === 'low_score')!
  const definition = {
    trigger: workflow.trigger,
    conditions: workflow.conditions,
    steps: workflow.steps.map((step) => (step.type === 'notify' ? { ...step, note: true } : step)),
  } as Definition
  const times = { created_at: new Date(since), updated_at: new Date(since) }
  await tx
    .insertInto('workflows')
    .values({
      workspace_id: workspaceId,
      id: workflowId,
      name: WORKFLOW,
      enabled: true,
      version: 1,
      trigger_type: definition.trigger.type,
      secret: seal(ctx.keys.sealing, newWebhookSecret()),
      scheduled_until: new Date(since),
      ...times,
    })
    .execute()
  const version = { workspace_id: workspaceId, workflow_id: workflowId, version: 1 }
  await tx
    .insertInto('workflow_versions')
    .values({
      ...version,
      definition: JSON.stringify(definition),
      saved_by: memberId,
      saved_at: new Date(since),
    })
    .execute()
  const runs = answers.map((answer) => ({ id: newId(), answer }))
  await insertRows(
    tx,
    'workflow_runs',
    runs.map(({ id, answer: { conversationId, surveyId, responseId, at } }) => ({
      ...version,
      id,
      conversation_id: conversationId,
      event_key: newId(),
      event: {
        type: definition.trigger.type,
        at,
        survey_id: surveyId,
        response_id: responseId,
        revision: 1,
      },
      depth: 0,
      state: 'finished' as const,
      variables: {},
      waits_for_answer: false,
      attempts: 0,
      response_ids: [responseId],
      started_at: new Date(at),
      updated_at: new Date(at),
      finished_at: new Date(at),
    })),
  )
  await insertRows(
    tx,
    'workflow_run_steps',
    runs.flatMap(({ id, answer: { at, was } }) =>
      [
        {
          name: '.start',
          type: 'run',
          outcome: 'started',
          sentence: 'Started.',
          facts: { event: definition.trigger.type },
        },
        {
          name: 'tell_leads',
          type: 'notify',
          outcome: 'done',
          sentence: 'One member was written to. A note stands in the conversation.',
          facts: {},
        },
        { name: 'reopen', type: 'reopen', outcome: 'done', sentence: 'Reopened.', facts: { from: was } },
        { name: '.end', type: 'run', outcome: 'finished', sentence: 'Finished.', facts: {} },
      ].map(({ name, ...line }, seq) => ({
        workspace_id: workspaceId,
        run_id: id,
        step_id: name,
        seq,
        ...line,
        at: new Date(at),
      })),
    ) as never,
  )
}
