import { Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { text } from '../text.ts'
import classes from './page.module.css'

type Props = { title: string; lead?: ReactNode; actions?: ReactNode; wide?: boolean; children: ReactNode }

/** A page of its own: one heading, what it is for, and its content in a readable column. */
export function Page({ title, lead, actions, wide = false, children }: Props) {
  useDocumentTitle(text.common.documentTitle(title))
  return (
    <div className={classes.page} role="region" aria-label={title} tabIndex={0}>
      <div className={`${classes.inner} ${wide ? classes.wide : ''}`}>
        <div className={classes.head}>
          <div>
            <Title order={1}>{title}</Title>
            {lead && (
              <Text size="sm" c="dimmed" mt={4} maw={620} style={{ textWrap: 'pretty' }}>
                {lead}
              </Text>
            )}
          </div>
          {actions}
        </div>
        {children}
      </div>
    </div>
  )
}

/** A part of a page with a heading of its own. */
export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <Title order={2} mb={lead ? 2 : 12}>
        {title}
      </Title>
      {lead && (
        <Text size="sm" c="dimmed" mb={14} maw={620}>
          {lead}
        </Text>
      )}
      {children}
    </section>
  )
}
