import { usePages } from '../../api/use-pages.ts'
import type { ResponsesScope } from '../filters/scope.ts'
import { responsesQuery } from './queries.ts'

/** Pages that are printed at most: a thousand answers. */
const PAGES = 25

/** The answers, how many there are in all, and how many are closed to the reader. */
export function useResponses(query: ResponsesScope['query']) {
  const list = usePages(responsesQuery(query))
  const [first, last] = [list.pages[0], list.pages.at(-1)]
  return {
    ...list,
    closed: first?.closed ?? null,
    /** The last page knows best; more than this where `isMore`. */
    total: { count: last?.total ?? 0, isMore: last?.total_is_more ?? false },
    /** Fetches what is left, page by page, as far as a printer should be asked for. */
    loadAll: async (): Promise<void> => {
      let [count, hasMore] = [list.pages.length, list.hasMore]
      while (hasMore && count < PAGES) {
        const { data, hasNextPage, isError } = await list.fetchNextPage()
        count = data?.pages.length ?? 0
        hasMore = hasNextPage && !isError
      }
    },
  }
}

export type ResponseList = ReturnType<typeof useResponses>
