import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../text.ts'
import { summaryQuery } from './queries.ts'
import classes from './waiting-cases.module.css'

/** How many cases of one's own wait, beside the way to the queue. */
export function WaitingCases() {
  const { data } = useQuery(summaryQuery)
  const { open = 0, overdue = 0 } = data?.mine ?? {}
  if (open === 0) return null
  return (
    <span className={classes.count} data-late={overdue > 0 || undefined}>
      {open}
      <VisuallyHidden>{text.followup.navWaiting(overdue)}</VisuallyHidden>
    </span>
  )
}
