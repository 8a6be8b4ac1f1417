import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Run, RunDetail } from '../../workflows/run-schema.ts'
import type { Workflow, WorkflowTemplate } from '../../workflows/schema.ts'
import { paged } from '../api/paged.ts'
import { queryClient } from '../api/query-client.ts'
import { get, type Page } from '../api/request.ts'

export const workflowsQuery = queryOptions({
  queryKey: ['workflows'],
  queryFn: ({ signal }) => get<Page<Workflow>>('/workflows', undefined, signal),
})

export const workflowQuery = (id: string) =>
  queryOptions({
    queryKey: ['workflows', id],
    queryFn: ({ signal }) => get<Workflow>(`/workflows/${id}`, undefined, signal),
  })

export const templatesQuery = queryOptions({
  queryKey: ['workflow-templates'],
  queryFn: ({ signal }) => get<Page<WorkflowTemplate>>('/workflows/templates', undefined, signal),
  staleTime: Infinity,
})

export const runsQuery = (id: string) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ['workflows', id, 'runs'],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Run>>(`/workflows/${id}/runs`, { limit: 30, cursor: pageParam }, signal),
    // Runs go on by themselves.
    refetchInterval: 5000,
  })

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['workflow-runs', id],
    queryFn: ({ signal }) => get<RunDetail>(`/workflows/runs/${id}`, undefined, signal),
  })

export const refreshWorkflows = () => queryClient.invalidateQueries({ queryKey: workflowsQuery.queryKey })
