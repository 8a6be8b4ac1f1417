import type { Context } from '../platform/context.ts'
import { transact, type Tx } from '../platform/database.ts'
import type { Mailer } from '../platform/mailer.ts'
import { moment } from '../policy/moment.ts'
import { type Action, nextAction, type Path } from '../policy/workflow/workflow.ts'
import type { Step } from '../policy/workflow/workflow-definition.ts'
import { tellsWords, wordsAwaitedUntil } from '../policy/workflow/workflow-notice.ts'
import { branchSentence, type Plan, planStep, type StepFacts } from '../policy/workflow/workflow-step.ts'
import { doStep } from './do-step.ts'
import { asFacts, withWords } from './facts.ts'
import { finish, goOn, isStillAt, type Line, noteFailure, type Turn } from './move-run.ts'
import type { CallLanes } from './call-lanes.ts'
import { type EffectRow, intend, type Notice, noticeOf, writeNote } from './effects.ts'
import { callWebhook, mailNotices } from './perform.ts'
import { atStep, type Scene, sceneOf } from './scene.ts'
import { enqueueRun } from './job.ts'
import { stepFacts } from './step-facts.ts'
import { tellInApp } from './tell-in-app.ts'
import { changeRun, lockRun, type RunRow, writeLog } from './store.ts'

/** How long a process has for what it does outside before another may take the run over. */
const BUSY_MS = 60_000
/** A run whose call waits for room is looked after again so much later, if nobody has come by then. */
const WAITS_MS = 60_000

const WAITS_FOR_WORDS = 'Waits for the customer’s words.'

type Deps = { ctx: Context; mailer: Mailer; calls: CallLanes }

/**
 * Takes a run on, step by step, until it waits or is over (O9). A step's effect, its line in the log and the run's
 * next place are one transaction; what is done outside is noted before, and again after it. So whatever cuts a
 * process off, the next one goes on right there, and nothing is done twice but for what was being done outside:
 * that is repeated under the same key.
 */
export async function advanceRun(deps: Deps, workspaceId: string, id: string): Promise<void> {
  while ((await takeTurn(deps, workspaceId, id, { mayCall: false })) === 'on');
}

/** Makes the call that a run stands at, now that there is room for it; then a job goes on with the run. */
async function call(deps: Deps, workspaceId: string, id: string): Promise<void> {
  const turn = await takeTurn(deps, workspaceId, id, { mayCall: true })
  // Also where it went on without one: the step may have been given up.
  if (turn === 'on') {
    await transact(deps.ctx.db, (tx) => enqueueRun(tx, workspaceId, id, deps.ctx.clock.now()))
  }
}

async function takeTurn(
  deps: Deps,
  workspaceId: string,
  id: string,
  { mayCall }: { mayCall: boolean },
): Promise<Turn> {
  let at: Path | null = null
  try {
    const begun = await transact(deps.ctx.db, async (tx) => {
      const run = await lockRun(tx, workspaceId, id)
      at = run?.at ?? null
      return run ? beginTurn(deps, tx, run, mayCall) : 'rest'
    })
    if (typeof begun === 'string') return begun
    if ('lane' in begun) {
      deps.calls.wait(begun.lane, id, () => call(deps, workspaceId, id))
      return 'rest'
    }
    await actOutside(deps, begun)
    await transact(deps.ctx.db, (tx) => endOutside(deps, tx, begun, mayCall))
    // After a call the job goes on.
    return mayCall ? 'rest' : 'on'
  } catch (error) {
    return transact(deps.ctx.db, (tx) => noteFailure(deps.ctx, tx, { workspaceId, id, at }, error))
  }
}

async function beginTurn(deps: Deps, tx: Tx, run: RunRow, mayCall: boolean): Promise<Turn | Outside | Waits> {
  const now = deps.ctx.clock.now()
  const { workspace_id: workspaceId } = run
  if (run.state !== 'running' && run.state !== 'waiting') return 'rest'
  if (run.busy_until !== null && run.busy_until > now) {
    await enqueueRun(tx, workspaceId, run.id, run.busy_until)
    return 'rest'
  }
  const scene = await sceneOf(deps.ctx, tx, run, now)
  if (!scene) return finish(tx, run, { state: 'failed', sentence: 'The conversation is gone.' }, now)
  if (scene.workflow.removed_at !== null) {
    return finish(tx, run, { state: 'cancelled', sentence: 'The workflow was removed.' }, now)
  }
  const state = { at: run.at, variables: run.variables, waitUntil: run.wait_until }
  const action = nextAction(scene.definition, state, asFacts(scene.known, now), now)
  switch (action.kind) {
    case 'finished':
      return finish(tx, run, { state: 'finished', sentence: 'Finished.' }, now)
    case 'stop':
      return finish(tx, run, { state: 'failed', sentence: 'Its place in the workflow is not there.' }, now)
    case 'wait': {
      const waiting = { state: 'waiting', waitUntil: action.until } as const
      await changeRun(tx, run, { ...waiting, waitsForAnswer: action.step.until_answered }, now)
      await enqueueRun(tx, workspaceId, run.id, action.until)
      return 'rest'
    }
    case 'waited':
      return goOn(tx, run, action, waitedLine(action), now)
    case 'branch':
      return goOn(tx, (await atStep(scene, action.step)).run, action, branchLine(action), now)
    case 'do': {
      const at = await atStep(scene, action.step)
      const here = tellsWords(action.step) ? inFull(at) : at
      return (await awaitWords(here, action.step)) ? 'rest' : doAction(deps, here, action, mayCall)
    }
  }
}

/** With the words that the answer has got meanwhile. Who may not know each form of it is told neither, as before. */
function inFull(scene: Scene): Scene {
  const { answer } = scene.known
  return answer ? { ...scene, known: { ...scene.known, answer: withWords(answer) } } : scene
}

/** Has a run wait where a notice would tell the words of an answer that has none yet; they, or the time, wake it. */
async function awaitWords({ tx, run, known, now }: Scene, step: Step): Promise<boolean> {
  const until = wordsAwaitedUntil(step, known.answer, { since: run.wait_until, now })
  if (until === null) return false
  if (run.wait_until === null) {
    const sentence = `Waits for the customer’s words, at most until ${moment(until)}.`
    await writeLog(tx, run, { stepId: `.words.${step.id}`, type: 'run', outcome: 'waiting', sentence }, now)
  }
  const waiting = { state: 'waiting', waitUntil: until, waitsForAnswer: true } as const
  // That it waits tells of the answer, too.
  await changeRun(tx, run, { ...waiting, sentence: WAITS_FOR_WORDS, responseIds: run.response_ids }, now)
  await enqueueRun(tx, run.workspace_id, run.id, until)
  return true
}

async function doAction(
  deps: Deps,
  scene: Scene,
  action: Extract<Action, { kind: 'do' }>,
  mayCall: boolean,
): Promise<Turn | Outside | Waits> {
  const { tx, run, now } = scene
  const { step } = action
  const facts = await stepFacts(scene, step, { canMail: deps.mailer.configured })
  if (step.type !== 'notify' && step.type !== 'call_webhook') {
    return goOn(tx, run, action, asLine(await doStep(scene, step, facts)), now)
  }
  // Before any mail: that may take its time, and be refused.
  if (step.type === 'notify') await tellInApp(scene, step)
  const isUnmailed = step.type === 'notify' && !facts.mail.configured
  const effects = isUnmailed ? [] : await intend(scene, step)
  const pending = effects.filter(({ state }) => state === 'intended')
  if (pending.length === 0) {
    if (step.type === 'notify' && step.note) await writeNote(scene, step)
    return goOn(tx, run, action, asLine(planStep(step, withEffects(facts, effects))), now)
  }
  if (step.type === 'call_webhook') {
    // Whatever becomes of this process: the job comes, finds the call as it was noted, and makes it under its name.
    await enqueueRun(tx, run.workspace_id, run.id, now + (mayCall ? BUSY_MS : WAITS_MS))
    if (!mayCall) return { lane: `${run.workspace_id} ${new URL(step.url).host}` }
  }
  await changeRun(tx, run, { state: 'running', busyUntil: now + BUSY_MS, responseIds: run.response_ids }, now)
  const notice = step.type === 'notify' ? await noticeOf(scene, step) : null
  return { run, pending, notice, secret: scene.workflow.secret }
}

const OUTCOMES = { do: 'done', skip: 'skipped', refuse: 'refused' } as const

function asLine({ verdict, sentence, facts, variables }: Plan): Line {
  return { outcome: OUTCOMES[verdict], sentence, facts, variables }
}

/** With what came of it outside, now that it is done. */
function withEffects(facts: StepFacts, effects: readonly EffectRow[]): StepFacts {
  const readers = effects.filter(({ state }) => state === 'done').length
  return { ...facts, mail: { ...facts.mail, readers }, answered: Number(effects[0]?.result ?? 0) }
}

/** What is to be done outside, with all that is needed for it. */
type Outside = { run: RunRow; pending: EffectRow[]; notice: Notice | null; secret: string }

/** A call waits for room in its lane. */
type Waits = { lane: string }

async function actOutside(deps: Deps, { pending, notice, secret }: Outside): Promise<void> {
  if (notice) return mailNotices(deps, pending, notice)
  for (const effect of pending) await callWebhook(deps.ctx, effect, secret)
}

/**
 * All of it is done and noted: the next turn goes on; after a call, which nobody at the queue waits for, a job. Unless
 * somebody else took over meanwhile.
 */
async function endOutside(
  { ctx }: Deps,
  tx: Tx,
  { run: { workspace_id, id, at } }: Outside,
  isCall: boolean,
): Promise<void> {
  const run = await lockRun(tx, workspace_id, id)
  if (!isStillAt(run, at)) return
  const now = ctx.clock.now()
  await changeRun(tx, run, { busyUntil: null }, now)
  if (isCall) await enqueueRun(tx, workspace_id, id, now)
}

function waitedLine({ answered }: Extract<Action, { kind: 'waited' }>): Line {
  return { outcome: 'waited', sentence: answered ? 'The customer answered.' : 'The time was over.' }
}

function branchLine(action: Extract<Action, { kind: 'branch' }>): Line {
  const { side, unknown } = action
  const facts = { side, ...(side === 'else' && unknown.length > 0 ? { unknown } : {}) }
  return { outcome: 'branched', sentence: branchSentence(action), facts }
}
