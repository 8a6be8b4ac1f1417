import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/database.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import { closedAnswers } from '../surveys/seeing/closed-answers.ts'
import type { contactExport } from './schema.ts'

type Row = Record<string, unknown>
type Export = z.infer<typeof contactExport>

/**
 * All that is kept of a contact (GDPR, articles 15 and 20). An answer that the policy does not open to the asker yet
 * is in it by name only (C13): the export is complete once the embargo is over.
 */
export async function exportContact(ctx: Context, actor: Actor, id: string): Promise<Outcome<Export>> {
  const { workspaceId } = actor
  const read = (table: string, which: RawBuilder<unknown>) => rowsOf(ctx.db, table, workspaceId, which)
  const [contact] = await read('contacts', sql`id = ${id}`)
  if (!contact) return notFound('contact')
  const conversations = sql`select conversation_id from conversation_contacts
    where workspace_id = ${workspaceId} and contact_id = ${id}`
  const surveys = sql`select id from surveys where workspace_id = ${workspaceId} and contact_id = ${id}`
  const closed = await closedAnswers(ctx, actor, id)
  const isOpen = (row: Row, key: string): boolean => !closed.has(String(row[key]))
  const responses = await read('responses', sql`contact_id = ${id}`)
  const hidden = new Set(responses.filter((row) => !isOpen(row, 'id')).map((row) => row['survey_id']))
  const value: Export = {
    exported_at: toIso(ctx.clock.now()),
    contact,
    conversations: await read('conversations', sql`id in (${conversations})`),
    messages: await read(
      'messages',
      sql`conversation_id in (${conversations}) and (author_kind <> 'contact' or author_id = ${id})`,
    ),
    attachments: await filesOf(
      ctx.db,
      workspaceId,
      sql`conversation_id in (${conversations}) and (author_kind <> 'contact' or author_id = ${id})`,
    ),
    timeline: (await read('timeline_entries', sql`conversation_id in (${conversations})`))
      .filter((row) => !hidden.has(row['survey_id']) || row['kind'] !== 'csat_submitted')
      .filter(({ data }) => isOpen(data as Row, 'response_id'))
      .filter(({ data }) =>
        (((data as Row)['knows'] ?? []) as string[]).every((known) => !closed.has(known)),
      ),
    cases: (await read('cases', sql`contact_id = ${id}`)).filter((row) => isOpen(row, 'response_id')),
    surveys: await read('surveys', sql`id in (${surveys})`),
    responses: responses.map((row) =>
      isOpen(row, 'id')
        ? row
        : { id: row['id'], survey_id: row['survey_id'], hidden_until: closed.get(String(row['id'])) ?? null },
    ),
    versions: (
      await read(
        'response_revisions',
        sql`response_id in (select id from responses where workspace_id = ${workspaceId} and contact_id = ${id})`,
      )
    ).filter((row) => isOpen(row, 'response_id')),
    evidence: (await read('evidence', sql`survey_id in (${surveys})`)).map((row) =>
      hidden.has(row['survey_id']) ? { ...row, score: null } : row,
    ),
    decisions: await read('decisions', sql`survey_id in (${surveys})`),
    deliveries: await read('deliveries', sql`survey_id in (${surveys})`),
    portal_sessions: await read('portal_sessions', sql`contact_id = ${id}`),
  }
  await ctx.db.transaction().execute((tx) => audit(tx, actor, 'contact.exported', id, {}, ctx.clock.now()))
  return done(value)
}

/** How many bytes of files are in one export. */
const MAX_FILES = 20 * 2 ** 20

/** What came with these messages, the newest first, and of each where it can be loaded. */
async function filesOf(db: Db, workspaceId: string, which: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<{ row: Row }>`
    select to_jsonb(f) - 'conversation_id' - 'through' || jsonb_build_object(
      'path', case when left_out is null then '/api/v1/conversations/' || conversation_id || '/attachments/' || id end,
      'content_base64', case when through <= ${MAX_FILES} then (
        select translate(encode(content, 'base64'), chr(10), '') from attachments a
        where a.workspace_id = ${workspaceId} and a.id = f.id) end) as row
    from (
      select a.id, a.message_id, a.file_name, a.content_type, a.size, a.inline, a.left_out, m.conversation_id,
        sum(case when a.left_out is null then a.size else 0 end) over (order by m.sent_at desc, a.id) as through
      from attachments a join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
      where m.workspace_id = ${workspaceId} and m.id in (
        select id from messages where workspace_id = ${workspaceId} and ${which})) f
    order by through`.execute(db)
  return rows.map(({ row }) => row)
}

/** Rows as they are stored, without what belongs to the house: the workspace, and hashes of secrets. */
async function rowsOf(
  db: Db,
  table: string,
  workspaceId: string,
  which: RawBuilder<unknown>,
): Promise<Row[]> {
  const { rows } = await sql<{ row: Row }>`
    select to_jsonb(t) - 'workspace_id' - 'secret_hash' as row from ${sql.table(table)} t
    where workspace_id = ${workspaceId} and ${which}`.execute(db)
  return rows.map(({ row }) => row)
}
