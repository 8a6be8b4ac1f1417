import { Button } from '@mantine/core'
import { IconBug, IconMapQuestion } from '@tabler/icons-react'
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { ApiProblem } from '../api/request.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'

/** No page at this address. */
export function Lost() {
  return (
    <main style={{ display: 'grid', placeItems: 'center', minHeight: '70vh' }}>
      <Empty
        heading="h1"
        icon={<IconMapQuestion size={22} />}
        title={text.failed.notFound}
        action={
          <Button variant="default" renderRoot={(props) => <Link to="/inbox" {...props} />}>
            {text.failed.home}
          </Button>
        }
      >
        {text.failed.noPage}
      </Empty>
    </main>
  )
}

/** A page that could not be shown: the server did not answer, or the page itself has a bug. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <main style={{ display: 'grid', placeItems: 'center', minHeight: '70vh' }}>
      {error instanceof ApiProblem ? (
        <Failed error={error} retry={again} />
      ) : (
        <div role="alert">
          <Empty
            icon={<IconBug size={22} />}
            title={text.common.didNotWork}
            action={
              <Button variant="default" onClick={() => location.reload()}>
                {text.failed.reload}
              </Button>
            }
          >
            {text.failed.crashed}
          </Empty>
        </div>
      )}
    </main>
  )
}
