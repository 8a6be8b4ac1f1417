import { usePages } from '../api/use-pages.ts'
import { noticesQuery } from './queries.ts'

/** What one is told, as one list, and how much of it is new. */
export function useNotices() {
  const { rows, pages, ...how } = usePages(noticesQuery)
  return {
    ...how,
    list: rows,
    unread: pages[0]?.unread ?? 0,
    /** False until the first answer is there. */
    known: pages.length > 0,
  }
}
