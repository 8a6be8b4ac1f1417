import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Contact, Conversation, TimelineEntry } from '../../inbox/schema.ts'
import type { conversationDetail, decisionEntry, Response } from '../../surveys/schema.ts'
import { get, type Page } from '../api/request.ts'
import { type InboxSearch, toFilter } from './search.ts'

export type ConversationDetail = z.infer<typeof conversationDetail>
export type DecisionEntry = z.infer<typeof decisionEntry>
export type ContactDetail = Contact & { responses?: Response[] }

const paged = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page<unknown>) => page.next_cursor,
}

/** The list, by the last thing that happened, newest first. */
export const conversationsQuery = (search: InboxSearch) => {
  const filter = toFilter(search)
  return infiniteQueryOptions({
    ...paged,
    queryKey: ['conversations', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Conversation>>('/conversations', { ...filter, limit: 40, cursor: pageParam }, signal),
  })
}

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

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contact', id],
    queryFn: ({ signal }) => get<ContactDetail>(`/contacts/${id}`, undefined, signal),
  })

export const contactConversationsQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['conversations', { contact_id: contactId }],
    queryFn: ({ signal }) =>
      get<Page<Conversation>>('/conversations', { contact_id: contactId, status: 'all', limit: 20 }, signal),
  })

export const contactSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', q],
    queryFn: ({ signal }) => get<Page<Contact>>('/contacts', { q, limit: 10 }, signal),
    placeholderData: (before) => before,
  })
