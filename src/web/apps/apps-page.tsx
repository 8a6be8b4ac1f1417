import { Button, Skeleton, Text } from '@mantine/core'
import { IconApps, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { App } from '../../apps/schema.ts'
import { queryClient } from '../api/query-client.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Page } from '../ui/page.tsx'
import rows from '../ui/rows.module.css'
import { AppForm } from './app-form.tsx'
import { AppRow } from './app-row.tsx'
import { appsQuery } from './queries.ts'

const t = text.apps

/** Apps whose card stands in for the survey (I11). */
export function AppsPage() {
  const { data, error, isPending, refetch } = useQuery(appsQuery)
  const [editing, setEditing] = useState<App | 'new' | null>(null)
  const add = (
    <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t.add}
    </Button>
  )
  return (
    <Page title={t.title} lead={t.lead} actions={data && data.data.length > 0 && add}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : isPending ? (
        <Skeleton h={120} radius="md" />
      ) : data.data.length === 0 ? (
        <Empty icon={<IconApps size={22} />} title={t.none} action={add}>
          {t.noneHelp}
        </Empty>
      ) : (
        <>
          <ul className={rows.rows}>
            {data.data.map((app) => (
              <AppRow key={app.id} app={app} onChange={() => setEditing(app)} />
            ))}
          </ul>
          {data.data.length > 1 && (
            <Text size="xs" c="dimmed" mt={8}>
              {t.order}
            </Text>
          )}
        </>
      )}
      {editing && (
        <AppForm
          app={editing === 'new' ? null : editing}
          onClose={() => {
            setEditing(null)
            void queryClient.invalidateQueries({ queryKey: appsQuery.queryKey })
          }}
        />
      )}
    </Page>
  )
}
