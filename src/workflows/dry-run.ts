import type { Actor } from '../access/actor.ts'
import { lockConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import { inVain, type Tx } from '../platform/database.ts'
import type { Mailer } from '../platform/mailer.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import type { Policy } from '../policy/settings.ts'
import { type ActionStep, nextAction, type RunState, startOf } from '../policy/workflow/workflow.ts'
import { answerNames } from '../policy/workflow/workflow-answer.ts'
import type { Definition } from '../policy/workflow/workflow-definition.ts'
import { tellsInApp, wordsAwaitedUntil } from '../policy/workflow/workflow-notice.ts'
import { branchSentence, NO_MAIL, type Plan, planStep } from '../policy/workflow/workflow-step.ts'
import { fill, withoutLinesOf } from '../policy/workflow/workflow-template.ts'
import { describeStep } from '../policy/workflow/workflow-words.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { eyesOf } from '../surveys/seeing/present.ts'
import { checkedDefinition } from './check-workflow.ts'
import { doStep } from './do-step.ts'
import { asFacts, gather, type Known } from './facts.ts'
import { readersOf } from './recipients.ts'
import type { StepScene } from './scene.ts'
import type { DryRun } from './run-schema.ts'
import type { WorkflowInput } from './schema.ts'
import { stepFacts } from './step-facts.ts'
import { findWorkflow } from './store.ts'
import { answersOf, openTo, plainValues, valuesFor } from './values.ts'
import { knownTo, wouldStart } from './would-start.ts'

type Deps = { ctx: Context; mailer: Mailer }

/** What a saved workflow would do now with a conversation, as it stands; nothing is changed. */
export async function dryRunSaved(
  deps: Deps,
  actor: Actor,
  id: string,
  conversationId: string,
): Promise<Outcome<DryRun>> {
  const workflow = await findWorkflow(deps.ctx.db, actor.workspaceId, id)
  if (!workflow) return notFound('workflow')
  return tryOut(deps, actor, workflow.definition, conversationId)
}

/** The same for one that is not saved. */
export async function dryRunUnsaved(
  deps: Deps,
  actor: Actor,
  input: WorkflowInput,
  conversationId: string,
): Promise<Outcome<DryRun>> {
  const checked = await checkedDefinition(deps.ctx, deps.ctx.db, actor.workspaceId, input)
  return checked.ok ? tryOut(deps, actor, checked.value, conversationId) : checked
}

type Trial = Deps & { actor: Actor; definition: Definition; policy: Policy }

/**
 * The steps are done as a run does them, in a transaction that is never committed: each finds what those before it
 * have done, and nothing is left of it. What a run does outside is not done.
 */
async function tryOut(
  deps: Deps,
  actor: Actor,
  definition: Definition,
  conversationId: string,
): Promise<Outcome<DryRun>> {
  const { workspaceId } = actor
  const { policy } = await currentPolicy(deps.ctx.db, workspaceId)
  const eyes = await eyesOf(deps.ctx, actor, policy)
  return inVain(deps.ctx.db, async (tx) => {
    if (!(await lockConversation(tx, workspaceId, conversationId))) return notFound('conversation')
    const here = (await gather(tx, workspaceId, [conversationId])).get(conversationId)!
    const { known, isClosed } = knownTo(eyes, here)
    const note = isClosed ? 'The answer is closed to you for now, so it counts as not known here.' : null
    return done({ ...(await tryHere({ ...deps, actor, definition, policy }, tx, known)), note })
  })
}

async function tryHere(trial: Trial, tx: Tx, known: Known): Promise<Omit<DryRun, 'note'>> {
  const start = wouldStart(trial.definition, known, trial.ctx.clock.now())
  return { ...start, steps: start.starts ? await walk(trial, tx, known) : [] }
}

type TriedStep = DryRun['steps'][number]

async function walk(trial: Trial, tx: Tx, start: Known): Promise<TriedStep[]> {
  const { ctx, actor, definition, policy } = trial
  const steps: TriedStep[] = []
  let state: RunState = { at: startOf(definition), variables: {}, waitUntil: null }
  let now = ctx.clock.now()
  let known = start
  for (;;) {
    const action = nextAction(definition, state, asFacts(known, now), now)
    if (action.kind === 'finished' || action.kind === 'stop') return steps
    const { step } = action
    const line = { step_id: step.id, type: step.type, facts: {} }
    if (action.kind === 'wait') {
      steps.push({ ...line, outcome: 'would_wait', sentence: `${describeStep(step)}.` })
      now = action.until
      state = { ...state, waitUntil: action.until }
      continue
    }
    if (action.kind === 'waited') {
      if (action.answered) steps.push({ ...line, outcome: 'would_skip', sentence: 'Answered already.' })
    } else if (action.kind === 'branch') {
      const facts = { side: action.side }
      steps.push({ ...line, outcome: 'branched', sentence: branchSentence(action), facts })
    } else {
      const words = wordsAwaitedUntil(step, known.answer, { since: null, now })
      if (words !== null) {
        steps.push({ ...line, outcome: 'would_wait', sentence: 'Waits for the customer’s words.' })
        now = words
      }
      const at = now
      const scene: StepScene = {
        ctx: { ...ctx, clock: { now: () => at } },
        tx,
        by: { workspaceId: actor.workspaceId, kind: 'workflow', id: null, depth: 1 },
        run: state,
        workflow: { name: 'Workflow' },
        definition,
        known,
        standing: known.answer,
        policy,
        told: [],
        now,
      }
      const tried = await tryStep(trial, scene, action.step)
      steps.push(tried.line)
      state = { ...state, variables: { ...state.variables, ...tried.variables } }
      const { id } = known.conversation
      const after = (await gather(tx, actor.workspaceId, [id])).get(id)!
      known = { ...after, answer: known.answer }
    }
    state = { ...state, at: action.next, waitUntil: null }
  }
}

const OUTCOMES = { do: 'would_do', skip: 'would_skip', refuse: 'would_refuse' } as const

async function tryStep({ mailer }: Trial, scene: StepScene, step: ActionStep) {
  const facts = await stepFacts(scene, step, { canMail: mailer.configured })
  const isOutside = step.type === 'notify' || step.type === 'call_webhook'
  const plan = isOutside ? planStep(step, facts) : await doStep(scene, step, facts)
  const isDone = plan.verdict === 'do'
  const line: TriedStep = {
    step_id: step.id,
    type: step.type,
    outcome: OUTCOMES[plan.verdict],
    sentence: isDone ? `${doing(step, mailer.configured)}.` : plan.sentence,
    facts: isDone ? await shown(scene, step, plan) : {},
  }
  // The link of a survey that there never was leads nowhere.
  const link = `${scene.ctx.config.publicUrl}/s/…`
  const variables = step.type === 'generate_link' && isDone ? { [step.variable]: link } : plan.variables
  return { line, variables }
}

/** What a step does, but for the mails that it cannot write. */
function doing(step: ActionStep, canMail: boolean): string {
  const isUnmailed = step.type === 'notify' && step.email && !canMail
  return isUnmailed ? `${describeStep({ ...step, email: false })}; ${NO_MAIL}` : describeStep(step)
}

/** What is worth being seen beforehand. */
async function shown(scene: StepScene, step: ActionStep, plan: Plan): Promise<Record<string, unknown>> {
  if (step.type === 'get_score') return { score: plan.variables![step.variable] }
  if (step.type === 'post_message' || step.type === 'send_csat')
    return plan.text === undefined ? {} : { body: plan.text }
  if (step.type !== 'notify') return {}
  const { ctx, tx, known, run, definition, policy, now } = scene
  const readers = step.email || tellsInApp(step) ? await readersOf(tx, known.conversation, step.to) : []
  const plain = await plainValues(ctx, tx, known, run.variables)
  // As it reads to one who may see most; a note never tells an answer. What is closed to the asker is not known here.
  const openings = readers.map((reader) => openTo(reader, answersOf(scene), policy, now))
  const opened = openings.find((each) => each?.open) ?? openings[0] ?? ({ open: false, until: null } as const)
  const inPlace = readers.length === 0 ? '(see the answer)' : undefined
  const names = answerNames(definition)
  const values = valuesFor(plain, known.answer, opened, names, inPlace)
  return {
    subject: fill(step.subject, values),
    body: fill(inPlace === undefined ? step.body : withoutLinesOf(step.body, names), values),
    to: readers.map(({ name }) => name),
  }
}
