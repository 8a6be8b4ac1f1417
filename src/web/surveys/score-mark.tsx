import { SCORE_FACES, type Score } from '../../policy/score.ts'
import classes from './score-mark.module.css'

/** A score as face, number and word, so that colour is never the only signal. */
export function ScoreMark({ score }: { score: number }) {
  const face = SCORE_FACES[score as Score]
  if (!face) return null
  const tone = score >= 4 ? 'good' : score >= 3 ? 'warn' : 'bad'
  return (
    <span className={classes.mark} data-tone={tone}>
      <span aria-hidden className={classes.face}>
        {face.emoji}
      </span>
      {score} · {face.label}
    </span>
  )
}
