import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { contactNameColumn } from '../inbox/contacts/contact-name.ts'
import { decodeCursor, toPage } from '../platform/http/paging.ts'
import { done, fail, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { stepAt } from '../policy/workflow/workflow.ts'
import type { Instant } from '../policy/decision.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { type Eyes, eyesOf, maySee } from '../surveys/seeing/present.ts'
import { finish } from './move-run.ts'
import type { Run, RunDetail, RunsQuery } from './run-schema.ts'
import { definitionOf, findWorkflow, lockRun } from './store.ts'

/**
 * The runs of a workflow, newest first. One that knows an answer which is closed to the reader is not among them: that
 * it is there, or where it stands, can tell what the answer was (C13). It appears when the answer opens.
 */
export async function listRuns(
  ctx: Context,
  actor: Actor,
  workflowId: string,
  query: RunsQuery,
): Promise<Outcome<{ data: Run[]; next_cursor: string | null }>> {
  let after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  if (!(await findWorkflow(ctx.db, actor.workspaceId, workflowId))) return notFound('workflow')
  const visible: { row: Row; run: Run }[] = []
  // A page is full of what may be seen; a gap in it, or a cursor at what is hidden, would tell of that.
  for (;;) {
    const rows = await readSome(ctx, actor, { workflowId, query, after })
    const runs = await presentRuns(ctx, actor, rows)
    visible.push(...rows.flatMap((row, index) => (runs[index] ? [{ row, run: runs[index] }] : [])))
    const last = rows.at(-1)
    if (visible.length > query.limit || !last || rows.length <= query.limit) break
    after = { at: last.started_at, id: last.id }
  }
  const { data, next_cursor } = toPage(visible.slice(0, query.limit + 1), query.limit, ({ row }) => ({
    at: row.started_at,
    id: row.id,
  }))
  return done({ data: data.map(({ run }) => run), next_cursor })
}

type Some = { workflowId: string; query: RunsQuery; after: { at: Instant; id: string } | null }

async function readSome(ctx: Context, actor: Actor, { workflowId, query, after }: Some): Promise<Row[]> {
  let rows = readRuns(ctx, actor.workspaceId)
    .where('run.workflow_id', '=', workflowId)
    .orderBy('run.started_at', 'desc')
    .orderBy('run.id', 'desc')
    .limit(query.limit + 1)
  if (query.state) rows = rows.where('run.state', '=', query.state)
  if (query.conversation_id) rows = rows.where('run.conversation_id', '=', query.conversation_id)
  if (after)
    rows = rows.where(sql<boolean>`(run.started_at, run.id) < (${new Date(after.at)}, ${after.id}::uuid)`)
  return rows.execute()
}

/** One run with its log: every step with what came of it. */
export async function getRun(ctx: Context, actor: Actor, id: string): Promise<Outcome<RunDetail>> {
  const row = await readRuns(ctx, actor.workspaceId).where('run.id', '=', id).executeTakeFirst()
  if (!row) return notFound('run')
  const [run] = await presentRuns(ctx, actor, [row])
  if (!run) return notFound('run')
  const log = await ctx.db
    .selectFrom('workflow_run_steps')
    .selectAll()
    .where('workspace_id', '=', actor.workspaceId)
    .where('run_id', '=', id)
    .orderBy('seq')
    .execute()
  return done({
    ...run,
    ...row.definition,
    log: log.map((line) => ({
      step_id: line.type === 'run' ? null : line.step_id,
      type: line.type,
      outcome: line.outcome,
      sentence: line.sentence,
      facts: line.facts,
      at: toIso(line.at),
    })),
  })
}

/** Ends a run that is not over. What it has done stays done. */
export async function cancelRun(ctx: Context, actor: Actor, id: string): Promise<Outcome<RunDetail>> {
  const seen = await getRun(ctx, actor, id)
  if (!seen.ok) return seen
  const cancelled = await inTransaction(ctx.db, async (tx) => {
    const run = await lockRun(tx, actor.workspaceId, id)
    if (!run) return notFound('run')
    if (run.state !== 'running' && run.state !== 'waiting') {
      return fail({ kind: 'conflict', message: `This run is ${run.state} and cannot be cancelled any more.` })
    }
    const now = ctx.clock.now()
    const definition = await definitionOf(tx, run)
    const step = run.at && stepAt(definition.steps, run.at)
    await finish(tx, run, { state: 'cancelled', sentence: 'Somebody cancelled it.' }, now)
    const trace = { workflow_id: run.workflow_id, step: step?.id ?? null }
    await audit(tx, actor, 'workflow_run.cancelled', id, trace, now)
    return done(null)
  })
  return cancelled.ok ? getRun(ctx, actor, id) : cancelled
}

function readRuns({ db }: Context, workspaceId: string) {
  return db
    .selectFrom('workflow_runs as run')
    .innerJoin('workflows as workflow', (join) =>
      join
        .onRef('workflow.workspace_id', '=', 'run.workspace_id')
        .onRef('workflow.id', '=', 'run.workflow_id'),
    )
    .innerJoin('workflow_versions as version', (join) =>
      join
        .onRef('version.workspace_id', '=', 'run.workspace_id')
        .onRef('version.workflow_id', '=', 'run.workflow_id')
        .onRef('version.version', '=', 'run.version'),
    )
    .innerJoin('conversations as conversation', (join) =>
      join
        .onRef('conversation.workspace_id', '=', 'run.workspace_id')
        .onRef('conversation.id', '=', 'run.conversation_id'),
    )
    .innerJoin('contacts as contact', (join) =>
      join
        .onRef('contact.workspace_id', '=', 'conversation.workspace_id')
        .onRef('contact.id', '=', 'conversation.contact_id'),
    )
    .selectAll('run')
    .select(['workflow.name as workflow_name', 'version.definition'])
    .select(['conversation.subject', 'conversation.channel', 'conversation.external_id'])
    .select(contactNameColumn('contact').as('contact_name'))
    .select([stepsThat('refused').as('steps_refused'), stepsThat('failed').as('steps_failed')])
    .where('run.workspace_id', '=', workspaceId)
}

/** How many of a run's steps came to this. */
function stepsThat(outcome: 'refused' | 'failed') {
  return sql<number>`(select count(*)::int from workflow_run_steps step where step.workspace_id = run.workspace_id
    and step.run_id = run.id and step.outcome in ('refused', 'failed') and step.type <> 'run'
    and step.outcome = ${outcome})`
}

type Row = Awaited<ReturnType<ReturnType<typeof readRuns>['execute']>>[number]

async function presentRuns(ctx: Context, actor: Actor, rows: readonly Row[]): Promise<(Run | null)[]> {
  const eyes = await eyesOf(ctx, actor, (await currentPolicy(ctx.db, actor.workspaceId)).policy)
  const ids = rows.flatMap(({ response_ids: known }) => known)
  const answers = await ctx.db
    .selectFrom('responses')
    .selectAll()
    .where('workspace_id', '=', actor.workspaceId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return rows.map((row) =>
    presentRun(
      eyes,
      row,
      answers.filter(({ id }) => row.response_ids.includes(id)),
    ),
  )
}

/** Null: it knows an answer that is closed to the reader. */
function presentRun(eyes: Eyes, row: Row, answers: readonly Parameters<typeof maySee>[1][]): Run | null {
  if (answers.some((answer) => !maySee(eyes, answer))) return null
  const step = row.at && stepAt(row.definition.steps, row.at)
  return {
    id: row.id,
    workflow_id: row.workflow_id,
    workflow_name: row.workflow_name,
    version: row.version,
    state: row.state,
    reason: row.reason,
    sentence: row.sentence,
    steps_refused: row.steps_refused,
    steps_failed: row.steps_failed,
    conversation: {
      id: row.conversation_id,
      subject: row.subject,
      contact_name: row.contact_name,
      channel: row.channel,
      external_id: row.external_id,
    },
    trigger: row.event.type,
    depth: row.depth,
    step_id: step?.id ?? null,
    wait_until: toIsoOrNull(row.wait_until),
    started_at: toIso(row.started_at),
    updated_at: toIso(row.updated_at),
    finished_at: toIsoOrNull(row.finished_at),
  }
}
