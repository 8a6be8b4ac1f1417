import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { channelList, ConnectedChannel } from '../../channels/schema.ts'
import type { listedDelivery } from '../../surveys/schema.ts'
import { paged } from '../api/paged.ts'
import { queryClient } from '../api/query-client.ts'
import { get, type Page } from '../api/request.ts'

type ChannelList = z.infer<typeof channelList>
export type DeadLetter = z.infer<typeof listedDelivery>

/** Every channel with its account, and the order of other ways. */
export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => get<ChannelList>('/channels', undefined, signal),
})

/** The surveys that failed, newest first. */
export const deadLettersQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ['channels', 'dead'],
  queryFn: ({ pageParam, signal }) =>
    get<Page<DeadLetter>>('/deliveries', { state: 'dead', limit: 20, cursor: pageParam }, signal),
})

/** Puts what the server answered into the list at once. */
export function keepChannel(channel: ConnectedChannel): void {
  queryClient.setQueryData(channelsQuery.queryKey, (before) =>
    before
      ? { ...before, data: before.data.map((each) => (each.id === channel.id ? channel : each)) }
      : before,
  )
}

export function keepFallback(fallback: ChannelList['fallback']): void {
  queryClient.setQueryData(channelsQuery.queryKey, (before) => (before ? { ...before, fallback } : before))
}
