import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import type { Ability } from '../../access/abilities.ts'
import { useMe } from '../access/session.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'

/** Any one of these opens the settings; what is in them differs by role. */
const OPENING: Ability[] = [
  'csat.manage',
  'settings.manage',
  'members.manage',
  'keys.manage',
  'workflows.manage',
  'webhooks.manage',
  'audit.read',
]

/** May this member open the settings at all (J11)? */
export function useMaySet(): boolean {
  const { abilities } = useMe()
  return OPENING.some((ability) => abilities.includes(ability))
}

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
