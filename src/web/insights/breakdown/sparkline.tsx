import type { Group } from '../../../insights/schema.ts'
import { text } from '../../text.ts'
import { percent } from '../figures/format.ts'
import { shortDay } from '../filters/days.ts'
import classes from './breakdown.module.css'

const WIDTH = 104
const HEIGHT = 26

/** How the score went from week to week; a week without one is a gap. */
export function Sparkline({ points }: { points: NonNullable<Group['trend']> }) {
  const known = points.filter(({ csat }) => csat !== null)
  if (known.length < 2) return <span className={classes.few}>{text.insights.breakdown.trendNone}</span>
  const from = Date.parse(points[0]!.key)
  const length = Date.parse(points.at(-1)!.key) - from
  const xOf = (key: string): number => 3 + ((Date.parse(key) - from) / length) * (WIDTH - 6)
  const yOf = (share: number): number => 3 + (1 - share) * (HEIGHT - 6)
  let path = ''
  let pen = 'M'
  for (const { key, csat } of points) {
    if (csat === null) {
      pen = 'M'
      continue
    }
    path += `${pen}${xOf(key).toFixed(1)} ${yOf(csat).toFixed(1)}`
    pen = 'L'
  }
  const last = known.at(-1)!
  const spoken = text.insights.breakdown.trend(
    known.map(({ key, csat }) => `${shortDay(key)} ${percent(csat)}`).join(', '),
  )
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={spoken}
      className={classes.spark}
    >
      <title>{spoken}</title>
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={classes.sparkBase} />
      <path d={path} className={classes.sparkLine} />
      <circle cx={xOf(last.key)} cy={yOf(last.csat!)} r="2.5" className={classes.sparkDot} />
    </svg>
  )
}
