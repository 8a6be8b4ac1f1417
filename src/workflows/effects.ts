import { type Selectable } from 'kysely'
import { membersHere } from '../access/directory.ts'
import { writeEntries } from '../inbox/timeline/timeline.ts'
import { toIsoOrNull } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { tell } from '../platform/live.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Policy } from '../policy/settings.ts'
import { OUTSIDE } from '../policy/view.ts'
import { answerNames } from '../policy/workflow/workflow-answer.ts'
import type { StepOf } from '../policy/workflow/workflow-definition.ts'
import { fill, type TemplateValues, withoutLinesOf } from '../policy/workflow/workflow-template.ts'
import type { ToldAnswer } from './facts.ts'
import type { Scene } from './scene.ts'
import { readersOf } from './recipients.ts'
import type { RunRow } from './store.ts'
import { answersOf, openTo, plainValues, valuesFor } from './values.ts'

/** Names of members that fit into one notice of the database. */
const AT_ONCE = 100

export type EffectRow = Selectable<Tables['workflow_effects']>
/** Steps that do something which our database cannot take back. */
export type OutsideStep = StepOf<'notify'> | StepOf<'call_webhook'>

/** What a notice says, but for the answer: that is filled in for each reader when it is written to him. */
export type Notice = {
  subject: string
  body: string
  plain: TemplateValues
  /** The names that tell of an answer. */
  names: readonly string[]
  answer: ToldAnswer | null
  /** Those that the run knows: who may not see all of them is told nothing of it but that there is something. */
  told: readonly ToldAnswer[]
  policy: Policy
  workflowName: string
}

/**
 * Notes what a step is going to do outside, before any of it is done, each with the key under which it will be
 * done at every attempt. A second time changes nothing. Answers with all of it, as far as it is done.
 */
export async function intend(scene: Scene, step: OutsideStep): Promise<EffectRow[]> {
  const { tx, run, known, now } = scene
  const before = await effectsOf(tx, run, step.id)
  if (before.length > 0) return before
  const targets =
    step.type === 'call_webhook'
      ? [{ target: step.url, payload: await webhookPayload(scene, step) }]
      : step.email
        ? (await readersOf(tx, known.conversation, step.to)).map(({ id }) => ({ target: id, payload: null }))
        : []
  if (targets.length > 0) {
    await tx
      .insertInto('workflow_effects')
      .values(
        targets.map(({ target, payload }) => ({
          workspace_id: run.workspace_id,
          run_id: run.id,
          step_id: step.id,
          target,
          key: newId(),
          payload: payload && JSON.stringify(payload),
          made_at: new Date(now),
        })),
      )
      .execute()
  }
  return effectsOf(tx, run, step.id)
}

async function effectsOf(
  db: Db | Tx,
  run: Pick<RunRow, 'workspace_id' | 'id'>,
  stepId: string,
): Promise<EffectRow[]> {
  return db
    .selectFrom('workflow_effects')
    .selectAll()
    .where('workspace_id', '=', run.workspace_id)
    .where('run_id', '=', run.id)
    .where('step_id', '=', stepId)
    .orderBy('target')
    .execute()
}

/** Keeps what came of one of them; once it is done, what was sent is forgotten. */
export async function noteEffect(
  db: Db | Tx,
  effect: EffectRow,
  outcome: { state: EffectRow['state']; result: string },
  now: number,
): Promise<void> {
  await db
    .updateTable('workflow_effects')
    .set((eb) => ({
      state: outcome.state,
      result: outcome.result,
      attempts: eb('attempts', '+', 1),
      ...(outcome.state === 'intended' ? {} : { payload: null, done_at: new Date(now) }),
    }))
    .where('workspace_id', '=', effect.workspace_id)
    .where('run_id', '=', effect.run_id)
    .where('step_id', '=', effect.step_id)
    .where('target', '=', effect.target)
    .execute()
}

/**
 * The note of a notice, which the inbox reads, now and later. It never tells an answer: that stands in the timeline
 * itself, for those who may see it, as long as they may (I15). Where the run knows of one, the note is for them, too.
 */
export async function writeNote(scene: Scene, step: StepOf<'notify'>): Promise<void> {
  const { ctx, tx, by, known, workflow, run, definition, told, policy, now } = scene
  const plain = await plainValues(ctx, tx, known, run.variables)
  const closed = { open: false, until: null } as const
  const names = answerNames(definition)
  const values = valuesFor(plain, known.answer, closed, names, '(see the answer)')
  const [subject, body] = [fill(step.subject, values), fill(withoutLinesOf(step.body, names), values)]
  const { workspace_id: workspaceId, id: conversationId, contact_id: contactId } = known.conversation
  const data = { workflow: workflow.name, subject, text: body }
  await writeEntries(tx, [{ by, conversationId, contactId, kind: 'workflow_note', data, at: now }])
  const news = { workspace_id: workspaceId, kind: 'conversation' as const, conversation_id: conversationId }
  if (told.length === 0) return tell(tx, { ...news, contact_id: contactId })
  const members = await membersHere(tx, workspaceId)
  const only = members.filter((reader) => openTo(reader, told, policy, now)?.open).map(({ id }) => id)
  for (let first = 0; first < only.length; first += AT_ONCE) {
    await tell(tx, { ...news, only: only.slice(first, first + AT_ONCE) })
  }
}

/** The notice of a step. */
export async function noticeOf(scene: Scene, { subject, body }: StepOf<'notify'>): Promise<Notice> {
  const { ctx, tx, known, policy, workflow, run, definition } = scene
  const plain = await plainValues(ctx, tx, known, run.variables)
  const about = { answer: known.answer, told: scene.told, names: answerNames(definition) }
  return { subject, body, plain, ...about, policy, workflowName: workflow.name }
}

async function webhookPayload(scene: Scene, step: StepOf<'call_webhook'>): Promise<Record<string, unknown>> {
  const { run, workflow, known, policy, now } = scene
  const { conversation, contact, answer } = known
  const opened = openTo(OUTSIDE, answersOf(scene), policy, now)
  const hidden = new Set(answerNames(scene.definition))
  const variables = Object.entries(run.variables).filter(([name]) => opened?.open || !hidden.has(name))
  return {
    type: 'workflow.step',
    timestamp: new Date(now).toISOString(),
    data: {
      workflow: { id: run.workflow_id, name: workflow.name },
      run_id: run.id,
      step_id: step.id,
      trigger: run.event.type,
      conversation: {
        id: conversation.id,
        external_id: conversation.external_id,
        channel: conversation.channel,
        status: conversation.status,
        subject: conversation.subject,
        tags: conversation.tags,
        team_id: conversation.team_id,
        assignee_id: conversation.assignee_id,
      },
      contact: { id: contact.id, external_id: contact.external_id, name: contact.name, kind: contact.kind },
      csat: answer && {
        survey_id: answer.row.survey_id,
        response_id: answer.id,
        score: opened?.open ? answer.score : null,
        comment: opened?.open ? answer.comment : null,
        hidden: !opened?.open,
        hidden_until: opened && !opened.open ? toIsoOrNull(opened.until) : null,
      },
      variables: Object.fromEntries(variables),
    },
  }
}
