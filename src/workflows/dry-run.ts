import type { Actor } from '../access/actor.ts'
import type { Context } from '../platform/context.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import type { RunEvent } from '../platform/tables-workflows.ts'
import type { Instant } from '../policy/decision.ts'
import { durationMs } from '../policy/duration.ts'
import { canMake } from '../policy/make.ts'
import { moment, sentence } from '../policy/sentences.ts'
import { isEnded, type Policy, policyForChannel } from '../policy/settings.ts'
import { type ActionStep, nextAction, type RunState, startOf } from '../policy/workflow.ts'
import { judge } from '../policy/workflow-condition.ts'
import type { Definition, Trigger } from '../policy/workflow-definition.ts'
import { fill } from '../policy/workflow-template.ts'
import { describeCondition, describeStep, describeTrigger, fieldLabel } from '../policy/workflow-words.ts'
import { currentPolicy } from '../surveys/current-policy.ts'
import { eyesOf, maySee } from '../surveys/present.ts'
import { gatherFacts } from '../surveys/make-survey.ts'
import { checkedDefinition } from './check-workflow.ts'
import { asFacts, gather, type Known } from './facts.ts'
import { readersOf } from './recipients.ts'
import type { DryRun, WorkflowInput } from './schema.ts'
import { isTriggeredBy } from './start-runs.ts'
import { findWorkflow } from './store.ts'
import { answerNames, openTo, plainValues, valuesFor, whyNotSaid } from './values.ts'

/** What a saved workflow would do now with a conversation, as it stands; nothing is changed. */
export async function dryRunSaved(
  ctx: Context,
  actor: Actor,
  id: string,
  conversationId: string,
): Promise<Outcome<DryRun>> {
  const workflow = await findWorkflow(ctx.db, actor.workspaceId, id)
  return workflow ? tryOut(ctx, actor, workflow.definition, conversationId) : notFound('workflow')
}

/** The same for one that is not saved. */
export async function dryRunUnsaved(
  ctx: Context,
  actor: Actor,
  input: WorkflowInput,
  conversationId: string,
): Promise<Outcome<DryRun>> {
  const checked = await checkedDefinition(ctx, ctx.db, actor.workspaceId, input)
  return checked.ok ? tryOut(ctx, actor, checked.value, conversationId) : checked
}

type Trial = { ctx: Context; actor: Actor; definition: Definition; policy: Policy; now: Instant }

async function tryOut(
  ctx: Context,
  actor: Actor,
  definition: Definition,
  conversationId: string,
): Promise<Outcome<DryRun>> {
  const here = (await gather(ctx.db, actor.workspaceId, [conversationId])).get(conversationId)
  if (!here) return notFound('conversation')
  const { policy } = await currentPolicy(ctx.db, actor.workspaceId)
  const now = ctx.clock.now()
  // What is closed to the asker is not known here either: else he could ask for it by trying.
  const eyes = await eyesOf(ctx, actor, policy)
  const isClosed = here.answer !== null && !maySee(eyes, here.answer.row)
  const known = isClosed ? { ...here, answer: null } : here
  const note = isClosed ? 'The answer is closed to you for now, so it counts as not known here.' : null
  const why = notTriggered(definition.trigger, known, now)
  if (why !== null) return done({ starts: false, sentence: why, unknown: [], steps: [], note })
  const { holds, unknown } = judge(definition.conditions, asFacts(known, now))
  if (holds !== true) {
    const names = unknown.map(fieldLabel).join(', ')
    const because = holds === 'unknown' ? ` Not known: ${names}.` : ''
    const text = `Would not start: ${describeCondition(definition.conditions)} does not hold.${because}`
    return done({ starts: false, sentence: text, unknown, steps: [], note })
  }
  const steps = await walk({ ctx, actor, definition, policy, now }, known)
  return done({
    starts: true,
    sentence: `Would start ${describeTrigger(definition.trigger)}.`,
    unknown,
    steps,
    note,
  })
}

function notTriggered(
  trigger: Trigger,
  { conversation, survey, answer }: Known,
  now: Instant,
): string | null {
  const event: RunEvent = { type: trigger.type, at: now, to: conversation.status }
  if (trigger.type === 'csat.expired') {
    return survey?.state === 'expired' ? null : 'Would not start: no survey of this conversation has expired.'
  }
  if (trigger.type === 'schedule') {
    const last = Math.max(
      conversation.created_at,
      conversation.last_message_at ?? 0,
      conversation.ended_at ?? 0,
    )
    return last >= now - durationMs(trigger.look_back)
      ? null
      : `Would not start: nothing happened here since ${moment(now - durationMs(trigger.look_back))}.`
  }
  if (isTriggeredBy(trigger, event, answer)) return null
  return trigger.type === 'csat.score_submitted'
    ? 'Would not start: there is no answer that is known.'
    : `Would not start: it starts ${describeTrigger(trigger)}, and this one is ${conversation.status.replaceAll('_', ' ')}.`
}

async function walk(trial: Trial, start: Known): Promise<DryRun['steps']> {
  const steps: DryRun['steps'] = []
  let state: RunState = { at: startOf(trial.definition), variables: {}, waitUntil: null }
  let { now } = trial
  let known = start
  for (;;) {
    const action = nextAction(trial.definition, state, asFacts(known, now), now)
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
      const verdict = action.side === 'then' ? 'Yes' : 'No'
      const names = action.unknown.map(fieldLabel).join(', ')
      const why = action.unknown.length > 0 ? ` Not known: ${names}.` : ''
      const text = `${verdict}: ${describeCondition(action.step.conditions)}.${why}`
      steps.push({ ...line, outcome: 'branched', sentence: text, facts: { side: action.side } })
    } else {
      const tried = await tryStep({ ...trial, now }, action.step, known, state)
      steps.push({ ...line, facts: {}, ...tried.line })
      known = { ...known, conversation: { ...known.conversation, ...tried.conversation } }
      state = { ...state, variables: { ...state.variables, ...tried.variables } }
    }
    state = { ...state, at: action.next, waitUntil: null }
  }
}

type Tried = {
  line: Pick<DryRun['steps'][number], 'outcome' | 'sentence'> & { facts?: Record<string, unknown> }
  variables?: Record<string, string | number>
  /** What it would change. */
  conversation?: Partial<Known['conversation']>
}

async function tryStep(trial: Trial, step: ActionStep, known: Known, state: RunState): Promise<Tried> {
  const { ctx } = trial
  const { conversation, answer } = known
  const would = (facts: Record<string, unknown> = {}): Tried['line'] => ({
    outcome: 'would_do',
    sentence: `${describeStep(step)}.`,
    facts,
  })
  const skip = (text: string): Tried => ({ line: { outcome: 'would_skip', sentence: text } })
  switch (step.type) {
    case 'send_csat':
    case 'generate_link': {
      const decision = await mayAsk(trial, known)
      const isWaiting = step.type === 'generate_link' && known.survey?.state === 'sent'
      if (!decision.allowed && !isWaiting) {
        return { line: { outcome: 'would_refuse', sentence: sentence(decision.reason, decision.facts) } }
      }
      if (step.type === 'send_csat') return { line: would() }
      return { line: would(), variables: { [step.variable]: `${ctx.config.publicUrl}/s/…` } }
    }
    case 'get_score':
      return answer
        ? { line: would({ score: answer.score }), variables: { [step.variable]: answer.score } }
        : skip('There is no answer that is known.')
    case 'reopen':
      return isEnded(conversation.status)
        ? { line: would(), conversation: { status: 'open', ended_at: null } }
        : skip('The conversation is open already.')
    case 'set_status':
      return { line: would(), conversation: { status: step.status } }
    case 'assign':
      return {
        line: would(),
        conversation: {
          ...(step.member_id === undefined ? {} : { assignee_id: step.member_id }),
          ...(step.team_id === undefined ? {} : { team_id: step.team_id }),
        },
      }
    case 'tag': {
      const kept = conversation.tags.filter((each) => !step.remove.includes(each))
      return { line: would(), conversation: { tags: [...new Set([...kept, ...step.add])] } }
    }
    case 'notify': {
      const readers = step.email ? await readersOf(ctx.db, conversation, step.to) : []
      const subject = await filled(trial, step.subject, known, state)
      return { line: would({ subject, to: readers.map(({ name }) => name) }) }
    }
    case 'post_message': {
      const { definition, policy, now } = trial
      const why = whyNotSaid(step.body, { definition, answer, variables: state.variables, policy, now })
      if (why !== null) return skip(why)
      return { line: would({ body: await filled(trial, step.body, known, state) }) }
    }
    case 'open_case':
      return { line: would() }
    case 'call_webhook':
      return { line: would(), variables: { [step.variable]: 200 } }
  }
}

async function mayAsk({ ctx, actor, policy, now }: Trial, { conversation, contact }: Known) {
  const by = { workspaceId: actor.workspaceId, kind: 'workflow' as const, id: null }
  const request = { by, conversation, contact, cause: 'workflow', choice: 'default', now } as const
  return canMake(await gatherFacts(ctx.db, request, policyForChannel(policy, conversation.channel)))
}

async function filled(
  { ctx, definition, policy, now }: Trial,
  template: string,
  known: Known,
  { variables }: RunState,
): Promise<string> {
  const plain = await plainValues(ctx, ctx.db, known, variables)
  const opened = known.answer && openTo('inbox', known.answer, policy, now)
  return fill(template, valuesFor(plain, known.answer, opened, answerNames(definition)))
}
