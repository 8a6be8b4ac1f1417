import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import classes from './queue.module.css'

/** In the middle of the pane: what stands there while nothing is open. */
export function PaneMiddle({ children }: { children: ReactNode }) {
  return <div className={classes.none}>{children}</div>
}

type FailedProps = { error: Error; retry: () => void; back: string; onBack: () => void }

/** It could not be read: once more, or back to the list. */
export function PaneFailed({ error, retry, back, onBack }: FailedProps) {
  return (
    <PaneMiddle>
      <Failed
        error={error}
        retry={retry}
        way={
          <Button variant="default" onClick={onBack}>
            {back}
          </Button>
        }
      />
    </PaneMiddle>
  )
}

/** What stands in its place while it loads. */
export function PaneLoading() {
  return (
    <div role="status" aria-label={text.common.loading} style={{ padding: 16, display: 'grid', gap: 18 }}>
      <Skeleton h={28} w="50%" />
      <Skeleton h={56} radius="lg" />
      <Skeleton h={72} w="54%" radius="lg" />
    </div>
  )
}
