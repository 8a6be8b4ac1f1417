import { sql } from 'kysely'
import { contactNameColumn } from '../../inbox/contacts/contact-name.ts'
import type { Actor } from '../../access/actor.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { inPicture } from '../../platform/database.ts'
import { decodeCursor, type Position, toPage } from '../../platform/http/paging.ts'
import { done, fail, invalid, type Outcome } from '../../platform/outcome.ts'
import { type Closing, closingOf } from '../../policy/numbers/aggregate.ts'
import { POSITIVE_FROM } from '../../policy/score.ts'
import { CHANNEL_IDS, type Policy, policyForChannel } from '../../policy/settings.ts'
import { currentPolicy } from '../../surveys/settings/current-policy.ts'
import { type Eyes, eyesOf } from '../../surveys/seeing/present.ts'
import { viewConditions } from '../../surveys/seeing/view-conditions.ts'
import type { AchievementQuery, Achievements } from './achievement-schema.ts'
import { addDays } from '../counting/calendar.ts'
import { counts } from '../counting/filters.ts'
import { lensFor } from '../lens/lens-for.ts'
import { lookAtAll } from '../lens/look-at.ts'
import { dayOf } from '../counting/period.ts'
import { zoneOf } from '../counting/read-counts.ts'

/** A member's eyes, and how much of the single answers is closed to them. */
type Look = { eyes: Eyes; closing: Closing; policies: Policy[] }

/**
 * A member's own positive ratings and what was said with them (I19). What the policy closes to the member's role
 * stays closed here, too: then only numbers over enough answers are told, and a notice says why. Single ratings take
 * the permission to read them, and the customers' names the one to read the inbox.
 */
export async function achievements(
  ctx: Context,
  actor: Actor,
  query: AchievementQuery,
): Promise<Outcome<Achievements>> {
  const { memberId, workspaceId } = actor
  if (memberId === null) {
    return fail({
      kind: 'forbidden',
      reason: 'no_member',
      message: 'Achievements are a member’s own. This key speaks for the workspace; bind one to a member.',
    })
  }
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  return inPicture(ctx.db, async (db) => {
    const now = ctx.clock.now()
    const today = dayOf(now, await zoneOf(db, workspaceId))
    const from = query.days === 'all' ? undefined : addDays(today, 1 - Number(query.days))
    const lens = await lensFor({ ...ctx, db }, actor, { from }, { agent: memberId })
    const { overall } = await lookAtAll(lens, null)
    const look = await lookOf({ ...ctx, db }, actor)
    const isOpen = look.closing !== 'everything'
    return done({
      from: lens.period.begins ? toIso(lens.period.from) : null,
      to: toIso(now),
      positive: overall.positive,
      answered: overall.answered,
      withheld: overall.withheld,
      streak: isOpen ? await readStreak({ ...ctx, db }, look) : null,
      comments: isOpen
        ? await readPraise({ ...ctx, db }, look, { from: lens.period.from, after, limit: query.limit })
        : { data: [], next_cursor: null },
      notice: noticeOf(look, lens.minN),
    })
  })
}

async function lookOf(ctx: Context, actor: Actor): Promise<Look> {
  const { policy } = await currentPolicy(ctx.db, actor.workspaceId)
  const eyes = await eyesOf(ctx, actor, policy)
  const policies = CHANNEL_IDS.map((channel) => policyForChannel(policy, channel))
  const readsResponses = actor.abilities.has('responses.read')
  return { eyes, policies, closing: closingOf({ ...eyes.viewer, readsResponses }, policies) }
}

function noticeOf({ eyes, closing, policies }: Look, minN: number): string | null {
  const enough = `Numbers are told once they are of at least ${minN} ratings.`
  if (closing === 'nothing') return null
  if (!eyes.actor.abilities.has('responses.read')) return `This key may not read single ratings. ${enough}`
  if (closing === 'everything') return `Your role may not read single ratings here. ${enough}`
  if (closing === 'by_channel') {
    return `On some channels your role may not read single ratings, so those are left out. ${enough}`
  }
  const hours = policies.map(({ visibility }) => visibility.embargo_hours)
  const most = Math.max(...hours)
  const isSame = hours.every((each) => each === most)
  const time = isSame ? `for ${most} hours` : `for up to ${most} hours, depending on the channel,`
  return `Ratings stay closed ${time} after they were given. ${enough}`
}

/** Own answers that count and are open to the reader (C12, C13). */
function ownAnswers({ eyes: { actor, viewer, policy, now } }: Look) {
  const { visible } = viewConditions(viewer, policy, now, 'a')
  return sql`responses a
    where a.workspace_id = ${actor.workspaceId} and a.agent_id = ${actor.memberId}
      and ${counts('a')} and ${visible}`
}

async function readStreak(ctx: Context, look: Look): Promise<number> {
  const { rows } = await sql<{ streak: number }>`
    with own as materialized (select a.score, a.submitted_at, a.id from ${ownAnswers(look)}),
    broken as (
      select submitted_at, id from own where score < ${POSITIVE_FROM} order by submitted_at desc, id desc limit 1)
    select count(*)::int as streak from own left join broken on true
    where broken.id is null or (own.submitted_at, own.id) > (broken.submitted_at, broken.id)`.execute(ctx.db)
  return rows[0]!.streak
}

async function readPraise(
  ctx: Context,
  look: Look,
  { from, after, limit }: { from: number; after: Position | null; limit: number },
): Promise<Achievements['comments']> {
  type Row = Omit<Achievements['comments']['data'][number], 'submitted_at' | 'response_id'> & {
    id: string
    submitted_at: number
  }
  const { rows } = await sql<Row>`
    select own.id, own.conversation_id, own.contact_id, ${contactNameColumn('c')} as contact_name, own.score, own.comment, own.submitted_at
    from (select a.* from ${ownAnswers(look)} and a.score >= ${POSITIVE_FROM} and a.comment is not null
        and a.submitted_at >= ${new Date(from)}
        ${after ? sql`and (a.submitted_at, a.id) < (${new Date(after.at)}, ${after.id}::uuid)` : sql``}
      order by a.submitted_at desc, a.id desc limit ${limit + 1}) own
    join contacts c on c.workspace_id = own.workspace_id and c.id = own.contact_id
    order by own.submitted_at desc, own.id desc`.execute(ctx.db)
  const { data, next_cursor } = toPage(rows, limit, (row) => ({ at: row.submitted_at, id: row.id }))
  const readsNames = look.eyes.actor.abilities.has('inbox.read')
  return {
    next_cursor,
    data: data.map(({ id, submitted_at: at, ...row }) => ({
      response_id: id,
      conversation_id: row.conversation_id,
      contact_id: readsNames ? row.contact_id : null,
      contact_name: readsNames ? row.contact_name : null,
      score: row.score,
      comment: row.comment,
      submitted_at: toIso(at),
    })),
  }
}
