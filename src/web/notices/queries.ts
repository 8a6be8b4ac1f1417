import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Notice, NoticePage } from '../../notices/schema.ts'
import { paged } from '../api/paged.ts'
import { queryClient } from '../api/query-client.ts'
import { get, post } from '../api/request.ts'

/** Something may become visible, or stop being so, without anybody doing anything. */
const FOLLOW = 60_000

/** What one is told, newest first. */
export const noticesQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ['notices'],
  queryFn: ({ pageParam, signal }) => get<NoticePage>('/notices', { limit: 20, cursor: pageParam }, signal),
  refetchInterval: FOLLOW,
})

/** Marks these as seen, or all of them: here at once, and then where they are kept. */
export async function markRead(notices?: readonly Notice[]): Promise<void> {
  const ids = notices?.map(({ id }) => id)
  const readAt = new Date().toISOString()
  queryClient.setQueryData(noticesQuery.queryKey, (known) => {
    if (!known) return known
    const pages = known.pages.map((page) => ({
      ...page,
      unread: Math.max(
        0,
        ids ? page.unread - (notices ?? []).filter((each) => each.read_at === null).length : 0,
      ),
      data: page.data.map((each) =>
        each.read_at === null && (!ids || ids.includes(each.id)) ? { ...each, read_at: readAt } : each,
      ),
    }))
    return { ...known, pages }
  })
  try {
    await post('/notices/read', ids ? { ids } : {})
  } finally {
    await queryClient.invalidateQueries({ queryKey: noticesQuery.queryKey })
  }
}
