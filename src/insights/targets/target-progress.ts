import type { Actor } from '../../access/actor.ts'
import type { Context } from '../../platform/context.ts'
import { inPicture } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import { averageInterval, judgeTarget, type Metric, rateOf } from '../../policy/numbers/target.ts'
import { endOf, type Span, startOf } from '../counting/calendar.ts'
import { lensFor } from '../lens/lens-for.ts'
import { lookAtAll } from '../lens/look-at.ts'
import { dayOf } from '../counting/period.ts'
import { zoneOf } from '../counting/read-counts.ts'
import type { Figures } from '../schema.ts'
import type { TargetProgress } from './target-schema.ts'

/** How a target stands in the current week, month or quarter of the workspace's own calendar (I20). */
export async function progressOf(
  ctx: Context,
  actor: Actor,
  target: { team_id: string | null; metric: Metric; goal: number; period: Span },
  now: Instant,
): Promise<TargetProgress> {
  const today = dayOf(now, await zoneOf(ctx.db, actor.workspaceId))
  const [from, to] = [startOf(target.period, today), endOf(target.period, today)]
  const { overall, minN } = await inPicture(ctx.db, async (db) => {
    const lens = await lensFor({ ...ctx, db }, actor, { from, to }, { team: target.team_id ?? undefined })
    return { ...(await lookAtAll(lens, null)), minN: lens.minN }
  })
  const measured = measure(target.metric, overall)
  const progress = judgeTarget({ goal: target.goal, ...measured, minN })
  const { answered, response_rate } = overall
  return { ...progress, answered, response_rate, period_from: from, period_to: to }
}

function measure(metric: Metric, figures: Figures) {
  const { csat, interval, n, distribution, sent, asked_answered: answered } = figures
  const nothing = { value: null, interval: null }
  if (metric === 'csat') return { value: csat, interval, n }
  if (metric === 'average') {
    return (distribution && averageInterval(distribution)) ?? { ...nothing, n }
  }
  return rateOf(answered, sent) ?? { ...nothing, n: 0 }
}
