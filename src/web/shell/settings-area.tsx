import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import { useMaySet } from '../session/may-set.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'

/** The settings' pages, or a word for those who have no business there. */
export function SettingsArea() {
  if (useMaySet()) return <Outlet />
  return (
    <div style={{ display: 'grid', placeItems: 'center', minHeight: '70vh' }}>
      <Empty
        heading="h1"
        icon={<IconLock size={22} />}
        title={text.failed.noSettings}
        action={
          <Button variant="default" renderRoot={(props) => <Link to="/inbox" {...props} />}>
            {text.failed.home}
          </Button>
        }
      >
        {text.failed.noSettingsHelp}
      </Empty>
    </div>
  )
}
