import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { decodeCursor, toPage } from '../platform/http/paging.ts'
import { done, fail, invalid, type Outcome } from '../platform/outcome.ts'
import { CHANNEL_IDS, type ChannelId, type Policy, policyForChannel } from '../policy/settings.ts'
import { embargoEndsAt } from '../policy/view.ts'
import { currentPolicy } from '../surveys/current-policy.ts'
import type { AchievementQuery, Achievements } from './achievement-schema.ts'
import { addDays } from './calendar.ts'
import { lensFor } from './lens-for.ts'
import { type Lens, lookAtAll } from './lens.ts'
import { dayOf } from './period.ts'
import { zoneOf } from './read-counts.ts'

/** Up to when answers of a channel are open to the reader; the channels without any are left out. */
type Open = { channel: ChannelId; until: Date }

/**
 * A member's own positive ratings and what was said with them (I19). What the policy closes to the member's role
 * stays closed here, too: then only numbers over enough answers are told, and a notice says why.
 */
export async function achievements(
  ctx: Context,
  actor: Actor,
  query: AchievementQuery,
): Promise<Outcome<Achievements>> {
  const { memberId, role, workspaceId } = actor
  if (memberId === null || role === null) {
    return fail({
      kind: 'forbidden',
      reason: 'no_member',
      message: 'Achievements are a member’s own. This key speaks for the workspace; bind one to a member.',
    })
  }
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  const now = ctx.clock.now()
  const today = dayOf(now, await zoneOf(ctx.db, workspaceId))
  const from = query.days === 'all' ? undefined : addDays(today, 1 - Number(query.days))
  const lens = await lensFor(ctx, { workspaceId, role }, { from }, { agent: memberId })
  const { overall } = await lookAtAll(lens, null)
  const { policy } = await currentPolicy(ctx.db, workspaceId)
  const open = openChannels(policy, role, now)
  return done({
    from: lens.period.begins ? toIso(lens.period.from) : null,
    to: toIso(now),
    positive: overall.positive,
    answered: overall.answered,
    withheld: overall.withheld,
    streak: open.length === 0 ? null : await readStreak(ctx, actor, open),
    comments: await readPraise(ctx, actor, { open, lens, after, limit: query.limit }),
    notice: noticeOf(policy, open, lens),
  })
}

function openChannels(policy: Policy, role: NonNullable<Actor['role']>, now: number): Open[] {
  return CHANNEL_IDS.map((channel) => ({ channel, rules: policyForChannel(policy, channel) }))
    .filter(({ rules }) => rules.visibility.individual_roles.includes(role))
    .map(({ channel, rules }) => ({ channel, until: new Date(2 * now - embargoEndsAt(rules, now)) }))
}

function noticeOf(policy: Policy, open: readonly Open[], { closed, minN }: Lens): string | null {
  const enough = `Numbers are told once they are of at least ${minN} ratings.`
  if (open.length === 0) return `Your role may not read single ratings here. ${enough}`
  if (open.length < CHANNEL_IDS.length) {
    return `On some channels your role may not read single ratings, so those are left out. ${enough}`
  }
  if (closed === null) return null
  const hours = policy.visibility.embargo_hours
  return `Ratings stay closed for ${hours} hours after they were given. ${enough}`
}

/** Own answers that count and are open to the reader; a change counts from when it was made (C13). */
function ownAnswers({ workspaceId, memberId }: Actor, open: readonly Open[]) {
  const cutoffs = sql.join(open.map(({ channel, until }) => sql`(${channel}, ${until}::timestamptz)`))
  return sql`responses a join (values ${cutoffs}) open (channel, until)
      on open.channel = a.channel and coalesce(a.edited_at, a.submitted_at) <= open.until
    where a.workspace_id = ${workspaceId} and a.agent_id = ${memberId}
      and not a.quarantined and a.superseded_at is null`
}

async function readStreak(ctx: Context, actor: Actor, open: readonly Open[]): Promise<number> {
  const { rows } = await sql<{ streak: number }>`
    with own as materialized (select a.score, a.submitted_at, a.id from ${ownAnswers(actor, open)}),
    broken as (select submitted_at, id from own where score < 4 order by submitted_at desc, id desc limit 1)
    select count(*)::int as streak from own left join broken on true
    where broken.id is null or (own.submitted_at, own.id) > (broken.submitted_at, broken.id)`.execute(ctx.db)
  return rows[0]!.streak
}

async function readPraise(
  ctx: Context,
  actor: Actor,
  {
    open,
    lens,
    after,
    limit,
  }: { open: readonly Open[]; lens: Lens; after: ReturnType<typeof decodeCursor>; limit: number },
): Promise<Achievements['comments']> {
  if (open.length === 0) return { data: [], next_cursor: null }
  type Row = Omit<Achievements['comments']['data'][number], 'submitted_at' | 'response_id'> & {
    id: string
    submitted_at: number
  }
  const { rows } = await sql<Row>`
    select own.id, own.conversation_id, c.name as contact_name, own.score, own.comment, own.submitted_at
    from (select a.* from ${ownAnswers(actor, open)} and a.score >= 4 and a.comment is not null
        and a.submitted_at >= ${new Date(lens.period.from)}
        ${after ? sql`and (a.submitted_at, a.id) < (${new Date(after.at)}, ${after.id}::uuid)` : sql``}
      order by a.submitted_at desc, a.id desc limit ${limit + 1}) own
    join contacts c on c.workspace_id = own.workspace_id and c.id = own.contact_id
    order by own.submitted_at desc, own.id desc`.execute(ctx.db)
  const { data, next_cursor } = toPage(rows, limit, (row) => ({ at: row.submitted_at, id: row.id }))
  return {
    next_cursor,
    data: data.map(({ id, submitted_at: at, ...row }) => ({
      response_id: id,
      conversation_id: row.conversation_id,
      contact_name: row.contact_name,
      score: row.score,
      comment: row.comment,
      submitted_at: toIso(at),
    })),
  }
}
