import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Conversation } from '../../inbox/schema.ts'
import { conversationsQuery } from './queries.ts'
import type { InboxSearch } from './search.ts'

export type ConversationList = {
  rows: Conversation[]
  pending: boolean
  error: unknown
  retry: () => void
  hasMore: boolean
  loadingMore: boolean
  /** Whether scrolling alone may fetch more; after a failure only the button does. */
  mayLoadAlone: boolean
  loadMore: () => void
}

/** The pages of the list as one. A row that moved between two pages is shown once. */
export function useConversations(search: InboxSearch): ConversationList {
  const query = useInfiniteQuery(conversationsQuery(search))
  const { data, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const failed = query.isFetchNextPageError
  const rows = useMemo(() => {
    const byId = new Map<string, Conversation>()
    for (const page of data?.pages ?? [])
      for (const row of page.data) if (!byId.has(row.id)) byId.set(row.id, row)
    return [...byId.values()]
  }, [data])
  return {
    rows,
    pending: isPending,
    error: data ? null : error,
    retry: () => void refetch(),
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    mayLoadAlone: hasNextPage && !isFetchingNextPage && !failed,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
  }
}
