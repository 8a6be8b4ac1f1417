import { sql } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import type { EventSubscriber, StoredEvent } from '../platform/dispatch-events.ts'
import { newId } from '../platform/ids.ts'
import { insertRows } from '../platform/insert-rows.ts'
import { enqueueEach } from '../platform/jobs.ts'
import type { RunEvent } from '../platform/tables/workflows.ts'
import type { Instant } from '../policy/decision.ts'
import { startOf } from '../policy/workflow/workflow.ts'
import { tellsOfAnswer } from '../policy/workflow/workflow-answer.ts'
import { judge, testsOf } from '../policy/workflow/workflow-condition.ts'
import { TRIGGER_TYPES } from '../policy/workflow/workflow-definition.ts'
import { mayStart, oftenSince, startsBy, type Stop, stopSentence } from '../policy/workflow/workflow-start.ts'
import { answerKey, asFacts, gather, knownAt, toldAnswers } from './facts.ts'
import { stillToAdvance } from './job.ts'
import { readWorkflows, type WorkflowRow } from './store.ts'

/** What may start a workflow for a conversation: news, or a schedule. */
export type Occasion = {
  /** The same thing has the same key and starts a workflow once. */
  key: string
  conversationId: string
  event: RunEvent
  depth: number
}

/**
 * Starts the workflows that wait for such news and whose conditions hold (O9): a row and a job for each. One that
 * cannot be started, being part of a loop or because something is not known, leaves a run that says so.
 */
export function startOnNews(clock: Clock): EventSubscriber {
  return async (tx, workspaceId, events) => {
    await wakeAnswered(tx, workspaceId, events)
    const ours = events.filter(({ type }) => (TRIGGER_TYPES as readonly string[]).includes(type))
    if (ours.length === 0) return
    const workflows = await readWorkflows(tx, workspaceId)
      .where('workflow.enabled', '=', true)
      .where('workflow.trigger_type', 'in', [...new Set(ours.map(({ type }) => type))])
      .orderBy('workflow.id')
      .execute()
    if (workflows.length === 0) return
    const occasions = ours.map(asOccasion).filter((each) => each !== null)
    await startRuns(tx, { workspaceId, workflows, occasions, now: clock.now() })
  }
}

function asOccasion({ id, type, conversation_id, survey_id, payload, depth, occurred_at }: StoredEvent) {
  if (conversation_id === null) return null
  const told = payload as Partial<Record<'response_id' | 'from' | 'to', string>> & { revision?: number }
  const event: RunEvent = {
    type,
    at: occurred_at,
    ...(survey_id === null ? {} : { survey_id }),
    ...(told.response_id === undefined
      ? {}
      : { response_id: told.response_id, revision: told.revision ?? 1 }),
    ...(told.to === undefined ? {} : { from: told.from ?? '', to: told.to }),
  }
  return { key: id, conversationId: conversation_id, event, depth }
}

/** Starts the workflows that each of these occasions starts. Returns how many runs there are now. */
export async function startRuns(
  tx: Tx,
  {
    workspaceId,
    workflows,
    occasions,
    now,
  }: {
    workspaceId: string
    workflows: readonly WorkflowRow[]
    occasions: readonly Occasion[]
    now: Instant
  },
): Promise<number> {
  const known = await gather(
    tx,
    workspaceId,
    occasions.map(({ conversationId }) => conversationId),
  )
  const told = occasions.flatMap(({ event }) =>
    event.response_id ? { responseId: event.response_id, revision: event.revision! } : [],
  )
  const answers = await toldAnswers(tx, workspaceId, told)
  const runs = await runsSoFar(tx, workspaceId, occasions, now)
  const started: Start[] = []
  for (const occasion of occasions) {
    const here = known.get(occasion.conversationId)
    if (!here) continue
    const answer = answers.get(answerKey(occasion.event))
    const facts = asFacts(knownAt(here, answer), now)
    for (const workflow of workflows) {
      const { definition } = workflow
      if (!startsBy(definition.trigger, occasion.event, answer ?? null)) continue
      const judged = judge(definition.conditions, facts)
      const key = `${workflow.id}/${occasion.conversationId}`
      const soFar = runs.get(key) ?? 0
      const { trigger } = definition
      const start = mayStart({ trigger, judged, depth: occasion.depth, runs: soFar })
      if (start === 'nothing') continue
      if (start === 'start') runs.set(key, soFar + 1)
      const reads = testsOf(definition.conditions).some(({ field }) => tellsOfAnswer(field, definition))
      const read = reads ? (answer ?? here.answer) : null
      const stop = start === 'start' ? null : start
      started.push({ workflow, occasion, responseIds: read ? [read.id] : [], stop })
    }
  }
  return writeRuns(tx, workspaceId, started, now)
}

type Start = { workflow: WorkflowRow; occasion: Occasion; responseIds: string[]; stop: Stop | null }

/** How often each workflow began for each of these conversations lately, as `workflow/conversation`. */
async function runsSoFar(
  tx: Tx,
  workspaceId: string,
  occasions: readonly Occasion[],
  now: Instant,
): Promise<Map<string, number>> {
  const ids = [...new Set(occasions.map(({ conversationId }) => conversationId))]
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ workflow_id: string; conversation_id: string; runs: number }>`
    select workflow_id, conversation_id, count(*)::int as runs from workflow_runs
    where workspace_id = ${workspaceId} and conversation_id = any(${ids}::uuid[])
      and started_at > ${new Date(oftenSince(now))} and state <> 'stopped'
    group by 1, 2`.execute(tx)
  return new Map(rows.map((row) => [`${row.workflow_id}/${row.conversation_id}`, row.runs]))
}

async function writeRuns(
  tx: Tx,
  workspaceId: string,
  starts: readonly Start[],
  now: Instant,
): Promise<number> {
  if (starts.length === 0) return 0
  const at = new Date(now)
  const rows = starts.map(({ workflow, occasion, responseIds, stop }) => ({
    workspace_id: workspaceId,
    id: newId(),
    workflow_id: workflow.id,
    version: workflow.version,
    conversation_id: occasion.conversationId,
    event_key: occasion.key,
    event: occasion.event,
    depth: occasion.depth,
    state: stop ? ('stopped' as const) : ('running' as const),
    reason: stop?.reason ?? null,
    sentence: stop && stopSentence(stop),
    at: stop ? null : (startOf(workflow.definition) as never),
    variables: {},
    waits_for_answer: false,
    attempts: 0,
    response_ids: responseIds,
    started_at: at,
    updated_at: at,
    finished_at: stop ? at : null,
  }))
  const { rows: made } = await sql<{ id: string; state: string }>`insert into workflow_runs
    select * from json_populate_recordset(null::workflow_runs, ${JSON.stringify(rows)}::json)
    on conflict (workspace_id, workflow_id, event_key) do nothing returning id, state`.execute(tx)
  const isMade = new Set(made.map(({ id }) => id))
  const kept = rows.flatMap((row, index) => (isMade.has(row.id) ? [{ row, start: starts[index]! }] : []))
  await insertRows(
    tx,
    'workflow_run_steps',
    kept.map(({ row, start }) => ({
      workspace_id: workspaceId,
      run_id: row.id,
      step_id: '.start',
      seq: 0,
      type: 'run' as const,
      outcome: start.stop ? ('stopped' as const) : ('started' as const),
      sentence: row.sentence ?? 'Started.',
      facts: start.stop?.facts ?? { event: row.event.type, ...(row.depth > 0 ? { depth: row.depth } : {}) },
      at,
    })),
  )
  const running = kept.filter(({ row }) => row.state === 'running').map(({ row }) => row.id)
  await enqueueEach(tx, stillToAdvance, workspaceId, running)
  return kept.length
}

/** Those that wait until a customer answers need not wait on. */
async function wakeAnswered(tx: Tx, workspaceId: string, events: readonly StoredEvent[]): Promise<void> {
  const ids = events
    .filter(({ type, conversation_id }) => type === 'csat.score_submitted' && conversation_id !== null)
    .map((event) => event.conversation_id)
  if (ids.length === 0) return
  const waiting = await tx
    .selectFrom('workflow_runs')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`conversation_id = any(${ids}::uuid[])`)
    .where('state', '=', 'waiting')
    .where('waits_for_answer', '=', true)
    .execute()
  const names = waiting.map(({ id }) => id)
  await enqueueEach(tx, stillToAdvance, workspaceId, names)
}
