import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { LogOutcome, RunStateName } from '../platform/tables/workflows.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Instant } from '../policy/decision.ts'
import type { Path } from '../policy/workflow/workflow.ts'
import type { Definition, StepType } from '../policy/workflow/workflow-definition.ts'

/** The workflows' SQL that more than one use-case needs. Every query names the workspace. */

export type WorkflowRow = Selectable<Tables['workflows']> & {
  definition: Definition
  saved_by: string | null
}
export type RunRow = Selectable<Tables['workflow_runs']>

/** The workflows that are there, each with its current version. */
export function readWorkflows(db: Db | Tx, workspaceId: string) {
  return db
    .selectFrom('workflows as workflow')
    .innerJoin('workflow_versions as version', (join) =>
      join
        .onRef('version.workspace_id', '=', 'workflow.workspace_id')
        .onRef('version.workflow_id', '=', 'workflow.id')
        .onRef('version.version', '=', 'workflow.version'),
    )
    .selectAll('workflow')
    .select(['version.definition', 'version.saved_by'])
    .where('workflow.workspace_id', '=', workspaceId)
    .where('workflow.removed_at', 'is', null)
}

export async function findWorkflow(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<WorkflowRow | undefined> {
  return readWorkflows(db, workspaceId).where('workflow.id', '=', id).executeTakeFirst()
}

/** A run for the rest of the transaction. Its conversation is locked after it, never before. */
export async function lockRun(tx: Tx, workspaceId: string, id: string): Promise<RunRow | undefined> {
  return tx
    .selectFrom('workflow_runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function definitionOf(
  db: Db | Tx,
  run: Pick<RunRow, 'workspace_id' | 'workflow_id' | 'version'>,
): Promise<Definition> {
  const row = await db
    .selectFrom('workflow_versions')
    .select('definition')
    .where('workspace_id', '=', run.workspace_id)
    .where('workflow_id', '=', run.workflow_id)
    .where('version', '=', run.version)
    .executeTakeFirstOrThrow()
  return row.definition
}

/** What changes of a run; what is left out stays. */
export type RunChange = {
  state?: RunStateName
  reason?: string | null
  sentence?: string | null
  at?: Path | null
  variables?: Record<string, string | number>
  waitUntil?: Instant | null
  waitsForAnswer?: boolean
  attempts?: number
  busyUntil?: Instant | null
  responseIds?: string[]
  finishedAt?: Instant
}

const atOf = (instant: Instant | null): Date | null => (instant === null ? null : new Date(instant))

export async function changeRun(tx: Tx, run: RunRow, change: RunChange, now: Instant): Promise<RunRow> {
  const { at, variables, waitUntil, waitsForAnswer, busyUntil, responseIds, finishedAt, ...same } = change
  return tx
    .updateTable('workflow_runs')
    .set({
      ...same,
      ...(at === undefined ? {} : { at: at === null ? null : JSON.stringify(at) }),
      ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }),
      ...(waitUntil === undefined ? {} : { wait_until: atOf(waitUntil) }),
      ...(waitsForAnswer === undefined ? {} : { waits_for_answer: waitsForAnswer }),
      ...(busyUntil === undefined ? {} : { busy_until: atOf(busyUntil) }),
      ...(responseIds === undefined ? {} : { response_ids: responseIds }),
      ...(finishedAt === undefined ? {} : { finished_at: new Date(finishedAt) }),
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', run.workspace_id)
    .where('id', '=', run.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export type LogLine = {
  stepId: string
  type: StepType | 'run'
  outcome: LogOutcome
  sentence: string
  facts?: Record<string, unknown>
}

/** Writes into a run's log. A step that stands there already makes the whole transaction fail: it was done. */
export async function writeLog(
  tx: Tx,
  run: Pick<RunRow, 'workspace_id' | 'id'>,
  line: LogLine,
  now: Instant,
): Promise<void> {
  await sql`insert into workflow_run_steps (workspace_id, run_id, step_id, seq, type, outcome, sentence, facts, at)
    select ${run.workspace_id}::uuid, ${run.id}::uuid, ${line.stepId},
      (select count(*) from workflow_run_steps where workspace_id = ${run.workspace_id} and run_id = ${run.id}),
      ${line.type}, ${line.outcome}, ${line.sentence}, ${JSON.stringify(line.facts ?? {})}::jsonb, ${new Date(now)}`.execute(
    tx,
  )
}
