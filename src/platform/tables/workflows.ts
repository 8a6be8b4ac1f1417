import type { ColumnType } from 'kysely'
import type { Instant } from '../../policy/decision.ts'
import type { Path } from '../../policy/workflow/workflow.ts'
import type { Definition, StepType } from '../../policy/workflow/workflow-definition.ts'
import type { At, AtOrNull, Default, DefaultJson, Json, JsonOrNull, Nullable } from './columns.ts'

/** The columns of migrations/0008_workflows.sql. */

export type RunStateName = 'running' | 'waiting' | 'finished' | 'failed' | 'cancelled' | 'stopped'
export type LogOutcome =
  | 'started'
  | 'done'
  | 'refused'
  | 'skipped'
  | 'branched'
  | 'waiting'
  | 'waited'
  | 'failed'
  | 'stopped'
  | 'cancelled'
  | 'finished'

/** What started a run: the type of the news, and of an answer which and how it was given. */
export type RunEvent = {
  type: string
  at: Instant
  survey_id?: string
  response_id?: string
  revision?: number
  from?: string
  to?: string
}

export type WorkflowTables = {
  workflows: {
    workspace_id: string
    id: string
    name: string
    enabled: boolean
    version: number
    trigger_type: string
    secret: string
    scheduled_until: AtOrNull
    created_at: At
    updated_at: At
    removed_at: AtOrNull
  }
  workflow_versions: {
    workspace_id: string
    workflow_id: string
    version: number
    definition: Json<Definition>
    saved_by: Nullable<string>
    saved_at: At
  }
  workflow_runs: {
    workspace_id: string
    id: string
    workflow_id: string
    version: number
    conversation_id: string
    event_key: string
    event: Json<RunEvent>
    depth: Default<number>
    state: RunStateName
    reason: Nullable<string>
    sentence: Nullable<string>
    at: ColumnType<Path | null, string | null, string | null>
    variables: DefaultJson<Record<string, string | number>>
    wait_until: AtOrNull
    waits_for_answer: Default<boolean>
    attempts: Default<number>
    busy_until: AtOrNull
    response_ids: Default<string[]>
    started_at: At
    updated_at: At
    finished_at: AtOrNull
  }
  workflow_run_steps: {
    workspace_id: string
    run_id: string
    step_id: string
    seq: number
    type: StepType | 'run'
    outcome: LogOutcome
    sentence: string
    facts: DefaultJson<Record<string, unknown>>
    at: At
  }
  workflow_effects: {
    workspace_id: string
    run_id: string
    step_id: string
    target: string
    key: string
    payload: JsonOrNull<unknown>
    state: Default<'intended' | 'done' | 'failed'>
    attempts: Default<number>
    result: Nullable<string>
    made_at: At
    done_at: AtOrNull
  }
}
