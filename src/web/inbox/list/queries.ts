import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Conversation } from '../../../inbox/schema.ts'
import { paged } from '../../api/paged.ts'
import { get, type Page } from '../../api/request.ts'
import { type InboxSearch, toFilter } from './search.ts'

/** The list, by the time that its rows show, newest first. */
export const conversationsQuery = (search: InboxSearch) => {
  const filter = toFilter(search)
  return infiniteQueryOptions({
    ...paged,
    queryKey: ['conversations', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Conversation>>('/conversations', { ...filter, limit: 40, cursor: pageParam }, signal),
  })
}
