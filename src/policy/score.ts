import type { Scale } from './settings.ts'

/** The five scores (O4). Thumbs up is stored as 5, thumbs down as 1. */
export const SCORES = [1, 2, 3, 4, 5] as const
export type Score = (typeof SCORES)[number]

export const SCORE_FACES: Record<Score, { emoji: string; label: string }> = {
  1: { emoji: '😡', label: 'Terrible' },
  2: { emoji: '😞', label: 'Poor' },
  3: { emoji: '😐', label: 'Okay' },
  4: { emoji: '🙂', label: 'Good' },
  5: { emoji: '😍', label: 'Excellent' },
}

export type Distribution = Record<Score, number>

/** From this score on an answer is positive (I17); what counts as satisfied is the policy's (A2). */
export const POSITIVE_FROM = 4
/** Up to this one it is negative. */
const NEGATIVE_UNTIL = 1

/**
 * Which thumb a score is: 4 and 5 up, 1 and 2 down; a 3 is neither (A2, A3). Stored are only the ends, 5 and 1;
 * the others come from links and answers given while the scale had five points.
 */
export function thumbOf(score: number): 'up' | 'down' | null {
  if (score === 3) return null
  return score > 3 ? 'up' : 'down'
}

/** The score as a scale has it, or null when it has none like it: thumbs know no 3. */
export function scoreOn(scale: Scale, score: number): number | null {
  if (scale !== 'thumbs') return score
  const thumb = thumbOf(score)
  return thumb && (thumb === 'up' ? 5 : 1)
}

/** What can be chosen on a scale, lowest first. */
export function scoresOn(scale: Scale): readonly Score[] {
  return scale === 'thumbs' ? [1, 5] : SCORES
}

/** Is the comment box brought up before skipping is offered (O5)? */
export function asksForComment(score: number, lowUntil: number): boolean {
  return score <= lowUntil
}

/** What a score says: positive from 4, negative at 1, neutral between (I17). */
export function sentimentOf(score: number): 'positive' | 'neutral' | 'negative' {
  if (score >= POSITIVE_FROM) return 'positive'
  return score <= NEGATIVE_UNTIL ? 'negative' : 'neutral'
}

/** Answers in three parts: positive 4–5, neutral 2–3, negative 1 (I17). */
export function splitOf(distribution: Distribution): { positive: number; neutral: number; negative: number } {
  const split = { positive: 0, neutral: 0, negative: 0 }
  for (const score of SCORES) {
    split[sentimentOf(score)] += distribution[score]
  }
  return split
}

/** How many scores there are, their mean, and the variance of what they are a sample of (0 for fewer than two). */
export function momentsOf(distribution: Distribution): { n: number; mean: number; variance: number } {
  const sum = (of: (score: Score) => number): number =>
    SCORES.reduce((total, score) => total + distribution[score] * of(score), 0)
  const n = sum(() => 1)
  const mean = n === 0 ? 0 : sum((score) => score) / n
  return { n, mean, variance: n < 2 ? 0 : sum((score) => (score - mean) ** 2) / (n - 1) }
}

/** The mean score, or null without any. */
export function averageOf(distribution: Distribution): number | null {
  const { n, mean } = momentsOf(distribution)
  return n === 0 ? null : mean
}

/** The 97.5 % quantile of the standard normal distribution. */
export const Z_95 = 1.959963984540054

/** The 95 % Wilson score interval of `successes` out of `n` (Wilson 1927); the whole range when n is 0. */
export function wilson95(successes: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const share = successes / n
  const spread = Z_95 * Z_95
  const centre = (share + spread / (2 * n)) / (1 + spread / n)
  const half = (Z_95 / (1 + spread / n)) * Math.sqrt((share * (1 - share)) / n + spread / (4 * n * n))
  return { low: successes === 0 ? 0 : centre - half, high: successes === n ? 1 : centre + half }
}
