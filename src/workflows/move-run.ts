import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import type { LogOutcome } from '../platform/tables/workflows.ts'
import type { Instant } from '../policy/decision.ts'
import { planStepRetry } from '../policy/handing/call-again.ts'
import { moment } from '../policy/moment.ts'
import { type Action, nextAction, type Path, stepAt } from '../policy/workflow/workflow.ts'
import { StepFailure } from './perform.ts'
import { enqueueRun } from './job.ts'
import { changeRun, definitionOf, lockRun, type RunRow, writeLog } from './store.ts'

/** What became of a step, as the log tells it. */
export type Line = {
  outcome: LogOutcome
  sentence: string
  facts?: Record<string, unknown>
  variables?: Record<string, string | number>
}

/** `on`: there is something to do at once; `rest`: a job will come, or nothing is left. */
export type Turn = 'on' | 'rest'

/** A step is behind the run: its line in the log and the next place, in the transaction of its effect. */
export async function goOn(
  tx: Tx,
  run: RunRow,
  { step, next }: Extract<Action, { next: Path | null }>,
  { outcome, sentence, facts = {}, variables = {} }: Line,
  now: Instant,
): Promise<Turn> {
  await writeLog(tx, run, { stepId: step.id, type: step.type, outcome, sentence, facts }, now)
  const moved = { at: next, variables: { ...run.variables, ...variables }, responseIds: run.response_ids }
  const fresh = { sentence: null, waitUntil: null, waitsForAnswer: false, attempts: 0, busyUntil: null }
  await changeRun(tx, run, { state: 'running', ...moved, ...fresh }, now)
  return 'on'
}

/** The run is over. */
export async function finish(
  tx: Tx,
  run: RunRow,
  { state, sentence }: { state: 'finished' | 'failed' | 'cancelled'; sentence: string },
  now: Instant,
): Promise<Turn> {
  await writeLog(tx, run, { stepId: '.end', type: 'run', outcome: state, sentence }, now)
  const over = { state, sentence: state === 'finished' ? null : sentence, busyUntil: null, waitUntil: null }
  await changeRun(tx, run, { ...over, waitsForAnswer: false, finishedAt: now }, now)
  return 'rest'
}

/** Whether it still goes, and stands where it stood. */
export function isStillAt(run: RunRow | undefined, at: Path | null): run is RunRow {
  const goes = run?.state === 'running' || run?.state === 'waiting'
  return goes && JSON.stringify(run.at) === JSON.stringify(at)
}

/** Tries a step again later, with growing pauses, and gives the run up when that is over. */
export async function noteFailure(
  ctx: Context,
  tx: Tx,
  { workspaceId, id, at }: { workspaceId: string; id: string; at: Path | null },
  error: unknown,
): Promise<Turn> {
  const run = await lockRun(tx, workspaceId, id)
  if (!isStillAt(run, at)) return 'rest'
  const now = ctx.clock.now()
  const attempts = run.attempts + 1
  const isOurs = !(error instanceof StepFailure)
  if (isOurs) ctx.log.error({ err: error, run: id }, 'a step of a workflow failed')
  const why = isOurs ? 'Something went wrong inside of Candor.' : error.message
  const { gone, wish } = isOurs ? { gone: false, wish: null } : error
  const runAt = planStepRetry({ attempts, now, gone, wish })
  if (runAt !== null) {
    const sentence = `${why} It is tried again on ${moment(runAt)}.`
    await changeRun(tx, run, { attempts, busyUntil: null, sentence }, now)
    await enqueueRun(tx, workspaceId, id, runAt)
    return 'rest'
  }
  const often = attempts === 1 ? 'once' : `${attempts} times`
  return giveUp(tx, run, error, `${why} It was tried ${often}.`, now)
}

async function giveUp(tx: Tx, run: RunRow, error: unknown, sentence: string, now: Instant): Promise<Turn> {
  const definition = await definitionOf(tx, run)
  const step = run.at && stepAt(definition.steps, run.at)
  if (step?.type === 'call_webhook' && step.on_failure === 'continue') {
    const state = { at: run.at, variables: run.variables, waitUntil: null }
    const action = nextAction(definition, state, {}, now) as Extract<Action, { kind: 'do' }>
    const status = error instanceof StepFailure ? error.status : 0
    const variables = { [step.variable]: status }
    return goOn(tx, run, action, { outcome: 'failed', sentence, facts: { status }, variables }, now)
  }
  if (step) await writeLog(tx, run, { stepId: step.id, type: step.type, outcome: 'failed', sentence }, now)
  return finish(tx, run, { state: 'failed', sentence }, now)
}
