import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ResponseDetail, ResponsePage } from '../../../insights/answers/responses-schema.ts'
import { paged } from '../../api/paged.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'
import type { ResponsesScope } from '../filters/scope.ts'

type Query = ResponsesScope['query']

/** Answers as they may be seen, page by page. */
export const responsesQuery = (query: Query) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ['responses', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      get<ResponsePage>('/responses', { ...query, limit: 40, cursor: pageParam }, signal),
    placeholderData: keepPreviousData,
  })

/** One answer with its versions and its evidence. */
export const responseQuery = (id: string) =>
  queryOptions({
    queryKey: ['responses', 'one', id],
    queryFn: ({ signal }) => get<ResponseDetail>(`/responses/${id}`, undefined, signal),
  })

/** After a review every list and every number may be another. */
export function refreshAnswers(): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ['reports'] })
  return queryClient.invalidateQueries({ queryKey: ['responses'] })
}
