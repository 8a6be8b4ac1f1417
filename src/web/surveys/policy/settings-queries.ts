import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Policy, Preset } from '../../../policy/settings.ts'
import type { preview, Settings as Answer, settingsVersion } from '../../../surveys/schema.ts'
import { paged } from '../../api/paged.ts'
import { call, get, type Page } from '../../api/request.ts'

export type Settings = Omit<Answer, 'policy'> & { policy: Policy }
export type Version = Omit<z.infer<typeof settingsVersion>, 'policy'> & { policy: Policy }
export type Preview = z.infer<typeof preview>

export const settingsQuery = queryOptions({
  queryKey: ['csat-settings'],
  queryFn: ({ signal }) => get<Settings>('/settings/csat', undefined, signal),
})

export const versionsQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ['csat-settings', 'versions'],
  queryFn: ({ pageParam, signal }) =>
    get<Page<Version>>('/settings/csat/versions', { cursor: pageParam, limit: 30 }, signal),
})

type PreviewInput = { preset: Preset; policy: Record<string, unknown>; channel: string; language: string }

export const previewQuery = (body: PreviewInput) =>
  queryOptions({
    queryKey: ['csat-preview', body],
    queryFn: ({ signal }) => call<Preview>('POST', '/settings/csat/preview', { body, signal }),
    placeholderData: (before) => before,
    retry: false,
    staleTime: 60_000,
    gcTime: 60_000,
  })
