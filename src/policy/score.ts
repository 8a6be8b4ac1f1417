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

/** Positive 4–5, neutral 2–3, negative 1 (I17). */
export function classify(score: Score): 'positive' | 'neutral' | 'negative' {
  if (score >= 4) return 'positive'
  return score >= 2 ? 'neutral' : 'negative'
}

/** In the top boxes of the definition that was frozen with the answer; a 3 never is (A2, A3). */
export function isSatisfied(score: Score, satisfiedFrom: 4 | 5): boolean {
  return score >= satisfiedFrom
}

/** Share of satisfied answers, 0–1, or null without any (I17, A3). */
export function csat(distribution: Distribution, satisfiedFrom: 4 | 5): number | null {
  const all = SCORES.reduce((sum, score) => sum + distribution[score], 0)
  if (all === 0) return null
  const satisfied = SCORES.filter((score) => isSatisfied(score, satisfiedFrom))
  return satisfied.reduce((sum, score) => sum + distribution[score], 0) / all
}

/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054

/** The 95 % Wilson score interval of `successes` out of `n` (Wilson 1927); the whole range when n is 0. */
export function wilson95(successes: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const share = successes / n
  const spread = Z * Z
  const centre = (share + spread / (2 * n)) / (1 + spread / n)
  const half = (Z / (1 + spread / n)) * Math.sqrt((share * (1 - share)) / n + spread / (4 * n * n))
  return { low: successes === 0 ? 0 : centre - half, high: successes === n ? 1 : centre + half }
}
