import { sql } from 'kysely'
import { bySystem } from '../inbox/by.ts'
import type { EventSubscriber, StoredEvent } from '../platform/dispatch-events.ts'
import type { Tx } from '../platform/database.ts'
import { tell } from '../platform/live.ts'
import { followUpOf, isLow } from '../policy/follow-up/follow-up.ts'
import type { ChannelId } from '../policy/settings.ts'
import { policiesOfAsks } from '../surveys/settings/policy-of-ask.ts'
import { hastenAlerts } from './case-alerts.ts'
import { markContacted } from './mark-contacted.ts'
import { noteCase, tellOfCase } from './note-case.ts'
import { caseGround, writeCase } from './open-case.ts'
import { lockCase } from './store.ts'

/** What happens elsewhere and concerns cases: answers open and note them (A6), a teammate's words are contact (A7). */
export const followUpNews: EventSubscriber = async (tx, workspaceId, events) => {
  const answers = events.filter(({ type }) => type === 'csat.score_submitted')
  if (answers.length > 0) await takeAnswers(tx, workspaceId, answers)
  const messages = events.filter(({ type }) => type === 'message.created')
  if (messages.length > 0) await takeMessages(tx, workspaceId, messages)
}

/** Of most answers there is nothing to do, which is found out for all of them at once. */
async function takeAnswers(tx: Tx, workspaceId: string, events: readonly StoredEvent[]): Promise<void> {
  const concerned = await conversationsConcerned(tx, workspaceId, events)
  for (const event of events) {
    if (concerned.has(event.conversation_id!)) await takeAnswer(tx, workspaceId, event)
  }
  // Of every answer, so that it tells nothing of what this one was.
  await tell(
    tx,
    { workspace_id: workspaceId, kind: 'case' },
    ...events.map((event) => ({
      workspace_id: workspaceId,
      kind: 'conversation' as const,
      conversation_id: event.conversation_id!,
    })),
  )
}

/** Those with an answer that is low as things stand, or an open case that takes notes of any. */
async function conversationsConcerned(
  tx: Tx,
  workspaceId: string,
  events: readonly StoredEvent[],
): Promise<Set<string>> {
  const ids = events.map(({ payload }) => String(payload['response_id']))
  const { rows } = await sql<{
    conversation_id: string
    score: number
    channel: ChannelId
    policy_version: number
    has_case: boolean
  }>`
    select r.conversation_id, r.score, r.channel, s.policy_version, exists (
      select from cases c where c.workspace_id = r.workspace_id and c.conversation_id = r.conversation_id
        and c.state <> 'closed') as has_case
    from responses r join surveys s on s.workspace_id = r.workspace_id and s.id = r.survey_id
    where r.workspace_id = ${workspaceId} and r.id = any(${ids}::uuid[])`.execute(tx)
  const asks = rows.map((row) => ({ ...row, workspace_id: workspaceId }))
  const policyOf = await policiesOfAsks(tx, asks)
  const found = asks.filter((ask) => ask.has_case || isLow(policyOf(ask).policy, ask.score))
  return new Set(found.map((ask) => ask.conversation_id))
}

async function takeAnswer(tx: Tx, workspaceId: string, event: StoredEvent): Promise<void> {
  const responseId = String(event.payload['response_id'])
  const by = bySystem(workspaceId)
  const conversationId = event.conversation_id!
  const now = event.occurred_at
  const input = { by, conversationId, responseId, reason: null, now, depth: event.depth }
  const ground = await caseGround(tx, input)
  // A newer version has its own news.
  if (!ground?.response || ground.response.revision !== event.payload['revision']) return
  const { response, facts, openCase: open } = ground
  const answer = facts.answer!
  const found = followUpOf({
    ...facts,
    answer,
    counts: !response.quarantined && response.superseded_at === null,
    hasOpenCase: open !== undefined,
  })
  if (found.open) {
    if (!ground.caseOfVersion) await writeCase(tx, input, ground, found)
  } else if (found.reason === 'case_open' && ground.caseOfVersion?.id !== open!.id) {
    // A better answer does not close it: why the first was low, somebody should still have asked.
    const isSame = open!.response_id === responseId
    const kind = !isLow(facts.policy, answer.score)
      ? 'better_answer'
      : !isSame
        ? 'low_answer'
        : response.edited_at === null
          ? 'words_added'
          : 'changed_answer'
    if (isSame && response.comment !== null) await hastenAlerts(tx, open!, now)
    await noteCase(tx, by, open!, { kind, answer: response, at: now })
    await tellOfCase(tx, open!, 'case.updated', { now, depth: event.depth })
  }
}

/** The first word of a teammate since the case waits for one. */
async function takeMessages(tx: Tx, workspaceId: string, events: readonly StoredEvent[]): Promise<void> {
  const ids = events.map(({ payload }) => String(payload['message_id']))
  const { rows } = await sql<{ case_id: string; author_id: string | null; sent_at: number }>`
    select distinct on (c.id) c.id as case_id, m.author_id, m.sent_at
    from messages m join cases c on c.workspace_id = m.workspace_id and c.conversation_id = m.conversation_id
    where m.workspace_id = ${workspaceId} and m.id = any(${ids}::uuid[]) and m.author_kind = 'teammate'
      and c.state = 'open' and m.sent_at >= c.waiting_since
    order by c.id, m.sent_at`.execute(tx)
  for (const { case_id: id, author_id: memberId, sent_at: at } of rows) {
    const row = (await lockCase(tx, workspaceId, id))!
    await markContacted(tx, { workspaceId, kind: 'member', id: memberId }, row, at)
  }
}
