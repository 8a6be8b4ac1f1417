import { beginClosingCard, hasClosingApp } from '../../apps/closing-cards.ts'
import { addressOn, hasOptedOut } from '../../channels/address.ts'
import type { By } from '../../inbox/by.ts'
import { noteAsked } from '../../inbox/contacts/note-asked.ts'
import type { ContactRow, ConversationRow } from '../../inbox/present.ts'
import { sha256 } from '../../platform/crypto.ts'
import type { Db, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { HandledBy } from '../../platform/tables/words.ts'
import { attributeTo } from '../../policy/attribution.ts'
import { allow, type Decision, type Instant, type MakeRefusal } from '../../policy/decision.ts'
import { canMake, type Cause, causeOf, isEligible, isExplicit, type MakeFacts } from '../../policy/make.ts'
import { describeDuration } from '../../policy/duration.ts'
import { dueAt } from '../../policy/send.ts'
import { policyForChannel } from '../../policy/settings.ts'
import { repeatsAnAsk } from '../../policy/share.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { knownSurveys, storeDecision, type SurveyRow } from '../store.ts'
import { enqueueSend } from '../life/enqueue-send.ts'

export type MakeRequest = {
  by: By
  conversation: ConversationRow
  contact: ContactRow
  cause: Cause
  choice: 'default' | 'send' | 'skip'
  now: Instant
  /** A workflow's own rating window (I5). */
  windowHours?: number | null
  /** The caller passes the link on himself. */
  linkOnly?: boolean
  /** A workflow's own question, and how long it waits with it (O9). */
  message?: string | null
  delayMs?: number
  /** The closing app was asked and had no card (I11). */
  withoutApp?: boolean
}

export type Made = {
  decision: Decision<MakeRefusal>
  at: Instant
  survey: SurveyRow | null
  /** The rules would have let the resolution be asked about. */
  eligible: boolean
  /** Whom it is credited to. */
  agentId: string | null
}

/**
 * What is decided about such a request now, and what it rests on; nothing is written. Who waits for a survey is told
 * for how long (O2).
 */
export async function decideMake(db: Db | Tx, request: MakeRequest) {
  const { by, conversation, now } = request
  const current = await currentPolicy(db, by.workspaceId)
  const facts = await gatherFacts(db, request, policyForChannel(current.policy, conversation.channel))
  const judged = canMake(facts)
  const due =
    dueAt({
      policy: facts.policy,
      explicit: isExplicit(request),
      endedAt: conversation.ended_at,
      now,
    }) + (request.delayMs ?? 0)
  const decision: Decision<MakeRefusal> =
    judged.allowed && due > now ? allow({ ...judged.facts, after: describeDuration(due - now) }) : judged
  return { decision, facts, due, policyVersion: current.version }
}

/**
 * Decides whether a survey is made for a conversation that the caller's transaction has locked, stores the
 * decision with its facts, and, if allowed, the survey with its snapshots and the job that will send it.
 */
export async function makeSurvey(tx: Tx, request: MakeRequest): Promise<Made> {
  const { by, conversation, contact, now } = request
  const decided = await decideMake(tx, request)
  const { decision, facts } = decided
  const survey = decision.allowed ? await insertSurvey(tx, request, decided) : null
  await storeDecision(tx, {
    workspaceId: by.workspaceId,
    conversationId: conversation.id,
    surveyId: survey?.id ?? null,
    kind: 'make',
    cause: causeOf(request),
    decision,
    policyVersion: decided.policyVersion,
    at: now,
  })
  if (decision.reason === 'replaced_by_app') await beginClosingCard(tx, conversation, now)
  if (survey) {
    await noteAsked(tx, contact, now)
    await enqueueSend(tx, survey, survey.due_at > now ? survey.due_at : undefined)
  }
  return { decision, at: now, survey, eligible: isEligible(facts), agentId: facts.agentId }
}

/** What the core has to know to decide about this conversation. */
export async function gatherFacts(
  db: Db | Tx,
  { by, conversation, contact, cause, choice, now, withoutApp }: MakeRequest,
  policy: MakeFacts['policy'],
): Promise<MakeFacts> {
  return {
    policy,
    now,
    channel: conversation.channel,
    cause,
    choice,
    conversation: {
      id: conversation.id,
      status: conversation.status,
      resolution: conversation.resolution,
      endedAt: conversation.ended_at,
      origin: conversation.origin,
      contactCount: conversation.contact_count,
      characters: conversation.characters,
      messages: conversation.message_count,
      teammateMessages: conversation.teammate_message_count,
      supportMessages:
        conversation.teammate_message_count +
        conversation.bot_message_count +
        conversation.workflow_message_count,
      lastMessageAt: conversation.last_message_at,
      tags: conversation.tags,
    },
    agentId: attributeTo(policy, {
      lastTeammateId: conversation.last_teammate_id,
      assigneeId: conversation.assignee_id,
      resolverId: conversation.resolver_id,
    }),
    contact: {
      kind: contact.kind,
      unsubscribed: contact.unsubscribed_at !== null || hasOptedOut(conversation.channel, contact),
      hasAddress: addressOn(conversation.channel, contact) !== null,
      lastAskedAt: contact.last_asked_at,
    },
    surveys: await knownSurveys(db, by.workspaceId, conversation.id, contact.id),
    closingApp:
      !withoutApp &&
      !isExplicit({ cause, choice }) &&
      (await hasClosingApp(db, by.workspaceId, conversation.channel)),
    sample: drawSample(conversation),
  }
}

/** A draw in [0, 100) that is the same whenever this resolution is looked at again. */
export function drawSample({ id, resolution }: Pick<ConversationRow, 'id' | 'resolution'>): number {
  return (sha256(`${id}:${resolution}`).readUInt32BE(0) / 2 ** 32) * 100
}

async function insertSurvey(
  tx: Tx,
  request: MakeRequest,
  { facts, due, policyVersion }: Awaited<ReturnType<typeof decideMake>>,
): Promise<SurveyRow> {
  const { by, conversation, contact, now, windowHours, linkOnly } = request
  return tx
    .insertInto('surveys')
    .values({
      workspace_id: by.workspaceId,
      id: newId(),
      conversation_id: conversation.id,
      contact_id: contact.id,
      resolution: conversation.resolution,
      state: 'scheduled',
      cause: causeOf(request),
      channel: conversation.channel,
      agent_id: facts.agentId,
      team_id: conversation.team_id,
      tags: conversation.tags,
      handled_by: handledBy(conversation),
      policy_version: policyVersion,
      message: request.message ?? facts.policy.question.message,
      window_hours: windowHours ?? null,
      link_only: linkOnly ?? false,
      repeats: repeatsAnAsk(facts),
      depth: by.depth ?? 0,
      made_at: new Date(now),
      made_by: by.kind === 'member' ? by.id : null,
      due_at: new Date(due),
      ended_at: conversation.ended_at === null ? null : new Date(conversation.ended_at),
      updated_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Bot, human, or both, by whose messages it holds. */
export function handledBy(conversation: ConversationRow): HandledBy {
  const hasBot = conversation.bot_message_count + conversation.workflow_message_count > 0
  if (conversation.teammate_message_count > 0) return hasBot ? 'both' : 'human'
  return hasBot ? 'bot' : 'human'
}
