import { SCORE_FACES, type Score, thumbOf } from '../../policy/score.ts'
import type { Scale } from '../../policy/settings.ts'
import { text } from '../text.ts'
import classes from './score-mark.module.css'

/** A score as face, number and word, so that colour is never the only signal; a thumb where it was given as one. */
export function ScoreMark({ score, scale }: { score: number; scale?: Scale }) {
  const face = SCORE_FACES[score as Score]
  if (!face) return null
  const tone = score >= 4 ? 'good' : score >= 3 ? 'warn' : 'bad'
  const thumb = scale === 'thumbs' ? thumbOf(score) : null
  return (
    <span className={classes.mark} data-tone={tone}>
      <span aria-hidden className={classes.face}>
        {thumb ? text.csat.thumbs[thumb].emoji : face.emoji}
      </span>
      {thumb ? text.csat.thumbs[thumb].label : `${score} · ${face.label}`}
    </span>
  )
}
