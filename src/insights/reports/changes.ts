import { type Change, describeAverageChange, describeChange, type Rate } from '../../policy/numbers/chance.ts'
import { hasEnoughData } from '../../policy/view.ts'
import type { Changes, Figures } from '../schema.ts'

type Pair = { now: Figures; before: Figures }

/** Two response rates are compared only once none of the asks can be answered any more: late answers would come. */
export function isRateComparable({ now, before }: Pair): boolean {
  return now.open_asks === 0 && before.open_asks === 0
}

/** How far the figures moved from one period to another, each null where one of the two has too little (A10). */
export function changesBetween({ now, before }: Pair, minN: number): Changes {
  const between = (read: (figures: Figures) => Rate): Change | null =>
    hasEnoughData(read(now).whole, minN) && hasEnoughData(read(before).whole, minN)
      ? describeChange(read(now), read(before))
      : null
  // Of a handful a share would only startle.
  const growth = (name: 'sent' | 'answered'): number | null =>
    hasEnoughData(before[name], minN) ? now[name] / before[name] - 1 : null
  const { distribution } = now
  const isEnough = now.enough_data && before.enough_data
  return {
    sent: growth('sent'),
    answered: growth('answered'),
    csat: between(({ satisfied, n }) => ({ part: satisfied ?? 0, whole: n })),
    positive: between(({ positive, n }) => ({ part: positive ?? 0, whole: n })),
    average:
      isEnough && distribution && before.distribution
        ? describeAverageChange(distribution, before.distribution)
        : null,
    response_rate: isRateComparable({ now, before })
      ? between(({ asked_answered: part, sent: whole }) => ({ part, whole }))
      : null,
    reopen_rate: between(({ reopened: part, resolved: whole }) => ({ part, whole })),
  }
}
