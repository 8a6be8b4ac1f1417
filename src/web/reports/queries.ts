import { queryOptions } from '@tanstack/react-query'
import type { Subscription } from '../../insights/mail/subscription-schema.ts'
import { get, type Page } from '../api/request.ts'

/** The reports that go out by mail. */
export const reportsQuery = queryOptions({
  queryKey: ['report-subscriptions'],
  queryFn: ({ signal }) => get<Page<Subscription>>('/report-subscriptions', undefined, signal),
})
