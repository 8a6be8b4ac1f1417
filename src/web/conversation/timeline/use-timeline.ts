import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { TimelineEntry } from '../../../inbox/schema.ts'
import { timelineQuery } from '../queries.ts'

/** A conversation's timeline in order, with what leads to its older part. */
export function useTimeline(id: string) {
  const query = useInfiniteQuery(timelineQuery(id))
  const pages = query.data?.pages
  const entries = useMemo(() => {
    const seen = new Map<string, TimelineEntry>()
    for (const page of (pages ?? []).toReversed()) for (const entry of page.data) seen.set(entry.id, entry)
    return [...seen.values()]
  }, [pages])
  return { ...query, entries }
}
