import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Notice } from '../../notices/schema.ts'
import { noticesQuery } from './queries.ts'

/** What one is told, as one list, and how much of it is new. */
export function useNotices() {
  const { data, error, refetch, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(noticesQuery)
  const list = useMemo(() => {
    const byId = new Map<string, Notice>()
    for (const page of data?.pages ?? []) for (const notice of page.data) byId.set(notice.id, notice)
    return [...byId.values()]
  }, [data])
  return {
    list,
    unread: data?.pages[0]?.unread ?? 0,
    /** Null until the first answer is there. */
    known: data !== undefined,
    pending: isPending,
    error: data ? null : error,
    retry: () => void refetch(),
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    loadMore: () => void fetchNextPage(),
  }
}
