import { VisuallyHidden } from '@mantine/core'
import type { Figures } from '../../../insights/schema.ts'
import { text } from '../../text.ts'
import classes from './breakdown.module.css'

/** Positive, neutral, negative side by side (I17), with their numbers. */
export function SplitBar({ figures: { positive, neutral, negative } }: { figures: Figures }) {
  if (positive === null || neutral === null || negative === null)
    return <span className={classes.few}>–</span>
  const parts = [
    { tone: 'positive', n: positive },
    { tone: 'neutral', n: neutral },
    { tone: 'negative', n: negative },
  ]
  return (
    <div className={classes.split}>
      <div className={classes.splitBar} aria-hidden>
        {parts.map(({ tone, n }) => n > 0 && <span key={tone} data-tone={tone} style={{ flexGrow: n }} />)}
      </div>
      <div
        className={classes.splitNumbers}
        title={text.insights.breakdown.split(positive, neutral, negative)}
      >
        <VisuallyHidden>{text.insights.breakdown.split(positive, neutral, negative)}</VisuallyHidden>
        {parts.map(({ tone, n }) => (
          <span key={tone} data-tone={tone} aria-hidden>
            {n}
          </span>
        ))}
      </div>
    </div>
  )
}
