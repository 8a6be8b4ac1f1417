import type { InfiniteData } from '@tanstack/react-query'
import type { Conversation, TimelineEntry } from '../../inbox/schema.ts'
import { queryClient } from '../api/query-client.ts'
import type { Page } from '../api/request.ts'
import { conversationQuery, timelineQuery } from './queries.ts'

type Pages<T> = InfiniteData<Page<T>>

/** Puts what is known about a conversation everywhere it is shown, until the next fetch. */
export function patchConversation(id: string, change: Partial<Conversation>): void {
  queryClient.setQueryData(conversationQuery(id).queryKey, (before) => before && { ...before, ...change })
  queryClient.setQueriesData<Pages<Conversation>>({ queryKey: ['conversations'] }, (before) => {
    if (!before?.pages) return before
    const pages = before.pages.map((page) => ({
      ...page,
      data: page.data.map((each) => (each.id === id ? { ...each, ...change } : each)),
    }))
    return { ...before, pages }
  })
}

/** Fetches a conversation and everything beside it again. */
export function refreshConversation(id: string): void {
  for (const name of ['conversation', 'timeline', 'decisions', 'surveys']) {
    void queryClient.invalidateQueries({ queryKey: [name, id] })
  }
  void queryClient.invalidateQueries({ queryKey: ['conversations'] })
}

/** Adds an entry that the server has confirmed, so that nothing flickers until the next fetch. */
export function appendEntry(conversationId: string, entry: TimelineEntry): void {
  queryClient.setQueryData(timelineQuery(conversationId).queryKey, (before) => {
    const [newest, ...older] = before?.pages ?? []
    if (!before || !newest || newest.data.some((each) => each.id === entry.id)) return before
    return { ...before, pages: [{ ...newest, data: [...newest.data, entry] }, ...older] }
  })
}
