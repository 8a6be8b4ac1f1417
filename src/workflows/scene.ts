import type { By } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import type { Policy } from '../policy/settings.ts'
import { answerNames, tellsOfAnswer } from '../policy/workflow/workflow-answer.ts'
import type { Definition, Step } from '../policy/workflow/workflow-definition.ts'
import { namesIn } from '../policy/workflow/workflow-template.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { answerKey, formsNow, gather, type Known, knownAt, type ToldAnswer, toldAnswers } from './facts.ts'
import { definitionOf, type RunRow } from './store.ts'
import { answersOf } from './values.ts'

/** What a step works with, in the transaction that has its run and its conversation locked. */
export type Scene = {
  ctx: Context
  tx: Tx
  by: By
  run: RunRow
  workflow: { name: string; secret: string; removed_at: Instant | null }
  definition: Definition
  /** As it is now, with the answer that the run was started by, if it was by one. */
  known: Known
  /** The answer that counts now. */
  standing: Known['answer']
  policy: Policy
  /** The answers that the run knows at this step: what it does is for who may see them all. */
  told: readonly ToldAnswer[]
  now: Instant
}

/** What a step needs of it: where a workflow is only tried out there is no run. */
export type StepScene = Omit<Scene, 'run' | 'workflow'> & {
  run: Pick<RunRow, 'variables'>
  workflow: Pick<Scene['workflow'], 'name'>
}

/**
 * Locks the conversation of a locked run, so that an answer comes before what follows or after it, and gathers what
 * is known. Null: the conversation is gone.
 */
export async function sceneOf(
  ctx: Context,
  tx: Tx,
  run: RunRow,
  now: Instant,
): Promise<Omit<Scene, 'told'> | null> {
  const { workspace_id: workspaceId, conversation_id: conversationId, event } = run
  if (!(await lockConversation(tx, workspaceId, conversationId))) return null
  const here = (await gather(tx, workspaceId, [conversationId])).get(conversationId)!
  const told = event.response_id
    ? await toldAnswers(tx, workspaceId, [{ responseId: event.response_id, revision: event.revision ?? 1 }])
    : null
  const workflow = await tx
    .selectFrom('workflows')
    .select(['name', 'secret', 'removed_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', run.workflow_id)
    .executeTakeFirstOrThrow()
  return {
    ctx,
    tx,
    by: { workspaceId, kind: 'workflow', id: run.workflow_id, name: workflow.name, depth: run.depth + 1 },
    run,
    workflow,
    definition: await definitionOf(tx, run),
    known: knownAt(here, told?.get(answerKey(event))),
    standing: here.answer,
    policy: (await currentPolicy(tx, workspaceId)).policy,
    now,
  }
}

/**
 * The same at a step. `told` are the answers that led the run here and those whose words the step has; the run knows
 * from here on of all that the step is about, too: who may not read them may not read the run.
 */
export async function atStep(scene: Omit<Scene, 'told'>, step: Step): Promise<Scene> {
  const { tx, run, by, definition } = scene
  const saysIt = namesIn(wordsOf(step)).some((name) => answerNames(definition).includes(name))
  const isAbout = step.type === 'notify' ? saysIt : tellsOfAnswer(step, definition)
  const isTold = step.type === 'notify' || step.type === 'post_message' ? saysIt : isAbout
  const ids = answersOf(scene).map(({ id }) => id)
  const known = [...new Set([...run.response_ids, ...(isTold ? ids : [])])]
  const here = answersOf(scene).filter(({ id }) => known.includes(id))
  const others = known.filter((id) => !ids.includes(id))
  return {
    ...scene,
    told: [...here, ...(await formsNow(tx, run.workspace_id, others))],
    run: { ...run, response_ids: [...new Set([...run.response_ids, ...(isAbout ? ids : [])])] },
    by: { ...by, knows: known },
  }
}

function wordsOf(step: Step): string {
  if (step.type === 'notify') return `${step.subject} ${step.body}`
  return step.type === 'post_message' ? step.body : ''
}
