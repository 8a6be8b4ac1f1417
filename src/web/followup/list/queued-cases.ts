import { useQuery } from '@tanstack/react-query'
import { usePages } from '../../api/use-pages.ts'
import { casesQuery, summaryQuery } from '../queries.ts'
import type { CasesSearch } from '../search.ts'

/** The queue, and what is new in it. */
export function useQueuedCases(search: CasesSearch) {
  const alerts = useQuery(summaryQuery).data?.alerts
  return {
    ...usePages(casesQuery(search)),
    /** Those that the reader was told of and has not looked at. */
    fresh: new Set(alerts?.map(({ case_id: id }) => id)),
  }
}

export type QueuedCases = ReturnType<typeof useQueuedCases>
