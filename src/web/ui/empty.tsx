import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './empty.module.css'

type Props = {
  icon: ReactNode
  title: string
  heading?: 'h1' | 'h2'
  children?: ReactNode
  action?: ReactNode
}

/** Nothing here yet: says so, and what to do next. */
export function Empty({ icon, title, heading = 'h2', children, action }: Props) {
  return (
    <div className={classes.box}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <Text fw={600} size="md" component={heading} m={0}>
        {title}
      </Text>
      {children && (
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      )}
      {action && <div style={{ marginTop: 12 }}>{action}</div>}
    </div>
  )
}
