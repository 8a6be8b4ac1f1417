import {
  type InfiniteData,
  type QueryKey,
  useInfiniteQuery,
  type UseInfiniteQueryOptions,
} from '@tanstack/react-query'
import { useMemo } from 'react'

type Cursor = string | null
type AnyPage = { data: { id: string }[] }

/** The pages of a list as one. A row that moved between two pages is shown once. */
export function usePages<Page extends AnyPage, Key extends QueryKey>(
  query: UseInfiniteQueryOptions<Page, Error, InfiniteData<Page>, Key, Cursor>,
) {
  const result = useInfiniteQuery(query)
  const { data, isPending, isPlaceholderData, error, refetch, hasNextPage, isFetchingNextPage } = result
  const rows = useMemo(() => {
    const byId = new Map<string, Page['data'][number]>()
    for (const page of data?.pages ?? []) for (const row of page.data) byId.set(row.id, row)
    return [...byId.values()]
  }, [data])
  return {
    rows,
    /** As they came; none before the first answer. */
    pages: data?.pages ?? [],
    pending: isPending,
    /** Those of the filters before, until the new ones are here. */
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
    fetchNextPage: result.fetchNextPage,
  }
}

/** A list as it stands, and how there comes more of it. */
export type Paged<Row> = Omit<ReturnType<typeof usePages>, 'rows' | 'pages' | 'fetchNextPage'> & {
  rows: Row[]
}
