import type { Figures } from '../../../insights/schema.ts'
import { text } from '../../text.ts'
import classes from './figures.module.css'
import { percent, span } from './format.ts'

const t = text.insights.figures

/** A CSAT with all that it rests on (A10). */
export type Measured = Pick<Figures, 'csat' | 'interval' | 'n' | 'answered' | 'response_rate' | 'enough_data'>

type Part = 'interval' | 'n' | 'rate'

/** What a CSAT rests on, part by part, in the same words wherever one stands. */
export function evidenceOf(
  { interval, n, answered, response_rate: rate, enough_data: isEnough }: Measured,
  without: readonly Part[] = [],
): string[] {
  const parts: Record<Part, string | null> = {
    interval: isEnough && interval ? t.interval(span(interval)) : null,
    n: t.told(n, answered),
    rate: t.rate(percent(rate)),
  }
  return (['interval', 'n', 'rate'] as const).flatMap((part) =>
    without.includes(part) || parts[part] === null ? [] : [parts[part]],
  )
}

/** A CSAT with what it rests on in one breath: "CSAT 78 %, 73–83 % (95 % sure), 84 answers, response rate 34 %". */
export function spokenFigure(figures: Measured): string {
  const value = figures.enough_data ? `${t.csat} ${percent(figures.csat)}` : t.notEnough
  return [value, ...evidenceOf(figures)].join(', ')
}

/** The line under a CSAT: its interval, its answers, its response rate; less what stands beside it anyway. */
export function Evidence({ of, without }: { of: Measured; without?: readonly Part[] }) {
  return <Parts parts={evidenceOf(of, without)} />
}

/** Small facts in a row, none of them broken in the middle. */
export function Parts({ parts }: { parts: readonly string[] }) {
  return (
    <span className={classes.evidence}>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  )
}
