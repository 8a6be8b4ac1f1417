import type { CustomerText } from '../../languages/customer-text.ts'

export type Scale = 'stars' | 'emoji' | 'thumbs'
export type Score = 1 | 2 | 3 | 4 | 5
export type Face = { score: Score; sign: string; label: string }

/** O4 */
const EMOJI = { 1: '😡', 2: '😞', 3: '😐', 4: '🙂', 5: '😍' } as const
const SCORES = [1, 2, 3, 4, 5] as const

/** What can be chosen on a scale, lowest first. Thumbs are the ends of the same 1–5 (A2). */
export function facesOf(scale: Scale, text: Pick<CustomerText, 'scores' | 'thumbs'>): Face[] {
  if (scale === 'thumbs') {
    return [
      { score: 1, sign: '👎', label: text.thumbs.down },
      { score: 5, sign: '👍', label: text.thumbs.up },
    ]
  }
  return SCORES.map((score) => ({
    score,
    sign: scale === 'stars' ? '★' : EMOJI[score],
    label: text.scores[score],
  }))
}

/** The face of a score. On thumbs 4 is up and 2 is down; a 3 (from before the scale changed) is neither. */
export function faceOf(
  scale: Scale,
  score: number | null,
  text: Pick<CustomerText, 'scores' | 'thumbs'>,
): Face | null {
  const wanted = scale === 'thumbs' && score !== null && score !== 3 ? (score > 3 ? 5 : 1) : score
  return facesOf(scale, text).find((face) => face.score === wanted) ?? null
}
