import { SCORES } from '../../../policy/score.ts'
import { count } from '../figures/format.ts'
import classes from './chart.module.css'
import { labelEvery, type Plot } from './plot.ts'
import type { Step } from './steps.ts'

type Props = { steps: Step[]; plot: Plot; width: number; shown: number | null }

/** The bars with their axes. What is not open to the reader is an outline without scores. */
export function StackedBars({ steps, plot, width, shown }: Props) {
  const { left, top, height, step, max } = plot
  const bar = Math.max(2, Math.min(34, step * 0.72))
  const yOf = (n: number): number => top + height - (n / max) * height
  const every = labelEvery(plot)
  return (
    <>
      <defs>
        <pattern
          id="ones-hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="5" className={classes.hatch} />
        </pattern>
      </defs>
      {[0, max / 2, max].map((tick) => (
        <g key={tick}>
          <line
            className={tick === 0 ? classes.base : classes.grid}
            x1={left}
            x2={width}
            y1={Math.round(yOf(tick)) + 0.5}
            y2={Math.round(yOf(tick)) + 0.5}
          />
          <text className={classes.tick} x={left - 8} y={yOf(tick) + 4} textAnchor="end">
            {count(tick)}
          </text>
        </g>
      ))}
      {steps.map((each, index) => {
        const x = left + (index + 0.5) * step - bar / 2
        return (
          <g
            key={each.from}
            className={classes.stack}
            data-dim={(shown !== null && shown !== index) || undefined}
          >
            {each.answered > each.n && (
              <rect
                className={classes.closed}
                x={x + 0.5}
                y={yOf(each.answered) + 0.5}
                width={bar - 1}
                height={Math.max(1, yOf(each.n) - yOf(each.answered) - 1)}
                rx={2}
              />
            )}
            {each.scores && <Stack scores={each.scores} x={x} width={bar} yOf={yOf} />}
            {index % every === 0 && left + (index + 0.5) * step < width - 12 && (
              <text
                className={classes.tick}
                x={left + (index + 0.5) * step}
                y={top + height + 19}
                textAnchor="middle"
              >
                {each.label}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}

/** The 1s stand on the base line: only there heights can be compared from bar to bar. */
function Stack({
  scores,
  x,
  width,
  yOf,
}: {
  scores: NonNullable<Step['scores']>
  x: number
  width: number
  yOf: (n: number) => number
}) {
  let below = 0
  return SCORES.filter((score) => scores[score] > 0).map((score) => {
    const from = yOf(below)
    below += scores[score]
    const y = yOf(below)
    const box = { x, y, width, height: Math.max(0.75, from - y - (below === scores[score] ? 0 : 1)) }
    return (
      <g key={score}>
        <rect {...box} className={classes.bar} data-score={score} rx={1} />
        {score === 1 && <rect {...box} fill="url(#ones-hatch)" rx={1} />}
      </g>
    )
  })
}
