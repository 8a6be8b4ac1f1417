import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ChannelId } from '../../policy/settings.ts'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import { Page, Section } from '../ui/page.tsx'
import { ChannelDrawer } from './channel-drawer.tsx'
import { ChannelRow } from './channel-row.tsx'
import classes from './channels.module.css'
import { DeadLetters } from './dead-letters.tsx'
import { FallbackOrder } from './fallback-order.tsx'
import { channelsQuery } from './queries.ts'

const t = text.channelSettings

/** Where customers are reached (C15), what happens when that fails, and what was never delivered (O3). */
export function ChannelsPage() {
  const { data, error, refetch } = useQuery(channelsQuery)
  const [open, setOpen] = useState<ChannelId | null>(null)
  const last = useRef<ChannelId | null>(null)
  if (open) last.current = open
  const shown = data?.data.find(({ id }) => id === last.current)
  return (
    <Page title={t.title} lead={t.lead}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <div role="status" aria-label={text.common.loading} className={classes.loading}>
          {Array.from({ length: 6 }, (_, index) => (
            <Skeleton key={index} h={58} radius="md" />
          ))}
        </div>
      ) : (
        <>
          <ul className={classes.list} aria-label={t.list}>
            {data.data.map((channel) => (
              <ChannelRow key={channel.id} channel={channel} onOpen={() => setOpen(channel.id)} />
            ))}
          </ul>
          <Section title={t.fallback.title} lead={t.fallback.lead}>
            <FallbackOrder order={data.fallback} channels={data.data} />
          </Section>
          <Section title={t.dead.title} lead={t.dead.lead}>
            <DeadLetters />
          </Section>
        </>
      )}
      {shown && <ChannelDrawer opened={open !== null} channel={shown} onClose={() => setOpen(null)} />}
    </Page>
  )
}
