import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CaseItem } from '../../followup/schema.ts'
import { casesQuery, summaryQuery } from './queries.ts'
import type { CasesSearch } from './search.ts'

/** The pages of the queue as one. A case that moved between two pages is shown once. */
export function useCases(search: CasesSearch) {
  const result = useInfiniteQuery(casesQuery(search))
  const { data, isPending, isPlaceholderData, error, refetch, hasNextPage, isFetchingNextPage } = result
  const alerts = useQuery(summaryQuery).data?.alerts
  const rows = useMemo(() => {
    const byId = new Map<string, CaseItem>()
    for (const page of data?.pages ?? []) for (const row of page.data) byId.set(row.id, row)
    return [...byId.values()]
  }, [data])
  return {
    rows,
    /** Those that the reader was told of and has not looked at. */
    fresh: new Set(alerts?.map(({ case_id: id }) => id)),
    pending: isPending,
    stale: isPlaceholderData,
    error: data ? null : error,
    retry: () => void refetch(),
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    /** Whether scrolling alone may fetch more; after a failure only the button does. */
    mayLoadAlone: hasNextPage && !isFetchingNextPage && !result.isFetchNextPageError && !isPlaceholderData,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void result.fetchNextPage()
    },
  }
}

export type CaseList = ReturnType<typeof useCases>
