import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Endpoint } from '../../webhooks/schema.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import rows from '../ui/rows.module.css'
import { DeliveryRow } from './delivery-row.tsx'
import { deliveriesQuery, type LogFilter } from './queries.ts'
import classes from './webhooks.module.css'

const t = text.webhooks.log
const FILTERS: LogFilter[] = ['all', 'problems', 'waiting', 'delivered']

/** What was sent to an endpoint, and what came of it. */
export function DeliveryLog({ endpoint }: { endpoint: Endpoint }) {
  const [filter, setFilter] = useState<LogFilter>('all')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...deliveriesQuery(endpoint.id, filter),
    refetchInterval: endpoint.waiting > 0 ? 4000 : false,
  })
  const deliveries = data?.pages.flatMap((page) => page.data) ?? []
  return (
    <>
      <SegmentedControl
        size="xs"
        mb={12}
        className={classes.filter!}
        aria-label={t.filter}
        value={filter}
        onChange={(value) => setFilter(value as LogFilter)}
        data={FILTERS.map((value) => ({ value, label: t.filters[value] }))}
      />
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <div role="status" aria-label={text.common.loading}>
          <Skeleton h={120} radius="md" />
        </div>
      ) : deliveries.length === 0 ? (
        <Empty icon={<IconInbox size={22} />} title={filter === 'all' ? t.none : t.noneHere}>
          {filter === 'all' && t.noneHelp}
        </Empty>
      ) : (
        <ul className={rows.rows} aria-label={t.title}>
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} isOn={endpoint.enabled} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="subtle" mt={8} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      )}
    </>
  )
}
