import type { Actor } from '../../access/actor.ts'
import { getTimeline, presentEntry, type RawEntry } from '../../inbox/timeline/get-timeline.ts'
import { getConversation } from '../../inbox/conversations/list-conversations.ts'
import { findContact, findConversation } from '../../inbox/find.ts'
import { type TimelineEntry } from '../../inbox/schema.ts'
import { byActor } from '../../inbox/by.ts'
import { toIso, toIsoOrNull } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { decodeCursor, toPage } from '../../platform/http/paging.ts'
import { done, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import { sql } from 'kysely'
import { canMake } from '../../policy/make.ts'
import { sentence } from '../../policy/sentences.ts'
import { isEnded, policyForChannel, usualEnd } from '../../policy/settings.ts'
import { gatherFacts } from '../asking/make-survey.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { type Eyes, eyesOf, mayRead, maySee, presentStoredDecision } from './present.ts'
import type { z } from 'zod'
import type { conversationDetail, csatResult, decisionEntry, SurveyOffer } from '../schema.ts'
import { type ResponseRow, responsesOf } from '../store.ts'

/** A conversation with what may be offered on it right now: the server has decided, the screen shows. */
export async function describeConversation(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<Outcome<z.infer<typeof conversationDetail>>> {
  const found = await getConversation(ctx, actor, id)
  if (!found.ok) return found
  return done({
    ...found.value,
    survey_offer: await offerOf(ctx, actor, id),
    pending_survey: await pendingOf(ctx, actor.workspaceId, id),
  })
}

/** The survey that goes out next. One that is due by now is on its way and no longer waits. */
async function pendingOf(ctx: Context, workspaceId: string, conversationId: string) {
  const row = await ctx.db
    .selectFrom('surveys')
    .select(['id', 'channel', 'due_at'])
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId)
    .where('state', '=', 'scheduled')
    .where('due_at', '>', sql<number>`${new Date(ctx.clock.now())}`)
    .orderBy('due_at')
    .executeTakeFirst()
  return row ? { id: row.id, channel: row.channel, due_at: toIso(row.due_at) } : null
}

async function offerOf(ctx: Context, actor: Actor, id: string): Promise<SurveyOffer> {
  const { policy } = await currentPolicy(ctx.db, actor.workspaceId)
  // Read without a lock: an offer is decided again when it is taken up, and looking must not make others wait.
  const conversation = (await findConversation(ctx.db, actor.workspaceId, id))!
  const contact = (await findContact(ctx.db, actor.workspaceId, conversation.contact_id))!
  const onChannel = policyForChannel(policy, conversation.channel)
  const maySend = actor.abilities.has('csat.send')
  const request = {
    by: byActor(actor),
    conversation,
    contact,
    cause: 'hand' as const,
    choice: 'default' as const,
    now: ctx.clock.now(),
  }
  const decision = canMake(await gatherFacts(ctx.db, request, onChannel))
  return {
    ask_on_end: maySend && onChannel.enabled && onChannel.trigger.mode === 'by_hand',
    end_status: usualEnd(policy, conversation.channel),
    send_now: {
      visible: maySend && onChannel.enabled && isEnded(conversation.status),
      allowed: decision.allowed,
      reason: decision.reason,
      sentence: sentence(decision.reason, decision.facts),
    },
  }
}

/** The timeline as this asker may see it: ratings are left out where the policy hides them (C13, I15). */
export async function readTimeline(
  ctx: Context,
  actor: Actor,
  id: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Outcome<{ data: TimelineEntry[]; next_cursor: string | null }>> {
  const first = await getTimeline(ctx, actor.workspaceId, id, query)
  if (!first.ok) return first
  const eyes = await eyesOf(ctx, actor, (await currentPolicy(ctx.db, actor.workspaceId)).policy)
  const responses = await responsesOf(ctx.db, actor.workspaceId, id)
  const byId = new Map(responses.map((row) => [row.id, row]))
  // Newest first. A page is full of what may be seen: a gap in it, or a cursor at what is hidden, would tell of that.
  const visible: RawEntry[] = []
  for (let page = first; ;) {
    visible.push(...page.value.entries.toReversed().filter((entry) => isOpen(eyes, entry, byId)))
    const { next_cursor: cursor } = page.value
    if (visible.length > query.limit || cursor === null) break
    const next = await getTimeline(ctx, actor.workspaceId, id, { ...query, cursor })
    if (!next.ok) return next
    page = next
  }
  const { data, next_cursor } = toPage(visible.slice(0, query.limit + 1), query.limit, (row) => ({
    at: row.at,
    id: row.id,
  }))
  const shown = data.map((entry) => asFarAsOpen(eyes, entry, byId)).toReversed()
  return done({ data: shown.map(presentEntry), next_cursor })
}

const CASE_ENTRIES: readonly RawEntry['kind'][] = ['case_opened', 'case_closed', 'case_reopened']

/** Each entry is a revision with a time of its own: a newer one stays away until its time, the older ones do not. */
function isOpen(eyes: Eyes, entry: RawEntry, responses: Map<string, ResponseRow>): boolean {
  const { response_id: responseId, score, given_at: givenAt } = entry.data
  const isCase = CASE_ENTRIES.includes(entry.kind)
  // What a workflow notes is its author's words, and they may say what the answer was.
  if (entry.kind === 'workflow_note') return knowsNothingClosed(eyes, entry, responses)
  // That there is a case tells what the answer was; one about no answer tells nothing.
  if (entry.kind !== 'csat_submitted' && !(isCase && responseId !== undefined)) return true
  const row = responses.get(String(responseId))
  const at = isCase ? Number(givenAt) : entry.at
  return row !== undefined && mayRead(eyes, row, { score: Number(score), at })
}

/** Who did it stays away where the name would tell of an answer that is closed: “Low score: reopen”. */
function asFarAsOpen(eyes: Eyes, entry: RawEntry, responses: Map<string, ResponseRow>): RawEntry {
  if (knowsNothingClosed(eyes, entry, responses)) return entry
  return { ...entry, actor_id: null, actor_name: null }
}

/** May they see all answers that led to this, as these stand now? One that is gone is closed. */
function knowsNothingClosed(eyes: Eyes, entry: RawEntry, responses: Map<string, ResponseRow>): boolean {
  const known = (entry.data['knows'] ?? []) as string[]
  return known.every((id) => {
    const row = responses.get(id)
    return row !== undefined && maySee(eyes, row)
  })
}

/** The one score that counts for a conversation: its latest (O10), if this asker may see it. */
export async function getCsat(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<Outcome<z.infer<typeof csatResult>>> {
  const found = await getConversation(ctx, actor, id)
  if (!found.ok) return found
  const rows = await responsesOf(ctx.db, actor.workspaceId, id)
  const latest = rows
    .filter((row) => row.superseded_at === null && !row.quarantined)
    .toSorted((a, b) => (b.edited_at ?? b.submitted_at) - (a.edited_at ?? a.submitted_at))[0]
  const eyes = await eyesOf(ctx, actor, (await currentPolicy(ctx.db, actor.workspaceId)).policy)
  if (!latest || !maySee(eyes, latest)) return done(null)
  return done({
    score: latest.score,
    comment: latest.comment,
    reasons: latest.reasons,
    survey_id: latest.survey_id,
    agent_id: latest.agent_id,
    submitted_at: toIso(latest.submitted_at),
    edited_at: toIsoOrNull(latest.edited_at),
  })
}

/** Every decision about a conversation with its reason and facts, newest first (SPEC § 3.2). */
export async function listDecisions(
  ctx: Context,
  actor: Actor,
  id: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Outcome<{ data: z.infer<typeof decisionEntry>[]; next_cursor: string | null }>> {
  const found = await getConversation(ctx, actor, id)
  if (!found.ok) return notFound('conversation')
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  let rows = ctx.db
    .selectFrom('decisions')
    .selectAll()
    .where('workspace_id', '=', actor.workspaceId)
    .where('conversation_id', '=', id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (after) rows = rows.where(sql<boolean>`(at, id) < (${new Date(after.at)}, ${after.id}::uuid)`)
  const result = toPage(await rows.execute(), query.limit, (row) => ({ at: row.at, id: row.id }))
  return done({
    next_cursor: result.next_cursor,
    data: result.data.map((row) => ({
      ...presentStoredDecision(row),
      id: row.id,
      kind: row.kind,
      cause: row.cause,
      survey_id: row.survey_id,
      policy_version: row.policy_version,
    })),
  })
}
