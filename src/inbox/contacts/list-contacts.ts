import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { decodeCursor, toPage } from '../../platform/http/paging.ts'
import { done, invalid, type Outcome } from '../../platform/outcome.ts'
import { presentContact } from '../present.ts'
import type { Contact } from '../schema.ts'

/** Contacts, newest first; `q` finds part of a name, an address, or the exact external_id. */
export async function listContacts(
  ctx: Context,
  workspaceId: string,
  filter: {
    limit: number
    cursor?: string | undefined
    q?: string | undefined
    external_id?: string | undefined
  },
): Promise<Outcome<{ data: Contact[]; next_cursor: string | null }>> {
  const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor)
  if (filter.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  let query = ctx.db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
  if (after) query = query.where(sql<boolean>`(created_at, id) < (${new Date(after.at)}, ${after.id}::uuid)`)
  if (filter.external_id) query = query.where('external_id', '=', filter.external_id)
  if (filter.q) {
    const pattern = `%${filter.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    query = query.where((eb) =>
      eb.or([
        eb('name', 'ilike', pattern),
        eb('email', 'ilike', pattern),
        eb('external_id', '=', filter.q ?? null),
      ]),
    )
  }
  const result = toPage(await query.execute(), filter.limit, (row) => ({ at: row.created_at, id: row.id }))
  return done({ data: result.data.map(presentContact), next_cursor: result.next_cursor })
}
