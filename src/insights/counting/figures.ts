import type { Counts } from '../../platform/tables/words.ts'
import { averageOf, splitOf, wilson95 } from '../../policy/score.ts'
import { hasEnoughData } from '../../policy/view.ts'
import type { Figures } from '../schema.ts'

/** How many answers there are. */
export function answersIn(counts: Counts): number {
  return counts.score_1 + counts.score_2 + counts.score_3 + counts.score_4 + counts.score_5
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/**
 * The numbers that people read, made of counts (I17, A10). `open` are the counts whose scores may be told; fewer
 * than all when some answers are closed to the reader.
 */
export function figuresOf(counts: Counts, open: Counts, minN: number): Figures {
  const answered = answersIn(counts)
  const n = answersIn(open)
  const isClosed = n === 0 && answered > 0
  const scores = {
    1: open.score_1,
    2: open.score_2,
    3: open.score_3,
    4: open.score_4,
    5: open.score_5,
  }
  return {
    resolved: counts.resolved,
    eligible: counts.eligible,
    sent: counts.sent,
    answered,
    asked_answered: counts.sent_answered,
    open_asks: counts.sent_open,
    response_rate: ratio(counts.sent_answered, counts.sent),
    n,
    satisfied: isClosed ? null : open.satisfied,
    average: averageOf(scores),
    distribution: isClosed ? null : scores,
    ...(isClosed ? { positive: null, neutral: null, negative: null } : splitOf(scores)),
    csat: ratio(open.satisfied, n),
    interval: n === 0 ? null : wilson95(open.satisfied, n),
    reopened: counts.reopened,
    reopen_rate: ratio(counts.reopened, counts.resolved),
    enough_data: hasEnoughData(n, minN),
    withheld: answered - n,
  }
}
