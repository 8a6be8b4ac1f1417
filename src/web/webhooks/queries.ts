import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Endpoint, WebhookDelivery } from '../../webhooks/schema.ts'
import { paged } from '../api/paged.ts'
import { queryClient } from '../api/query-client.ts'
import { get, type Page } from '../api/request.ts'

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ signal }) => get<Page<Endpoint>>('/webhooks', undefined, signal),
})

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id],
    queryFn: ({ signal }) => get<Endpoint>(`/webhooks/${id}`, undefined, signal),
    // What is on its way changes by itself.
    refetchInterval: ({ state }) => (state.data && state.data.waiting > 0 ? 4000 : false),
  })

export type LogFilter = 'all' | 'problems' | 'waiting' | 'delivered'

export const deliveriesQuery = (id: string, filter: LogFilter) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ['webhooks', id, 'deliveries', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<WebhookDelivery>>(
        `/webhooks/${id}/deliveries`,
        { limit: 30, cursor: pageParam, state: filter === 'all' ? undefined : filter },
        signal,
      ),
  })

/** Everything about webhooks is read anew. */
export const refreshWebhooks = () => queryClient.invalidateQueries({ queryKey: webhooksQuery.queryKey })
