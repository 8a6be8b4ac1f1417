import type { CustomerText } from '../../../languages/customer-text.ts'
import { type Score, SCORE_FACES, scoreOn, scoresOn, thumbOf } from '../../../policy/score.ts'
import type { Scale } from '../../../policy/settings.ts'

export type Face = { score: Score; sign: string; label: string }

/** What can be chosen on a scale, lowest first. Thumbs are the ends of the same 1–5 (A2). */
export function facesOf(scale: Scale, text: Pick<CustomerText, 'scores' | 'thumbs'>): Face[] {
  return scoresOn(scale).map((score) => {
    const thumb = scale === 'thumbs' && thumbOf(score)
    if (thumb) return { score, sign: thumb === 'up' ? '👍' : '👎', label: text.thumbs[thumb] }
    return { score, sign: scale === 'stars' ? '★' : SCORE_FACES[score].emoji, label: text.scores[score] }
  })
}

/** The face of a score; null when the scale has none like it. */
export function faceOf(
  scale: Scale,
  score: number | null,
  text: Pick<CustomerText, 'scores' | 'thumbs'>,
): Face | null {
  const wanted = score === null ? null : scoreOn(scale, score)
  return facesOf(scale, text).find((face) => face.score === wanted) ?? null
}
