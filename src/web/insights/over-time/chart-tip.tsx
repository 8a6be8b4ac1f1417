import { SCORE_FACES, SCORES } from '../../../policy/score.ts'
import { text } from '../../text.ts'
import { Evidence } from '../figures/evidence.tsx'
import { percent } from '../figures/format.ts'
import classes from './chart.module.css'
import type { Step } from './steps.ts'

const t = text.insights.chart
const figures = text.insights.figures
const WIDTH = 208

type Props = { step: Step; at: number; width: number; opens: boolean }

/** What a bar says, beside it. Read out from the bar itself, so it is for the eye alone. */
export function ChartTip({ step, at, width, opens }: Props) {
  const left = at + 14 + WIDTH > width ? Math.max(0, at - 14 - WIDTH) : at + 14
  const { scores, measured } = step
  return (
    <div className={classes.tip} style={{ left, width: WIDTH }} aria-hidden>
      <div className={classes.tipName}>{step.name}</div>
      {scores &&
        SCORES.toReversed().map((score) => (
          <div key={score} className={classes.tipRow} data-none={scores[score] === 0 || undefined}>
            <svg width="9" height="9">
              <rect width="9" height="9" rx="2" className={classes.bar} data-score={score} />
            </svg>
            <span>
              {score} {SCORE_FACES[score].label}
            </span>
            <b>{scores[score]}</b>
          </div>
        ))}
      <div className={classes.tipSum}>
        {step.answered === 0 ? (
          t.noAnswers
        ) : scores && measured ? (
          <>
            <b>{measured.enough_data ? `${t.csat} ${percent(measured.csat)}` : figures.notEnough}</b>
            <Evidence of={measured} />
          </>
        ) : (
          `${figures.answers(step.answered)}, ${t.closed(opens)}`
        )}
      </div>
    </div>
  )
}
