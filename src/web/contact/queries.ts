import { queryOptions } from '@tanstack/react-query'
import type { Contact, Conversation } from '../../inbox/schema.ts'
import type { Response } from '../../surveys/schema.ts'
import { get, type Page } from '../api/request.ts'

type ContactDetail = Contact & { responses?: Response[] }

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
