import type { AccessTables } from './access.ts'
import type { AppsTables } from './apps.ts'
import type { ChannelsTables } from './channels.ts'
import type { FollowUpTables } from './followup.ts'
import type { InboxTables } from './inbox.ts'
import type { InsightsTables } from './insights.ts'
import type { NoticeTables } from './notices.ts'
import type { PlatformTables } from './platform.ts'
import type { PortalTables } from './portal.ts'
import type { SurveysTables } from './surveys.ts'
import type { WebhookTables } from './webhooks.ts'
import type { WorkflowTables } from './workflows.ts'

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
