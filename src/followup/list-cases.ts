import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { every } from '../insights/counting/filters.ts'
import { isOverdue } from '../insights/answers/case-state.ts'
import { timeConditions } from '../insights/answers/response-filters.ts'
import { contactNameColumn } from '../inbox/contacts/contact-name.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { decodeCursor, toPage } from '../platform/http/paging.ts'
import { done, invalid, type Outcome } from '../platform/outcome.ts'
import { type CaseLook, caseLook, caseRows, knownCases, presentCase, saidOf } from './case-rows.ts'
import type { CaseItem, CaseQuery, CaseSummary } from './schema.ts'

/** Cases that the asker may know of (A7): the next due first, or the newest. */
export async function listCases(
  ctx: Context,
  actor: Actor,
  query: CaseQuery,
): Promise<Outcome<{ data: CaseItem[]; next_cursor: string | null }>> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  const look = await caseLook(ctx, actor)
  const isByDue = query.sort === 'due'
  const time = isByDue ? sql`c.due_at` : sql`c.opened_at`
  const conditions = [
    ...filtersOf(actor, look, query),
    ...(await timeConditions(ctx.db, look.workspaceId, query, sql`c.opened_at`, look.now)),
  ]
  if (after) {
    const place = sql`(${new Date(after.at)}, ${after.id}::uuid)`
    conditions.push(isByDue ? sql`(${time}, c.id) > ${place}` : sql`(${time}, c.id) < ${place}`)
  }
  const order = isByDue ? sql`${time}, c.id` : sql`${time} desc, c.id desc`
  const { rows } = await caseRows(
    look,
    sql`and ${every(conditions)} order by ${order} limit ${query.limit + 1}`,
  ).execute(ctx.db)
  const { data, next_cursor } = toPage(rows, query.limit, (row) => ({
    at: isByDue ? row.due_at : row.opened_at,
    id: row.id,
  }))
  return done({ data: data.map(presentCase), next_cursor })
}

function filtersOf(actor: Actor, look: CaseLook, query: CaseQuery): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = []
  const { state, owner_id: owner, team_id: team, overdue, q } = query
  if (state === 'active') conditions.push(sql`c.state <> 'closed'`)
  else if (state !== 'all') conditions.push(sql`c.state = ${state}`)
  if (owner === 'nobody') conditions.push(sql`c.owner_id is null`)
  else if (owner === 'me') conditions.push(sql`c.owner_id = ${actor.memberId}::uuid`)
  else if (owner) conditions.push(sql`c.owner_id = ${owner}::uuid`)
  if (team === 'none') conditions.push(sql`c.team_id is null`)
  else if (team) conditions.push(sql`c.team_id = ${team}::uuid`)
  if (query.conversation_id) conditions.push(sql`c.conversation_id = ${query.conversation_id}::uuid`)
  if (overdue) conditions.push(sql`${isOverdue(look.now)} = ${overdue === 'true'}`)
  if (q) {
    const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    conditions.push(sql`(${contactNameColumn('contacts')} ilike ${pattern} or contacts.email ilike ${pattern}
      or conversations.subject ilike ${pattern} or c.reason ilike ${pattern} or ${saidOf('comment')} ilike ${pattern})`)
  }
  return conditions
}

/** What the sidebar shows: how many wait, and what the asker was told of and has not looked at. */
export async function summariseCases(ctx: Context, actor: Actor): Promise<CaseSummary> {
  const look = await caseLook(ctx, actor)
  const mine = sql`c.owner_id = ${actor.memberId}::uuid`
  const overdue = isOverdue(look.now)
  const counts = await sql<Record<'mine' | 'mine_overdue' | 'all' | 'all_overdue', number>>`
    select count(*) filter (where ${mine}) as mine, count(*) filter (where ${mine} and ${overdue}) as mine_overdue,
      count(*) as all, count(*) filter (where ${overdue}) as all_overdue
    from ${knownCases(look)} and c.state <> 'closed'`.execute(ctx.db)
  const told = await sql<Omit<CaseSummary['alerts'][number], 'at'> & { at: number }>`
    select known.case_id, a.kind, a.at, known.contact_name from case_alerts a
    join (select c.id as case_id, ${contactNameColumn('contacts')} as contact_name from ${knownCases(look)} and c.state <> 'closed') known
      on known.case_id = a.case_id
    where a.workspace_id = ${look.workspaceId} and a.member_id = ${actor.memberId}::uuid and a.seen_at is null
    order by a.at desc limit 20`.execute(ctx.db)
  const [row] = counts.rows
  return {
    mine: { open: row!.mine, overdue: row!.mine_overdue },
    all: { open: row!.all, overdue: row!.all_overdue },
    sees_answers: look.seesAnswers,
    alerts: told.rows.map((alert) => ({ ...alert, at: toIso(alert.at) })),
  }
}
