import { Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { text } from '../../text.ts'
import { BrandMark } from '../../ui/brand-mark.tsx'
import classes from './auth-frame.module.css'

type Props = { title: string; lead?: ReactNode; children: ReactNode; foot?: ReactNode }

/** The frame of everything before sign-in: one card, one task. */
export function AuthFrame({ title, lead, children, foot }: Props) {
  useDocumentTitle(text.common.documentTitle(title))
  return (
    <main className={classes.outer}>
      <div className={classes.box}>
        <div className={classes.brand}>
          <BrandMark size={26} />
          <span>Candor</span>
        </div>
        <div className={classes.card}>
          <Title order={1}>{title}</Title>
          {lead && (
            <Text size="sm" c="dimmed" mt={4}>
              {lead}
            </Text>
          )}
          <div style={{ marginTop: 20 }}>{children}</div>
        </div>
        {foot && <div className={classes.foot}>{foot}</div>}
      </div>
    </main>
  )
}
