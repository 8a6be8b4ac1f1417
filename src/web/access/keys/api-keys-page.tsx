import { Anchor, Button, Skeleton, Text } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKey } from '../../../access/schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { get, type Page as Pages, remove } from '../../api/request.ts'
import { useNames } from '../../session/directory.ts'
import { text } from '../../text.ts'
import { confirm } from '../../ui/confirm.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failed } from '../../ui/failed.tsx'
import { Page } from '../../ui/page.tsx'
import classes from '../../ui/rows.module.css'
import { TimeAgo } from '../../ui/time.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { CreateKey } from './create-key.tsx'

const t = text.settings.keys

const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => get<Pages<ApiKey>>('/api-keys', undefined, signal),
})

/** The keys that programs use. */
export function ApiKeysPage() {
  const { data, error, isPending, refetch } = useQuery(keysQuery)
  const [creating, setCreating] = useState(false)
  const create = (
    <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t.create}
    </Button>
  )
  return (
    <Page
      title={t.title}
      lead={
        <>
          {t.lead}{' '}
          <Anchor href="/api/docs" target="_blank" size="sm" underline="always">
            {t.docs}
          </Anchor>
        </>
      }
      actions={data && data.data.length > 0 && create}
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : isPending ? (
        <Skeleton h={120} radius="md" />
      ) : data.data.length === 0 ? (
        <Empty icon={<IconKey size={22} />} title={t.none} action={create}>
          {t.noneHelp}
        </Empty>
      ) : (
        <ul className={classes.rows}>
          {data.data.map((key) => (
            <Row key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
      {creating && (
        <CreateKey
          onClose={() => {
            setCreating(false)
            void queryClient.invalidateQueries({ queryKey: keysQuery.queryKey })
          }}
        />
      )}
    </Page>
  )
}

function Row({ apiKey }: { apiKey: ApiKey }) {
  const names = useNames()
  const revoke = useMutation({
    mutationFn: () => remove(`/api-keys/${apiKey.id}`),
    onSuccess: () => toast({ title: t.revoked }),
    onError: (error) => toastProblem(error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keysQuery.queryKey }),
  })
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <Text size="sm" fw={500}>
          {apiKey.name}{' '}
          <Text span size="xs" c="dimmed" ff="monospace">
            {apiKey.hint}
          </Text>
        </Text>
        <Text size="xs" c="dimmed">
          {t.member}: {names(apiKey.member_id) ?? t.workspace} · {apiKey.scopes.join(', ')}
        </Text>
      </div>
      <Text size="xs" c="dimmed" component="div" className={classes.times}>
        {t.created} <TimeAgo at={apiKey.created_at} />
        <br />
        {apiKey.last_used_at ? (
          <>
            {t.lastUsed} <TimeAgo at={apiKey.last_used_at} />
          </>
        ) : (
          t.neverUsed
        )}
      </Text>
      <Button
        variant="default"
        loading={revoke.isPending}
        aria-label={t.revokeOf(apiKey.name)}
        onClick={() =>
          confirm({
            title: t.revokeTitle(apiKey.name),
            body: t.revokeBody,
            confirm: t.revoke,
            onConfirm: () => revoke.mutate(),
          })
        }
      >
        {t.revoke}
      </Button>
    </li>
  )
}
