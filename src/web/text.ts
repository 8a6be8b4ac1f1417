import { access } from './text/access.ts'
import { channels as channelSettings } from './text/channels.ts'
import { apps, portal } from './text/apps.ts'
import { common } from './text/common.ts'
import { csat } from './text/csat.ts'
import { followup } from './text/followup.ts'
import { dryRun } from './text/dry-run.ts'
import { inbox } from './text/inbox.ts'
import { insights } from './text/insights.ts'
import { notices } from './text/notices.ts'
import { reports } from './text/reports.ts'
import { achievements, responses } from './text/responses.ts'
import { settings } from './text/settings.ts'
import { webhooks } from './text/webhooks.ts'
import { workflows } from './text/workflows.ts'

/** Every sentence of the staff web app, in English. Another language is another object of the same shape. */
export const text = {
  ...common,
  access,
  inbox,
  insights,
  csat,
  dryRun,
  settings,
  responses,
  achievements,
  reports,
  apps,
  portal,
  channelSettings,
  followup,
  notices,
  webhooks,
  workflows,
}
