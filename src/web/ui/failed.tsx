import { Button } from '@mantine/core'
import { IconCloudOff, IconFileUnknown, IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ApiProblem, messageOf } from '../api/request.ts'
import { text } from '../text.ts'
import { Empty } from './empty.tsx'

/** Something could not be loaded: says why and offers to try again, or a way out where that would not help. */
export function Failed({
  error,
  retry,
  way,
  heading = 'h2',
}: {
  error: unknown
  retry?: () => void
  way?: ReactNode
  heading?: 'h1' | 'h2'
}) {
  const status = error instanceof ApiProblem ? error.status : 0
  const Icon = status === 404 ? IconFileUnknown : status === 403 ? IconLock : IconCloudOff
  const title =
    status === 404 ? text.failed.notFound : status === 403 ? text.failed.forbidden : text.failed.title
  return (
    <div role="alert">
      <Empty
        heading={heading}
        icon={<Icon size={22} />}
        title={title}
        action={
          retry && status !== 403 && status !== 404 ? (
            <Button variant="default" onClick={retry}>
              {text.common.tryAgain}
            </Button>
          ) : (
            way
          )
        }
      >
        {messageOf(error)}
      </Empty>
    </div>
  )
}
