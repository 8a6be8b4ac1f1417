import type { Actor } from '../../access/actor.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { inPicture } from '../../platform/database.ts'
import { done, type Outcome } from '../../platform/outcome.ts'
import { rank } from '../../policy/numbers/rank.ts'
import { seesOwnOnly } from '../../policy/view.ts'
import { definitionsIn } from '../reports/definitions.ts'
import { countFilters } from '../counting/filters.ts'
import { lensFor, ownRow } from '../lens/lens-for.ts'
import { lookAtGroups, type Unnamed } from '../lens/look-at.ts'
import type { Leaderboard, LeaderboardQuery, LeaderboardRow } from './leaderboard-schema.ts'
import { namesOf } from '../reports/names.ts'

/**
 * Agents or teams in the order of what they surely reach: the lower bound of the 95 % interval (§ 3.4). Those whose
 * intervals overlap the leader's share its rank; too few answers have none. An agent sees the own row and, since
 * there is nothing to hold it against, no rank.
 */
export function leaderboard(
  ctx: Context,
  actor: Actor,
  query: LeaderboardQuery,
): Promise<Outcome<Leaderboard>> {
  return inPicture(ctx.db, (db) => readLeaderboard({ ...ctx, db }, actor, query))
}

async function readLeaderboard(
  ctx: Context,
  actor: Actor,
  query: LeaderboardQuery,
): Promise<Outcome<Leaderboard>> {
  const filters = countFilters(query)
  const own = ownRow(actor, filters)
  if (!own.ok) return own
  if (query.by === 'agent') filters.agent = own.value
  const lens = await lensFor(ctx, actor, query, filters)
  const groups = await lookAtGroups(lens, query.by, null)
  const names = await namesOf(ctx.db, actor.workspaceId, query.by)
  const isAlone = query.by === 'agent' && seesOwnOnly(actor)
  const byKey = new Map(groups.map((group) => [group.key, group]))
  // What belongs to nobody is told, and competes with nobody.
  const contenders = groups.map((group) => ({
    key: group.key,
    n: group.key === '' ? 0 : group.n,
    interval: group.key === '' ? null : group.interval,
  }))
  return done({
    from: toIso(lens.period.from),
    to: toIso(lens.period.to),
    time_zone: lens.period.zone,
    by: query.by,
    rows: rank(contenders, lens.minN).map(({ key, rank: place, tied }) => {
      const group = byKey.get(key)!
      return {
        ...group,
        name: names(key),
        rank: isAlone ? null : place,
        tied: !isAlone && tied,
        unranked: whyUnranked(group, isAlone),
      }
    }),
    definitions: await definitionsIn(ctx.db, actor.workspaceId, lens.period),
    min_n: lens.minN,
  })
}

function whyUnranked(group: Unnamed, isAlone: boolean): LeaderboardRow['unranked'] {
  if (group.key === '') return 'nobody'
  if (group.withheld > 0 && group.csat === null) return 'withheld'
  if (!group.enough_data) return 'few'
  return isAlone ? 'alone' : null
}
