import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import type { Context } from '../platform/context.ts'
import { exportColumns } from './export-columns.ts'
import { dayOf } from './period.ts'
import { zoneOf } from './read-counts.ts'
import { aboutConditions, contentConditions, every, timeConditions } from './response-filters.ts'
import { lookOf } from './response-rows.ts'
import type { ExportQuery } from './responses-schema.ts'

/** Rows in one trip to the database: two megabytes, whatever the history. */
const BATCH = 5000

type Batch = { text: string | null; count: number; last_at: string | null; last_id: string | null }

/**
 * Every survey with what became of it, newest ask first, as CSV (O7). Whose answer the asker may not see has an
 * empty score and the reason beside it; asked by score or comment, it is not among the rows.
 *
 * The database makes the text, a batch at a time, each from where the last one ended: nothing is held between
 * batches, neither a connection nor a transaction, however slowly the reader takes it.
 */
export async function exportConversations(
  ctx: Context,
  actor: Actor,
  query: ExportQuery,
): Promise<{ fileName: string; chunks: AsyncGenerator<string> }> {
  const look = await lookOf(ctx, actor)
  const zone = await zoneOf(ctx.db, look.workspaceId)
  const readsResponses = actor.abilities.has('responses.read')
  const isSeen = sql<boolean>`(r.id is not null and not r.quarantined and ${look.visible})`
  const content = contentConditions(query, 'r', look.low)
  const columns = exportColumns({
    look,
    zone,
    isSeen,
    readsResponses,
    readsInbox: actor.abilities.has('inbox.read'),
  })
  const where = every([
    sql`s.workspace_id = ${look.workspaceId}`,
    ...aboutConditions(query, 's'),
    ...(await timeConditions(ctx.db, look.workspaceId, query, sql`s.made_at`, look.now)),
    ...(query.state ? [sql<boolean>`s.state = ${query.state}`] : []),
    ...(query.status ? [sql<boolean>`conversations.status = ${query.status}`] : []),
    ...(content.length > 0 ? [sql<boolean>`${sql.lit(readsResponses)} and ${isSeen}`, ...content] : []),
  ])
  // One call for the whole line: joined cell by cell, each would copy all that stand before it.
  const line = sql`concat_ws(',', ${sql.join(columns.map(([, cell]) => cell))}) || E'\\r\\n'`

  async function read(after: Batch | null): Promise<Batch> {
    const place = after?.last_at
      ? sql`and s.made_at <= ${after.last_at}::timestamptz
          and (s.made_at < ${after.last_at}::timestamptz or s.id > ${after.last_id}::uuid)`
      : sql``
    const batch = sql<Batch>`
      select string_agg(line, '') as text, count(*) as count,
        (array_agg(made_at))[count(*)]::text as last_at, (array_agg(id))[count(*)]::text as last_id
      from (
        select ${line} as line, s.made_at, s.id
        from surveys s
        left join responses r on r.workspace_id = s.workspace_id and r.id = s.response_id
        join conversations on conversations.workspace_id = s.workspace_id and conversations.id = s.conversation_id
        left join contacts on contacts.workspace_id = s.workspace_id and contacts.id = s.contact_id
        left join members on members.workspace_id = s.workspace_id and members.id = s.agent_id
            left join teams on teams.workspace_id = s.workspace_id and teams.id = s.team_id
        where ${where} ${place}
        order by s.made_at desc, s.id limit ${BATCH}
      ) lines`
    return ctx.db.transaction().execute(async (tx) => {
      // Helpers take longer to come than a batch does.
      await sql`set local max_parallel_workers_per_gather = 0`.execute(tx)
      return (await batch.execute(tx)).rows[0]!
    })
  }

  async function* chunks(first: Batch): AsyncGenerator<string> {
    yield `${query.bom === 'true' ? '\ufeff' : ''}${columns.map(([name]) => name).join(',')}\r\n`
    for (let batch = first; batch.count > 0; batch = await read(batch)) {
      yield batch.text!
      if (batch.count < BATCH) return
    }
  }
  // The first batch is read before anything is answered, so that what goes wrong is still a problem document.
  return {
    fileName: `candor-conversations-${dayOf(look.now, zone)}.csv`,
    chunks: chunks(await read(null)),
  }
}
