import { Link, type LinkProps, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './sidebar.module.css'

type Props = {
  icon?: ReactNode
  label: string
  to: LinkProps['to']
  search?: object
  /** Is this where we are? By default: the address begins with `to`. */
  on?: boolean
  /** Beside the name: how many wait there. */
  after?: ReactNode
}

/** One line of the navigation; the current one says so, also to those who do not see it. */
export function NavItem({ icon, label, to, search, on, after }: Props) {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const current = on ?? pathname.startsWith(to ?? '/')
  return (
    <Link
      to={to as '/inbox'}
      search={(search ?? {}) as never}
      className={classes.link}
      data-on={current}
      aria-current={current ? 'page' : undefined}
      activeProps={{ 'aria-current': current ? 'page' : undefined }}
    >
      {icon}
      <span className={classes.name}>{label}</span>
      {after}
    </Link>
  )
}
