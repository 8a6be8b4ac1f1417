import type { ChannelId } from '../../policy/settings.ts'
import type { At, AtOrNull, Default, DefaultJson, Json, Nullable } from './columns.ts'
import type { Counts, Dimension, HandledBy } from './words.ts'

type Tally = Counts & {
  workspace_id: string
  id: Default<number>
  at: At
  agent_id: Nullable<string>
  team_id: Nullable<string>
  channel: ChannelId
  handled_by: HandledBy
  tags: string[]
}

/** What reports count. */
export type InsightsTables = {
  report_tallies: Tally
  /** A view: what the cells must add up to, row by row. */
  countable: Tally
  report_cells: Counts & { workspace_id: string; dimension: Dimension; day: string; key: string }
  report_zones: { workspace_id: string; time_zone: string }
  targets: {
    workspace_id: string
    id: string
    team_id: Nullable<string>
    metric: 'csat' | 'response_rate' | 'average'
    goal: number
    period: 'week' | 'month' | 'quarter'
    created_by: Nullable<string>
    created_at: At
    updated_at: At
  }
  report_subscriptions: {
    workspace_id: string
    id: string
    name: string
    every: 'week' | 'month'
    recipients: string[]
    filters: DefaultJson<Record<string, string>>
    with_csv: Default<boolean>
    created_by: Nullable<string>
    created_at: At
    updated_at: At
    reported_from: Nullable<string>
    last_error: Nullable<string>
  }
  drift_alerts: {
    workspace_id: string
    id: string
    week: string
    team_id: Nullable<string>
    finding: Json<Record<string, unknown>>
    found_at: At
    dismissed_at: AtOrNull
    dismissed_by: Nullable<string>
  }
  drift_weeks: { workspace_id: string; week: string }
}
