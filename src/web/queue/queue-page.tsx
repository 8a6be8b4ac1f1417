import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './queue.module.css'

type Props = {
  title: string
  lead: string
  actions?: ReactNode
  /** What the two halves are called. */
  names: { list: string; pane: string }
  /** On narrow screens: what is opened instead of the list. */
  isOpened: boolean
  list: ReactNode
  children: ReactNode
}

/** A list that is worked through, and beside it the conversation of what is open. */
export function QueuePage({ title, lead, actions, names, isOpened, list, children }: Props) {
  return (
    <div className={classes.panes} data-show={isOpened ? 'conversation' : 'list'}>
      <section className={classes.list} aria-label={names.list}>
        <div className={classes.scroll}>
          <div className={classes.head}>
            <Title order={1}>{title}</Title>
            {actions}
          </div>
          <Text size="sm" c="dimmed" mb={14} style={{ textWrap: 'pretty' }}>
            {lead}
          </Text>
          {list}
        </div>
      </section>
      <section className={classes.conversation} aria-label={names.pane}>
        {children}
      </section>
    </div>
  )
}
