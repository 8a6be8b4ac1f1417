import { VisuallyHidden } from '@mantine/core'
import { IconHeartHandshake } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../access/session.ts'
import { NavItem } from '../shell/nav-item.tsx'
import { text } from '../text.ts'
import classes from './followup.module.css'
import { summaryQuery } from './queries.ts'

/** The way to the queue, with how many cases of one's own wait. */
export function FollowUpLink({ icon }: { icon: { size: number; stroke: number } }) {
  const mayRead = useCan('cases.read')
  const { data } = useQuery({ ...summaryQuery, enabled: mayRead })
  if (!mayRead) return null
  const { open = 0, overdue = 0 } = data?.mine ?? {}
  return (
    <NavItem
      icon={<IconHeartHandshake {...icon} />}
      label={text.followup.nav}
      to="/cases"
      after={
        open > 0 && (
          <span className={classes.count} data-late={overdue > 0 || undefined}>
            {open}
            <VisuallyHidden>{text.followup.navWaiting(overdue)}</VisuallyHidden>
          </span>
        )
      }
    />
  )
}
