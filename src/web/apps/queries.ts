import { queryOptions } from '@tanstack/react-query'
import type { App } from '../../apps/schema.ts'
import { get, type Page } from '../api/request.ts'

export const appsQuery = queryOptions({
  queryKey: ['apps'],
  queryFn: ({ signal }) => get<Page<App>>('/apps', undefined, signal),
})
