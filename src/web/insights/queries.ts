import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { DriftAlert } from '../../insights/drift/drift-schema.ts'
import type { HonestQuery, HonestReport } from '../../insights/honest/honest-schema.ts'
import type {
  Leaderboard,
  LeaderboardQuery,
  SelectionReport,
} from '../../insights/honest/leaderboard-schema.ts'
import type { CsatReport, Filters, ReportQuery } from '../../insights/schema.ts'
import type { Target } from '../../insights/targets/target-schema.ts'
import { get, type Page } from '../api/request.ts'

/** Numbers are counted as answers come in; a page left open follows within the minute. */
const FOLLOW = 60_000

export const csatQuery = (query: ReportQuery) =>
  queryOptions({
    queryKey: ['reports', 'csat', query],
    queryFn: ({ signal }) => get<CsatReport>('/reports/csat', query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: FOLLOW,
  })

/** The tags that answers of a period bear, the most frequent first: what the filter offers. */
export const tagsQuery = ({ from, to }: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['reports', 'tags', from, to],
    queryFn: ({ signal }) => get<CsatReport>('/reports/csat', { from, to, group_by: 'tag' }, signal),
    select: (report) => report.groups.map(({ key }) => key).filter((key) => key !== ''),
    staleTime: 5 * 60_000,
  })

/** Who is ahead beyond chance. */
export const leaderboardQuery = (query: LeaderboardQuery) =>
  queryOptions({
    queryKey: ['reports', 'leaderboard', query],
    queryFn: ({ signal }) => get<Leaderboard>('/reports/leaderboard', query, signal),
    placeholderData: keepPreviousData,
  })

/** Who was asked of those who could be. */
export const selectionQuery = (query: Filters) =>
  queryOptions({
    queryKey: ['reports', 'selection', query],
    queryFn: ({ signal }) => get<SelectionReport>('/reports/selection', query, signal),
    placeholderData: keepPreviousData,
  })

/** Satisfaction beside reopens and churn. */
export const honestQuery = (query: HonestQuery) =>
  queryOptions({
    queryKey: ['reports', 'honest', query],
    queryFn: ({ signal }) => get<HonestReport>('/reports/honest', query, signal),
    placeholderData: keepPreviousData,
  })

/** Weeks whose scores came out differently, as long as nobody has put them aside. */
export const alertsQuery = queryOptions({
  queryKey: ['reports', 'alerts'],
  queryFn: ({ signal }) => get<Page<DriftAlert>>('/reports/alerts', { dismissed: false }, signal),
})

/** What the teams aim at, with how it stands. */
export const targetsQuery = queryOptions({
  queryKey: ['targets'],
  queryFn: ({ signal }) => get<Page<Target>>('/targets', undefined, signal),
})
