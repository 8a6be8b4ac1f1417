import type { AccessTables } from './tables/access.ts'
import type { AppsTables } from './tables/apps.ts'
import type { ChannelsTables } from './tables/channels.ts'
import type { FollowUpTables } from './tables/followup.ts'
import type { InboxTables } from './tables/inbox.ts'
import type { InsightsTables } from './tables/insights.ts'
import type { NoticeTables } from './tables/notices.ts'
import type { PlatformTables } from './tables/platform.ts'
import type { PortalTables } from './tables/portal.ts'
import type { SurveysTables } from './tables/surveys.ts'
import type { WebhookTables } from './tables/webhooks.ts'
import type { WorkflowTables } from './tables/workflows.ts'

/** The columns of migrations/ as Kysely sees them: snake_case, each feature's tables in a file of its own. */
export type Tables = AccessTables &
  AppsTables &
  ChannelsTables &
  FollowUpTables &
  InboxTables &
  InsightsTables &
  NoticeTables &
  PlatformTables &
  PortalTables &
  SurveysTables &
  WebhookTables &
  WorkflowTables
