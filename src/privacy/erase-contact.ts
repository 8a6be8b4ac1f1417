import { sql } from 'kysely'
import type { z } from 'zod'
import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import { countAnew } from '../inbox/conversations/count-anew.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { tell } from '../platform/live.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import { forgetMentions } from './forget-mentions.ts'
import { mentionsOf } from './mentions.ts'
import type { erased } from './schema.ts'

type Erased = z.infer<typeof erased>

/**
 * Erases a contact with everything that tells of it (GDPR, article 17): its conversations with all messages, its
 * surveys and answers with their evidence, its sessions. A conversation with others in it stays theirs: what the
 * contact wrote and answered goes, the rest remains. Reports count without it from then on. The audit log keeps
 * that somebody was erased and how much, not who.
 */
export async function eraseContact(ctx: Context, actor: Actor, id: string): Promise<Outcome<Erased>> {
  const { workspaceId } = actor
  return inTransaction(ctx.db, async (tx) => {
    const found = await tx
      .selectFrom('contacts')
      .select(['id', 'name', 'email', 'claimed_email', 'phone', 'external_id', 'addresses'])
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!found) return notFound('contact')
    const shared = await leaveShared(tx, workspaceId, id)
    const names = mentionsOf(found)
    await forgetSubjects(tx, workspaceId, names, shared)
    await forgetMentions(tx, workspaceId, { id, names }, { ids: shared.conversations, own: shared.own })
    const surveys = await eraseFrom(tx, 'surveys', workspaceId, sql`contact_id = ${id}`)
    const news = await tellers(tx, workspaceId, id)
    await forgetTold(tx, workspaceId, id, news)
    await forgetNews(tx, workspaceId, news)
    const messages = shared.messages + (await countMessages(tx, workspaceId, id))
    const conversations = await eraseFrom(tx, 'conversations', workspaceId, sql`contact_id = ${id}`)
    if (found.email)
      await eraseFrom(tx, 'portal_links', workspaceId, sql`lower(email) = lower(${found.email})`)
    await eraseFrom(tx, 'contacts', workspaceId, sql`id = ${id}`)
    const counts = { conversations, messages, surveys }
    await audit(tx, actor, 'contact.erased', null, counts, ctx.clock.now())
    for (const conversationId of [...news, ...shared.conversations]) {
      await tell(tx, { workspace_id: workspaceId, kind: 'conversation', conversation_id: conversationId })
    }
    return done(counts)
  })
}

/** `own` are those of the conversations that were the contact's before. */
type Shared = { conversations: string[]; own: string[]; messages: number }

/** Takes the contact out of conversations that have others in them; the one who joined first takes its place. */
async function leaveShared(tx: Tx, workspaceId: string, id: string): Promise<Shared> {
  const { rows } = await sql<{ id: string; heir: string; is_main: boolean }>`
    select c.id, c.contact_id = ${id}::uuid as is_main, (
      select other.contact_id from conversation_contacts other
      where other.workspace_id = c.workspace_id and other.conversation_id = c.id and other.contact_id <> ${id}
      order by other.contact_id limit 1) as heir
    from conversations c
    join conversation_contacts p on p.workspace_id = c.workspace_id and p.conversation_id = c.id
    where c.workspace_id = ${workspaceId} and p.contact_id = ${id} and c.contact_count > 1
    for no key update of c`.execute(tx)
  const conversations = rows.filter(({ heir }) => heir !== null)
  const ids = conversations.map((row) => row.id)
  const main = conversations.filter((row) => row.is_main)
  for (const { id: conversationId, heir } of main) {
    await tx
      .updateTable('conversations')
      .set({ contact_id: heir })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', conversationId)
      .execute()
  }
  await eraseFrom(tx, 'conversation_contacts', workspaceId, sql`contact_id = ${id}`)
  const inThem = sql`conversation_id = any(${ids}::uuid[])`
  const messages = await eraseFrom(
    tx,
    'messages',
    workspaceId,
    sql`${inThem} and author_kind = 'contact' and author_id = ${id}`,
  )
  await eraseFrom(
    tx,
    'timeline_entries',
    workspaceId,
    sql`${inThem} and (actor_id = ${id} or survey_id in (
      select s.id from surveys s where s.workspace_id = ${workspaceId} and s.contact_id = ${id})
      or data ->> 'case_id' in (
        select k.id::text from cases k where k.workspace_id = ${workspaceId} and k.contact_id = ${id}))`,
  )
  await countAnew(tx, workspaceId, ids)
  return { conversations: ids, own: main.map((row) => row.id), messages }
}

/**
 * What the contact's own conversations were about, and what other systems call them, was written of him; what those of
 * others are about goes where it names him.
 */
async function forgetSubjects(
  tx: Tx,
  workspaceId: string,
  names: (text: string | null) => boolean,
  { conversations, own }: Shared,
): Promise<void> {
  const { rows } = await sql<{ id: string; subject: string | null }>`select id, subject from conversations
    where workspace_id = ${workspaceId} and id = any(${conversations}::uuid[])`.execute(tx)
  const named = rows.filter(({ id, subject }) => own.includes(id) || names(subject)).map(({ id }) => id)
  await sql`update conversations set subject = null,
      external_id = case when id = any(${own}::uuid[]) then null else external_id end
    where workspace_id = ${workspaceId} and id = any(${named}::uuid[])`.execute(tx)
}

/** The conversations that go with the contact. */
async function tellers(tx: Tx, workspaceId: string, id: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('conversations')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', id)
    .execute()
  return rows.map((row) => row.id)
}

/** What was written down for receivers of webhooks tells of people in full. */
async function forgetTold(
  tx: Tx,
  workspaceId: string,
  id: string,
  conversations: readonly string[],
): Promise<void> {
  await eraseFrom(
    tx,
    'webhook_deliveries',
    workspaceId,
    sql`(strpos(body, ${id}) > 0 or event_id in (
      select e.id from events e
      where e.workspace_id = ${workspaceId} and e.conversation_id = any(${conversations}::uuid[])))`,
  )
}

/**
 * News names conversations without belonging to them. So do the results of other systems' events: these stay
 * without what they led to, so that an event that comes again does not bring the contact back.
 */
async function forgetNews(tx: Tx, workspaceId: string, conversations: readonly string[]): Promise<void> {
  await eraseFrom(tx, 'events', workspaceId, sql`conversation_id = any(${conversations}::uuid[])`)
  await sql`update inbound_events set result = result || '{"conversation_id": null, "decision": null}'
    where workspace_id = ${workspaceId} and result ->> 'conversation_id' = any(${conversations}::text[])`.execute(
    tx,
  )
}

async function countMessages(tx: Tx, workspaceId: string, id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from messages m
    join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
    where c.workspace_id = ${workspaceId} and c.contact_id = ${id}`.execute(tx)
  return rows[0]!.n
}

async function eraseFrom(
  tx: Tx,
  table: string,
  workspaceId: string,
  which: ReturnType<typeof sql>,
): Promise<number> {
  const { numAffectedRows } = await sql`delete from ${sql.table(table)}
    where workspace_id = ${workspaceId} and ${which}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
