import type { Figures } from '../../../insights/schema.ts'
import { SCORE_FACES, SCORES } from '../../../policy/score.ts'
import { text } from '../../text.ts'
import { count, percent } from '../figures/format.ts'
import { ToResponses } from '../figures/to-responses.tsx'
import type { Scope } from '../filters/scope.ts'
import classes from './chart.module.css'

const t = text.insights.chart

/** The five scores with how often each was given; each leads to the answers. */
export function DistributionLegend({ figures, scope }: { figures: Figures; scope: Scope }) {
  const { distribution, n } = figures
  return (
    <ul className={classes.legend}>
      {SCORES.toReversed().map((score) => {
        const { emoji, label } = SCORE_FACES[score]
        const given = distribution?.[score] ?? null
        return (
          <li key={score}>
            <ToResponses
              scope={scope}
              and={{ score }}
              className={classes.key}
              title={scope.mayRead ? t.read(score, label) : undefined}
            >
              <svg width="11" height="11" aria-hidden className={classes.swatch}>
                <rect width="11" height="11" rx="2.5" className={classes.bar} data-score={score} />
                {score === 1 && <path d="M-1 6 6 -1M-1 12 12 -1M5 12 12 5" className={classes.hatch} />}
              </svg>
              <span className={classes.scoreName}>
                <span aria-hidden className={classes.face}>
                  {emoji}
                </span>{' '}
                {score} {label}
              </span>
              <span className={classes.keyCount}>
                {given === null ? '–' : count(given)}
                {given !== null && n > 0 && <small>{percent(given / n)}</small>}
              </span>
            </ToResponses>
          </li>
        )
      })}
    </ul>
  )
}
