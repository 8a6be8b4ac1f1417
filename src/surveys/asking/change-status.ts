import { applyStatus } from '../../inbox/conversations/apply-status.ts'
import { type By, memberOf } from '../../inbox/by.ts'
import { type ContactRow, type ConversationRow, presentConversation } from '../../inbox/present.ts'
import type { Conversation, StatusInput } from '../../inbox/schema.ts'
import { memberExists } from '../../access/directory.ts'
import { lockConversation } from '../../inbox/find.ts'
import { isAhead } from '../../policy/order.ts'
import { refuseActor } from '../../policy/people/speak-as.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { done, fail, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import { planReopen } from '../../policy/reopen.ts'
import { type ConversationStatus, policyForChannel } from '../../policy/settings.ts'
import { makeSurvey, type Made } from './make-survey.ts'
import { noteResolution } from './note-resolution.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { beginSendings, isDoneInApp } from '../sending/begin-sending.ts'
import { findSurvey, type SurveyRow, surveysOf } from '../store.ts'
import { writeWithdrawal } from '../life/withdraw-survey.ts'

export type StatusChanged = {
  conversation: Conversation
  decision: Pick<Made, 'decision' | 'at'> | null
  survey: SurveyRow | null
}

export type SurveyDeps = { ctx: Context }

/**
 * Moves a conversation to a status and does what follows from it, in one transaction: an entry into an
 * ended status is a resolution and asks the policy (J1, C3); a reopening withdraws what it must (J3).
 */
export async function changeStatus(
  deps: SurveyDeps,
  by: By,
  conversationId: string,
  input: StatusInput,
): Promise<Outcome<StatusChanged>> {
  const now = deps.ctx.clock.now()
  const at = input.occurred_at === undefined ? undefined : Date.parse(input.occurred_at)
  if (at !== undefined && isAhead(at, now)) return invalid('occurred_at', 'lies in the future')
  return inTransaction(deps.ctx.db, async (tx) => {
    const locked = await lockConversation(tx, by.workspaceId, conversationId)
    if (!locked) return notFound('conversation')
    const actor = await actorOf(tx, by, input.actor_id)
    if (!actor.ok) return actor
    const changed = await writeStatus(deps, tx, actor.value, locked, {
      status: input.status,
      choice: input.survey,
      at,
      snoozedUntil: input.snoozed_until ? Date.parse(input.snoozed_until) : null,
    })
    return done({
      conversation: presentConversation(changed.conversation, locked.contact),
      decision: changed.made && { decision: changed.made.decision, at: changed.made.at },
      survey: changed.made?.survey ?? null,
    })
  })
}

/** Who speaks for the workspace may say which member did it. */
export async function actorOf(tx: Tx, by: By, memberId: string | null | undefined): Promise<Outcome<By>> {
  const refusal = refuseActor(memberOf(by), memberId)
  if (refusal) return fail({ kind: 'forbidden', ...refusal })
  if (!memberId) return done(by)
  return (await memberExists(tx, by.workspaceId, memberId))
    ? done({ workspaceId: by.workspaceId, kind: 'member', id: memberId })
    : invalid('actor_id', 'there is no such member in this workspace')
}

/** The same on a conversation that the caller's transaction has locked. */
export async function writeStatus(
  deps: SurveyDeps,
  tx: Tx,
  by: By,
  locked: { conversation: ConversationRow; contact: ContactRow },
  change: {
    status: ConversationStatus
    choice: 'default' | 'send' | 'skip'
    /** When it happened elsewhere; absent: now. */
    at?: Instant | undefined
    snoozedUntil?: Instant | null
  },
): Promise<{ conversation: ConversationRow; effect: string; made: Made | null }> {
  const now = deps.ctx.clock.now()
  const transition = await applyStatus(tx, by, locked.conversation, { ...change, now })
  const { conversation, effect, asks } = transition
  if (effect === 'reopened') {
    await withdrawOnReopen(tx, by, conversation, now)
    await noteResolution(tx, transition, null)
  }
  if (!asks) return { conversation, effect, made: null }
  const made = await makeSurvey(tx, {
    by,
    conversation,
    contact: locked.contact,
    cause: 'status_change',
    choice: change.choice,
    now,
  })
  await noteResolution(tx, transition, made)
  return { conversation, effect, made: await sendAtOnce(deps, tx, made) }
}

/** What needs no provider is with the customer in the same transaction. */
export async function sendAtOnce(deps: SurveyDeps, tx: Tx, made: Made): Promise<Made> {
  const { survey } = made
  if (!survey || survey.due_at > made.at || !isDoneInApp(survey)) return made
  await beginSendings(tx, deps.ctx, [{ found: survey, repeatsKnownMs: 0 }])
  return { ...made, survey: (await findSurvey(tx, survey.workspace_id, survey.id))! }
}

async function withdrawOnReopen(tx: Tx, by: By, conversation: ConversationRow, now: Instant): Promise<void> {
  const { policy } = await currentPolicy(tx, by.workspaceId)
  const surveys = await surveysOf(tx, by.workspaceId, conversation.id)
  for (const survey of planReopen(policyForChannel(policy, conversation.channel), surveys)) {
    await writeWithdrawal(tx, by, survey, 'reopened', now)
  }
}
