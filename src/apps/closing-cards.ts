import type { Db, Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { enqueueOne, type StillToDo } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import type { ChannelId } from '../policy/settings.ts'
import type { AppAnswer } from './ask-app.ts'
import type { ClosingCard } from './schema.ts'
import { type AppRow, type CardRow, findApp, findCard } from './store.ts'

type Ended = { workspace_id: string; id: string; channel: ChannelId; resolution: number }

async function appOn(db: Db | Tx, workspaceId: string, channel: ChannelId): Promise<AppRow | undefined> {
  return db
    .selectFrom('apps')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('enabled', '=', true)
    .where((eb) => eb(eb.val(channel), '=', eb.fn.any('channels')))
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

/** Does an app of the workspace stand in for the survey on this channel (I11)? */
export async function hasClosingApp(db: Db | Tx, workspaceId: string, channel: ChannelId): Promise<boolean> {
  return (await appOn(db, workspaceId, channel)) !== undefined
}

export const stillToShow: StillToDo = {
  task: 'show_closing_card',
  key: 'closing_card:',
  rows: `select workspace_id, id, made_at as at from closing_cards where state = 'waiting'`,
}

/** Begins the card of this resolution, once; a job asks the app for it outside of the transaction. */
export async function beginClosingCard(tx: Tx, ended: Ended, now: Instant): Promise<void> {
  const app = await appOn(tx, ended.workspace_id, ended.channel)
  if (!app) return
  const card = await tx
    .insertInto('closing_cards')
    .values({
      workspace_id: ended.workspace_id,
      id: newId(),
      conversation_id: ended.id,
      resolution: ended.resolution,
      app_id: app.id,
      made_at: new Date(now),
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'conversation_id', 'resolution']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!card) return
  await enqueueOne(tx, stillToShow, { workspaceId: ended.workspace_id, id: card.id })
}

/** A card that is begun, and its app unless that was removed meanwhile; null: there is nothing left to do. */
export async function waitingCard(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<{ card: CardRow; app: AppRow | null } | null> {
  const card = await findCard(db, workspaceId, id)
  if (card?.state !== 'waiting') return null
  return { card, app: (await findApp(db, workspaceId, card.app_id)) ?? null }
}

/** Keeps what the app answered, on the card and on the app. */
export async function settleCard(tx: Tx, card: CardRow, answer: AppAnswer, now: Instant): Promise<void> {
  const at = new Date(now)
  await tx
    .updateTable('closing_cards')
    .set({
      state: answer.card ? 'shown' : 'failed',
      card: answer.card && JSON.stringify(answer.card),
      error: answer.error,
      decided_at: at,
    })
    .where('workspace_id', '=', card.workspace_id)
    .where('id', '=', card.id)
    .execute()
  await tx
    .updateTable('apps')
    .set(answer.card ? { last_ok_at: at } : { last_error: answer.error, last_error_at: at })
    .where('workspace_id', '=', card.workspace_id)
    .where('id', '=', card.app_id)
    .execute()
}

/** Which of these stand in conversations by mail is seen when it comes to it. */
export const stillToMail: StillToDo = {
  task: 'mail_closing_card',
  key: 'closing_mail:',
  rows: `select workspace_id, id, decided_at as at from closing_cards where state = 'shown' and mailed_at is null`,
}

/** A card that is shown and not mailed yet; `begunAt` is since when a mail of it may have arrived. */
export async function cardToMail(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<{
  conversationId: string
  resolution: number
  card: ClosingCard
  begunAt: Instant | null
} | null> {
  const row = await findCard(db, workspaceId, id)
  if (row?.state !== 'shown' || row.mailed_at !== null) return null
  return {
    conversationId: row.conversation_id,
    resolution: row.resolution,
    card: row.card as ClosingCard,
    begunAt: row.begun_at,
  }
}

/**
 * Notes how far the mail of a card is, unless that is over: `mailedAt` ends it, and where `begunAt` stands then it may have
 * arrived, and nobody knows.
 */
export async function noteMail(
  db: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
  { begunAt, mailedAt }: { begunAt: Instant | null; mailedAt: Instant | null },
): Promise<void> {
  await db
    .updateTable('closing_cards')
    .set({
      begun_at: begunAt === null ? null : new Date(begunAt),
      mailed_at: mailedAt === null ? null : new Date(mailedAt),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('mailed_at', 'is', null)
    .execute()
}

/** The card that stands under an ended conversation; null once it was opened again, and where there is none. */
export async function closingCardOf(
  db: Db,
  conversation: { workspace_id: string; id: string; resolution: number },
): Promise<{ id: string; card: ClosingCard } | null> {
  const row = await db
    .selectFrom('closing_cards')
    .select(['id', 'card'])
    .where('workspace_id', '=', conversation.workspace_id)
    .where('conversation_id', '=', conversation.id)
    .where('resolution', '=', conversation.resolution)
    .where('state', '=', 'shown')
    .executeTakeFirst()
  return row ? { id: row.id, card: row.card as ClosingCard } : null
}
