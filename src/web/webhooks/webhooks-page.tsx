import { Button, Skeleton } from '@mantine/core'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Page } from '../ui/page.tsx'
import rows from '../ui/rows.module.css'
import { SecretShown } from '../ui/secret-shown.tsx'
import { webhooksQuery } from './queries.ts'
import { WebhookDrawer } from './webhook-drawer.tsx'
import { WebhookRow } from './webhook-row.tsx'

const t = text.webhooks

/** Where news goes (O8). */
export function WebhooksPage() {
  const { data, error, refetch } = useQuery(webhooksQuery)
  const [isAdding, setIsAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const add = (
    <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setIsAdding(true)}>
      {t.add}
    </Button>
  )
  return (
    <Page title={t.title} lead={t.lead} actions={data && data.data.length > 0 && add}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <div role="status" aria-label={text.common.loading}>
          <Skeleton h={140} radius="md" />
        </div>
      ) : data.data.length === 0 ? (
        <Empty icon={<IconWebhook size={22} />} title={t.none} action={add}>
          {t.noneHelp}
        </Empty>
      ) : (
        <ul className={rows.rows} aria-label={t.list}>
          {data.data.map((endpoint) => (
            <WebhookRow key={endpoint.id} endpoint={endpoint} />
          ))}
        </ul>
      )}
      <WebhookDrawer
        opened={isAdding}
        endpoint={null}
        onClose={() => setIsAdding(false)}
        onMade={(made) => {
          setIsAdding(false)
          setSecret(made)
        }}
      />
      <SecretShown secret={secret} lead={t.secret.lead} onDone={() => setSecret(null)} />
    </Page>
  )
}
