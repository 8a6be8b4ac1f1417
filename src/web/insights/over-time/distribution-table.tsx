import { VisuallyHidden } from '@mantine/core'
import { SCORE_FACES, SCORES } from '../../../policy/score.ts'
import { text } from '../../text.ts'
import { Evidence } from '../figures/evidence.tsx'
import { count, percent } from '../figures/format.ts'
import { ToResponses } from '../figures/to-responses.tsx'
import { shortDay } from '../filters/days.ts'
import type { Scope } from '../filters/scope.ts'
import classes from './chart.module.css'
import type { Step } from './steps.ts'

const t = text.insights.chart

/** The chart's numbers in rows, for those who would rather read than look. */
export function DistributionTable({
  steps,
  bucket,
  scope,
}: {
  steps: Step[]
  bucket: 'day' | 'week'
  scope: Scope
}) {
  return (
    <table className={classes.table}>
      <VisuallyHidden component="caption">{t.title}</VisuallyHidden>
      <thead>
        <tr>
          <th scope="col">{t.when[bucket]}</th>
          {SCORES.toReversed().map((score) => (
            <th scope="col" key={score} title={SCORE_FACES[score].label}>
              <span aria-hidden className={classes.face}>
                {SCORE_FACES[score].emoji}
              </span>{' '}
              {score}
            </th>
          ))}
          <th scope="col">{t.n}</th>
          <th scope="col">{t.csat}</th>
          <th scope="col" className={classes.wideOnly}>
            {text.insights.figures.responseRate}
          </th>
          <th scope="col" className={classes.wideOnly}>
            {t.ones}
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.toReversed().map((step) => (
          <tr key={step.from} data-empty={step.answered === 0 || undefined}>
            <th scope="row">{step.from === step.to ? step.label : `${step.label} – ${shortDay(step.to)}`}</th>
            {SCORES.toReversed().map((score) => (
              <td key={score}>{step.scores ? step.scores[score] || '·' : '–'}</td>
            ))}
            <td>
              {step.answered > 0 ? (
                <ToResponses scope={scope} and={{ from: step.from, to: step.to }}>
                  {step.n === step.answered
                    ? count(step.answered)
                    : text.insights.figures.told(step.n, step.answered)}
                </ToResponses>
              ) : (
                0
              )}
            </td>
            <td className={classes.measured}>
              {step.measured && step.scores ? (
                step.measured.enough_data ? (
                  <>
                    {percent(step.measured.csat)}
                    <span className={classes.wideOnly}>
                      <Evidence of={step.measured} without={['n', 'rate']} />
                    </span>
                    <span className={classes.narrowOnly}>
                      <Evidence of={step.measured} without={['n']} />
                    </span>
                  </>
                ) : (
                  <span className={classes.few}>{text.insights.figures.notEnough}</span>
                )
              ) : (
                '–'
              )}
            </td>
            <td className={classes.wideOnly}>{percent(step.measured?.response_rate ?? null)}</td>
            <td className={classes.wideOnly}>{percent(step.ones)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
