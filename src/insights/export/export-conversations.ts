import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import type { Context } from '../../platform/context.ts'
import { done, type Outcome } from '../../platform/outcome.ts'
import { viewConditions } from '../../surveys/seeing/view-conditions.ts'
import { caseConditions } from '../answers/case-state.ts'
import { exportColumns } from './export-columns.ts'
import { every } from '../counting/filters.ts'
import { dayOf } from '../counting/period.ts'
import { zoneOf } from '../counting/read-counts.ts'
import { aboutConditions, contentConditions, timeConditions } from '../answers/response-filters.ts'
import { lookOf } from '../answers/response-rows.ts'
import type { ExportQuery } from '../answers/responses-schema.ts'

/**
 * Every survey with what became of it, newest ask first, as CSV (O7). Whose answer the asker may not see has an
 * empty score and the reason beside it; asked by score or comment, it is not among the rows. Refused while the asker takes another, or too many do.
 *
 * The database makes the text, from one picture of itself; nothing is held here but what the reader has not taken.
 */
export async function exportConversations(
  ctx: Context,
  actor: Actor,
  query: ExportQuery,
): Promise<Outcome<{ fileName: string; chunks: AsyncIterable<string | Buffer> }>> {
  const own = await lookOf(ctx, actor)
  const { eyes, now } = own
  // That an answer was set aside stands beside it for every reader; what it says, for none.
  const asReviewer = viewConditions({ ...eyes.viewer, reviews: true }, eyes.policy, now, 'r')
  const look = { ...own, ...asReviewer }
  const zone = await zoneOf(ctx.db, look.workspaceId)
  const readsResponses = actor.abilities.has('responses.read')
  const seen = sql<boolean>`(r.id is not null and not r.quarantined and ${look.visible})`
  const isSeen = sql<boolean>`may.is_seen`
  const content = [...contentConditions(query, 'r', look), ...caseConditions(query, 'r', look.now)]
  const byAnswer = query.by === 'answered'
  const asOf = byAnswer ? sql`r.submitted_at` : sql`s.made_at`
  const time = await timeConditions(ctx.db, look.workspaceId, query, asOf, look.now)
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
    ...time,
    // When somebody answered is closed to whom the answer is, for good; not to whom it only is for now.
    ...(byAnswer && time.length > 0
      ? [sql<boolean>`${sql.lit(readsResponses)} and (${look.visible} or ${look.embargoed})`]
      : []),
    ...(query.state ? [sql<boolean>`s.state = ${query.state}`] : []),
    ...(query.status ? [sql<boolean>`conversations.status = ${query.status}`] : []),
    ...(content.length > 0 ? [sql<boolean>`${sql.lit(readsResponses)} and ${isSeen}`, ...content] : []),
  ])
  const cells = sql.join(columns.map(([, cell]) => cell))
  const rows = sql`
    select ${cells}
    from surveys s
    left join responses r on r.workspace_id = s.workspace_id and r.id = s.response_id
    join conversations on conversations.workspace_id = s.workspace_id and conversations.id = s.conversation_id
    left join contacts on contacts.workspace_id = s.workspace_id and contacts.id = s.contact_id
    left join members on members.workspace_id = s.workspace_id and members.id = s.agent_id
    left join teams on teams.workspace_id = s.workspace_id and teams.id = s.team_id
    -- Once for the row, not once for each time that a cell needs it.
    cross join lateral (
      select ${seen} as is_seen, nullif(array_to_string(s.tags, ', '), '') as tags,
        nullif(array_to_string(r.reasons, ', '), '') as reasons offset 0) as may
    where ${where}
    order by s.made_at desc, s.id`
  const lines = await ctx.copyOut(rows.compile(ctx.db), `${actor.kind}:${actor.id}`)
  if (!lines.ok) return lines
  const head = `${query.bom === 'true' ? '\ufeff' : ''}${columns.map(([name]) => name).join(',')}\n`
  const fileName = `candor-conversations-${dayOf(look.now, zone)}.csv`
  return done({ fileName, chunks: after(head, lines.value) })
}

async function* after(head: string, rest: AsyncIterable<Buffer>): AsyncGenerator<string | Buffer> {
  yield head
  yield* rest
}
