import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { every } from '../insights/counting/filters.ts'
import { periodOf } from '../insights/counting/period.ts'
import { zoneOf } from '../insights/counting/read-counts.ts'
import { isOverdue } from '../insights/answers/case-state.ts'
import { aboutConditions } from '../insights/answers/response-filters.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { CASE_OUTCOMES, type CaseOutcome, recoveryRate } from '../policy/follow-up/follow-up.ts'
import { caseLook, knownCases } from './case-rows.ts'
import type { FollowUpQuery, FollowUpReport } from './schema.ts'

type Counts = Record<'opened' | 'contacted' | 'closed' | 'overdue' | 'late' | CaseOutcome, number> & {
  median: number | null
  p90: number | null
}

/**
 * How the cases opened in a period went (A7). Only cases that the asker may know of count: a total over the others would
 * tell how many low answers are still closed to him (C13).
 */
export async function followUpReport(
  ctx: Context,
  actor: Actor,
  query: FollowUpQuery,
): Promise<FollowUpReport> {
  const look = await caseLook(ctx, actor)
  const zone = await zoneOf(ctx.db, look.workspaceId)
  const period = await periodOf(ctx.db, zone, query, look.now, { wholeDays: false })
  const { team_id: team, channel, owner_id: owner, agent_id, tag, handled_by } = query
  const conditions = every([
    sql`c.opened_at >= ${new Date(period.from)}`,
    sql`c.opened_at < ${new Date(period.to)}`,
    ...(team === 'none' ? [sql<boolean>`c.team_id is null`] : []),
    ...(team && team !== 'none' ? [sql<boolean>`c.team_id = ${team}::uuid`] : []),
    ...(channel ? [sql<boolean>`c.channel = ${channel}`] : []),
    ...(owner ? [sql<boolean>`c.owner_id = ${owner}::uuid`] : []),
    // These the answer alone has.
    ...aboutConditions({ agent_id, tag, handled_by }, 'r'),
  ])
  const waited = sql`extract(epoch from c.contacted_at - c.opened_at)::float8`
  const outcomes = sql.join(
    CASE_OUTCOMES.map(
      (outcome) => sql`count(*) filter (where c.outcome = ${outcome}) as ${sql.ref(outcome)}`,
    ),
  )
  const { rows } = await sql<Counts>`
    select count(*) as opened, count(c.contacted_at) as contacted, count(c.closed_at) as closed,
      count(*) filter (where ${isOverdue(look.now)}) as overdue,
      count(*) filter (where c.contacted_at > c.due_at) as late,
      percentile_cont(0.5) within group (order by ${waited}) as median,
      percentile_cont(0.9) within group (order by ${waited}) as p90, ${outcomes}
    from ${knownCases(look)} and ${conditions}`.execute(ctx.db)
  const counts = rows[0]!
  const { min_n: minN } = look.eyes.policy.visibility
  return {
    from: period.begins ? toIso(period.from) : null,
    to: toIso(period.to),
    time_zone: zone,
    opened: counts.opened,
    contacted: counts.contacted,
    closed: counts.closed,
    overdue: counts.overdue,
    contacted_late: counts.late,
    time_to_contact: { n: counts.contacted, median_seconds: counts.median, p90_seconds: counts.p90 },
    recovery_rate: recoveryRate(counts, minN),
    outcomes: Object.fromEntries(CASE_OUTCOMES.map((outcome) => [outcome, counts[outcome]])) as Record<
      CaseOutcome,
      number
    >,
  }
}
