import { SCORE_FACES, SCORES } from '../../../policy/score.ts'
import { text } from '../../text.ts'
import { spokenFigure } from '../figures/evidence.tsx'
import type { Step } from './steps.ts'

const t = text.insights

/**
 * A bar in words: "16 March 2026: 12 answers, 8 Excellent, 3 Good, 1 Terrible, CSAT 92 %, 65–99 % (95 % sure), …".
 * `opens` tells whether what is closed to the reader opens some day.
 */
export function spokenStep(step: Step, opens: boolean): string {
  if (step.answered === 0) return t.chart.spoken(step.name, t.chart.noAnswers, '')
  const { scores } = step
  const parts = scores
    ? SCORES.toReversed()
        .filter((score) => scores[score] > 0)
        .map((score) => `${scores[score]} ${SCORE_FACES[score].label}`)
        .concat(step.measured ? spokenFigure(step.measured) : [])
    : [t.chart.closed(opens)]
  return t.chart.spoken(step.name, t.figures.answers(step.answered), parts.join(', '))
}
