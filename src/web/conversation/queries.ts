import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { TimelineEntry } from '../../inbox/schema.ts'
import type { conversationDetail, decisionEntry } from '../../surveys/schema.ts'
import { paged } from '../api/paged.ts'
import { get, type Page } from '../api/request.ts'

export type ConversationDetail = z.infer<typeof conversationDetail>
export type DecisionEntry = z.infer<typeof decisionEntry>

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversation', id],
    queryFn: ({ signal }) => get<ConversationDetail>(`/conversations/${id}`, undefined, signal),
  })

/** The newest page first; every page itself is ascending. */
export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ['timeline', id],
    queryFn: ({ pageParam, signal }) =>
      get<Page<TimelineEntry>>(`/conversations/${id}/timeline`, { limit: 100, cursor: pageParam }, signal),
  })

export const decisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['decisions', id],
    queryFn: ({ signal }) => get<Page<DecisionEntry>>(`/conversations/${id}/decisions`, undefined, signal),
  })
