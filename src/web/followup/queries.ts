import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type {
  CaseChange,
  CaseDetail,
  CaseItem,
  CaseOwners,
  CaseSummary,
  CloseInput,
  FollowUpQuery,
  FollowUpReport,
} from '../../followup/schema.ts'
import { paged } from '../api/paged.ts'
import { queryClient } from '../api/query-client.ts'
import { get, type Page, patch, post } from '../api/request.ts'
import { type CasesSearch, queryOf } from './search.ts'

/** A case becomes overdue, or opens to the reader, without anybody doing anything. */
const FOLLOW = 60_000

/** Cases as they may be known, page by page. */
export const casesQuery = (search: CasesSearch) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ['cases', 'list', queryOf(search)],
    queryFn: ({ pageParam, signal }) =>
      get<Page<CaseItem>>('/cases', { ...queryOf(search), limit: 40, cursor: pageParam }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: FOLLOW,
  })

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => get<CaseDetail>(`/cases/${id}`, undefined, signal),
  })

/** Who may be given a case. */
export const ownersQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'owners', id],
    queryFn: ({ signal }) => get<CaseOwners>(`/cases/${id}/owners`, undefined, signal),
  })

export const summaryQuery = queryOptions({
  queryKey: ['cases', 'summary'],
  queryFn: ({ signal }) => get<CaseSummary>('/cases/summary', undefined, signal),
  refetchInterval: FOLLOW,
})

export const followUpQuery = (query: FollowUpQuery) =>
  queryOptions({
    queryKey: ['reports', 'follow-up', query],
    queryFn: ({ signal }) => get<FollowUpReport>('/reports/follow-up', query, signal),
    placeholderData: keepPreviousData,
  })

/** What is done to a case: each answers with it as it stands then, which every list follows. */
export const work = {
  change: (id: string, change: CaseChange) => after(patch<CaseDetail>(`/cases/${id}`, change)),
  contacted: (id: string) => after(post<CaseDetail>(`/cases/${id}/contacted`)),
  close: (id: string, input: CloseInput) => after(post<CaseDetail>(`/cases/${id}/close`, input)),
  reopen: (id: string) => after(post<CaseDetail>(`/cases/${id}/reopen`)),
  open: (conversationId: string) => after(post<CaseDetail>('/cases', { conversation_id: conversationId })),
}

async function after(done: Promise<CaseDetail>): Promise<CaseDetail> {
  const changed = await done
  queryClient.setQueryData(caseQuery(changed.id).queryKey, changed)
  void queryClient.invalidateQueries({ queryKey: ['cases'] })
  void queryClient.invalidateQueries({ queryKey: ['timeline', changed.conversation_id] })
  return changed
}

/** What one was told of a case that is open now is no news any more. */
export async function markSeen(id: string): Promise<void> {
  await post(`/cases/${id}/seen`)
  await queryClient.invalidateQueries({ queryKey: summaryQuery.queryKey })
}
