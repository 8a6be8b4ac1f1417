import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ResponseItem, ResponsePage } from '../../insights/answers/responses-schema.ts'
import { responsesQuery } from './queries.ts'
import type { ResponsesScope } from './scope.ts'

export type ResponseList = {
  rows: ResponseItem[]
  closed: ResponsePage['closed']
  pending: boolean
  /** Those of the filters before, until the new ones are here. */
  stale: boolean
  error: unknown
  retry: () => void
  hasMore: boolean
  loadingMore: boolean
  /** Whether scrolling alone may fetch more; after a failure only the button does. */
  mayLoadAlone: boolean
  loadMore: () => void
  /** Fetches what is left, page by page, as far as a printer should be asked for. */
  loadAll: () => Promise<void>
  /** How many there are in all; more than this where `isMore`. */
  total: { count: number; isMore: boolean }
}

/** Pages that are printed at most: a thousand answers. */
const PAGES = 25

/** The pages of the list as one. An answer that moved between two pages is shown once. */
export function useResponses(query: ResponsesScope['query']): ResponseList {
  const result = useInfiniteQuery(responsesQuery(query))
  const { data, isPending, isPlaceholderData, error, refetch, hasNextPage, isFetchingNextPage } = result
  const rows = useMemo(() => {
    const byId = new Map<string, ResponseItem>()
    for (const page of data?.pages ?? []) for (const row of page.data) byId.set(row.id, row)
    return [...byId.values()]
  }, [data])
  const last = data?.pages.at(-1)
  return {
    rows,
    closed: data?.pages[0]?.closed ?? null,
    // The last page knows best.
    total: { count: last?.total ?? 0, isMore: last?.total_is_more ?? false },
    pending: isPending,
    stale: isPlaceholderData,
    error: data ? null : error,
    retry: () => void refetch(),
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    mayLoadAlone: hasNextPage && !isFetchingNextPage && !result.isFetchNextPageError && !isPlaceholderData,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void result.fetchNextPage()
    },
    loadAll: async () => {
      let loaded: Pick<typeof result, 'hasNextPage' | 'isError' | 'data'> = result
      while (loaded.hasNextPage && !loaded.isError && (loaded.data?.pages.length ?? 0) < PAGES) {
        loaded = await result.fetchNextPage()
      }
    },
  }
}
