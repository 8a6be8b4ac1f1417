import type { Actor } from '../../access/actor.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { inPicture } from '../../platform/database.ts'
import { done, type Outcome } from '../../platform/outcome.ts'
import { seesOwnOnly } from '../../policy/view.ts'
import { changesBetween, isRateComparable } from './changes.ts'
import { definitionsIn } from './definitions.ts'
import { countFilters } from '../counting/filters.ts'
import { namesOf } from './names.ts'
import type { CsatReport, ReportQuery } from '../schema.ts'
import type { Lens } from '../lens/lens.ts'
import { lookAtAll, lookAtGroups } from '../lens/look-at.ts'
import { lensBefore, lensFor, ownRow, seesSingle } from '../lens/lens-for.ts'

/**
 * The figures of a period, in all and by group (C10, C11, I16, J10). Every member may ask; an agent sees the
 * workspace's numbers and of the agents only the own row. Scores that would tell a closed answer are withheld.
 */
export function csatReport(ctx: Context, actor: Actor, query: ReportQuery): Promise<Outcome<CsatReport>> {
  return inPicture(ctx.db, (db) => readReport({ ...ctx, db }, actor, query))
}

async function readReport(ctx: Context, actor: Actor, query: ReportQuery): Promise<Outcome<CsatReport>> {
  const filters = countFilters(query)
  const agent = ownRow(actor, filters)
  if (!agent.ok) return agent
  if (query.group_by === 'agent') filters.agent = agent.value
  const lens = await lensFor(ctx, actor, query, filters)
  const { period } = lens
  const by = query.group_by
  const isTime = by === 'day' || by === 'week'
  const all = await lookAtAll(lens, isTime ? by : null)
  const groups = by === undefined || isTime ? all.buckets : await lookAtGroups(lens, by, query.trend ?? null)
  const previous = await readPrevious(lens)
  const pair = previous && { now: all.overall, before: previous }
  const names = await namesOf(ctx.db, actor.workspaceId, by)
  return done({
    from: toIso(period.from),
    to: toIso(period.to),
    time_zone: period.zone,
    overall: all.overall,
    previous,
    changes: pair && changesBetween(pair, lens.minN),
    response_rate_comparable: pair !== null && isRateComparable(pair),
    groups: groups.map((each) => ({ ...each, name: names(each.key) })),
    definitions: await definitionsIn(ctx.db, actor.workspaceId, period),
    min_n: lens.minN,
    reader: { own_only: seesOwnOnly(actor), sees_single: seesSingle(lens) },
  })
}

async function readPrevious(lens: Lens): Promise<CsatReport['previous']> {
  const before = await lensBefore(lens)
  if (!before) return null
  const { firstDay: from, lastDay: to } = before.period
  return { from, to, ...(await lookAtAll(before, null)).overall }
}
