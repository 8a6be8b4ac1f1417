import { text } from '../../text.ts'
import { percent } from '../figures/format.ts'
import classes from './chart.module.css'
import type { Plot } from './plot.ts'

type Props = {
  shares: (number | null)[]
  name: string
  plot: Plot
  width: number
  height: number
  shown: number | null
}

/** How large a part of the answers were 1s: what a steady average hides (A8). */
export function OnesLine({ shares, name, plot, width, height, shown }: Props) {
  const { left, step } = plot
  const most = Math.max(0, ...shares.map((share) => share ?? 0))
  const max = [0.05, 0.1, 0.2, 0.4, 0.6, 1].find((each) => each >= most) ?? 1
  const xOf = (index: number): number => left + (index + 0.5) * step
  const yOf = (share: number): number => 6 + (1 - share / max) * (height - 14)
  const dots = shares.flatMap((ones, index) => (ones === null ? [] : [{ ones, index }]))
  const path = dots.map(
    ({ ones, index }, at) => `${at === 0 ? 'M' : 'L'}${xOf(index).toFixed(1)} ${yOf(ones).toFixed(1)}`,
  )
  const last = dots.at(-1)
  return (
    <div className={classes.ones}>
      <div className={classes.onesName} title={text.insights.chart.onesHelp}>
        {name}
      </div>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        aria-hidden
        className={classes.svg}
      >
        {[0, max].map((tick) => (
          <g key={tick}>
            <line
              className={tick === 0 ? classes.base : classes.grid}
              x1={left}
              x2={width}
              y1={Math.round(yOf(tick)) + 0.5}
              y2={Math.round(yOf(tick)) + 0.5}
            />
            <text className={classes.tick} x={left - 8} y={yOf(tick) + 4} textAnchor="end">
              {percent(tick)}
            </text>
          </g>
        ))}
        <path d={path.join('')} className={classes.onesLine} />
        {dots.length <= 40 &&
          dots.map(({ ones, index }) => (
            <circle
              key={index}
              cx={xOf(index)}
              cy={yOf(ones)}
              r={shown === index ? 4 : 2.25}
              className={classes.dot}
            />
          ))}
        {last && dots.length > 40 && (
          <circle cx={xOf(last.index)} cy={yOf(last.ones)} r={3} className={classes.dot} />
        )}
      </svg>
    </div>
  )
}
