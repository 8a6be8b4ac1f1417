import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Instant } from '../policy/decision.ts'
import { belongsToTap } from '../policy/rate.ts'
import type { ChannelId } from '../policy/settings.ts'

/** Events that were taken, and what is said to those who pressed. Every query names the workspace. */

/** Where an event comes in. */
export type Hook = { workspaceId: string; channel: ChannelId }
export type ReplyRow = Selectable<Tables['press_replies']>

/**
 * Takes an event in the transaction of what it does. Answers our id of it; null: it was taken before, and
 * nothing is to be done.
 */
export async function claimEvent(
  tx: Tx,
  { workspaceId, channel }: Hook,
  eventId: string,
  now: Instant,
  held: unknown = null,
): Promise<string | null> {
  const claimed = await tx
    .insertInto('channel_events')
    .values({
      workspace_id: workspaceId,
      channel,
      event_id: eventId,
      id: newId(),
      held: held === null ? null : JSON.stringify(held),
      taken_at: new Date(now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return claimed?.id ?? null
}

export async function isTaken(
  db: Db | Tx,
  { workspaceId, channel }: Hook,
  eventId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('channel_events')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('event_id', '=', eventId)
    .executeTakeFirst()
  return row !== undefined
}

export async function findEvent(db: Db, workspaceId: string, id: string) {
  return db
    .selectFrom('channel_events')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What was held is settled, or nobody knows it. */
export async function dropHeld(db: Db | Tx, workspaceId: string, id: string): Promise<void> {
  await db
    .updateTable('channel_events')
    .set({ held: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Notes what a press calls for; null when the same was said already. */
export async function insertReply(
  tx: Tx,
  reply: Hook & {
    surveyId: string
    contactId: string
    outcome: string
    pressedAt: Instant
  },
): Promise<string | null> {
  const inserted = await tx
    .insertInto('press_replies')
    .values({
      workspace_id: reply.workspaceId,
      id: newId(),
      survey_id: reply.surveyId,
      channel: reply.channel,
      contact_id: reply.contactId,
      outcome: reply.outcome,
      pressed_at: new Date(reply.pressedAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted?.id ?? null
}

/**
 * The latest press of these contacts whose comment this event may be: none came yet, or it came with this very event.
 * Some platforms tell seconds only, so a message of the press's own second may be told as before it.
 */
export async function openReply(
  db: Db,
  { workspaceId, channel }: Hook,
  contactIds: readonly string[],
  event: { eventId: string; at: Instant },
): Promise<ReplyRow | undefined> {
  const { rows } = await sql<ReplyRow>`select * from press_replies
    where workspace_id = ${workspaceId} and channel = ${channel} and contact_id = any(${contactIds}::uuid[])
      and outcome = 'rated' and pressed_at <= ${new Date(event.at + SAME_SECOND_MS)}
      and (closed_by is null or closed_by = ${event.eventId})
    order by pressed_at desc limit 1`.execute(db)
  return rows.find(({ pressed_at: pressedAt }) => belongsToTap(pressedAt, event.at))
}

const SAME_SECOND_MS = 1000

/** The event is the one message that may be the comment; false when another one is. */
export async function closeReply(db: Db, reply: ReplyRow, eventId: string): Promise<boolean> {
  const closed = await db
    .updateTable('press_replies')
    .set({ closed_by: eventId })
    .where('workspace_id', '=', reply.workspace_id)
    .where('id', '=', reply.id)
    .where((eb) => eb.or([eb('closed_by', 'is', null), eb('closed_by', '=', eventId)]))
    .returning('id')
    .executeTakeFirst()
  return closed !== undefined
}

export async function findReply(db: Db, workspaceId: string, id: string): Promise<ReplyRow | undefined> {
  return db
    .selectFrom('press_replies')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** How far a reply is; `begun_at` is since when it may have arrived without anybody's word. One that is over stays so. */
export async function moveReply(
  db: Db | Tx,
  reply: ReplyRow,
  to: Partial<Pick<ReplyRow, 'state' | 'error' | 'attempts'>> & { begun_at: Instant | null },
): Promise<void> {
  await db
    .updateTable('press_replies')
    .set({ ...to, begun_at: to.begun_at === null ? null : new Date(to.begun_at) })
    .where('workspace_id', '=', reply.workspace_id)
    .where('id', '=', reply.id)
    .where('state', '=', 'waiting')
    .execute()
}
