import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { type Auth, makeAuth } from './access/auth.ts'
import { makeAuthenticate } from './access/authenticate.ts'
import { guard } from './access/guard.ts'
import { accessRoutes } from './access/routes.ts'
import { docsRoutes } from './api-docs/routes.ts'
import { appRoutes } from './apps/routes.ts'
import type { Connectors } from './channels/connectors.ts'
import { channelRoutes } from './channels/routes.ts'
import { answerPress } from './channels-in/answer-press.ts'
import { hookRoutes } from './channels-in/hook-routes.ts'
import { purgeChannelEvents } from './channels-in/purge-events.ts'
import { takeHeldReceipt } from './channels-in/take-receipt.ts'
import { makeChannels, type Registry } from './channels/registry.ts'
import { sketchOf } from './channels/sketch.ts'
import { alertCase } from './followup/alert-case.ts'
import { caseDue, publishCase, reopenForCase } from './followup/jobs.ts'
import { unassignCases } from './followup/unassign-cases.ts'
import { unassignConversations } from './inbox/conversations/unassign-conversations.ts'
import { followUpNews } from './followup/news.ts'
import { resumeCase } from './followup/resume-case.ts'
import { followUpRoutes } from './followup/routes.ts'
import { settleCase } from './followup/set-case-aside.ts'
import { purgeNotices } from './notices/purge-notices.ts'
import { noticeRoutes } from './notices/routes.ts'
import { dryRunRoutes } from './dry-run/routes.ts'
import { inboxRoutes } from './inbox/routes.ts'
import { findDrifts } from './insights/drift/drift-job.ts'
import { mailDriftAlert } from './insights/drift/drift-mail.ts'
import { foldTallies } from './insights/counting/fold.ts'
import { insightRoutes } from './insights/routes.ts'
import { mailReport, sendDueReports } from './insights/mail/subscription-job.ts'
import { sendMessage } from './inbox/messages/send-message.ts'
import { wakeConversation } from './inbox/conversations/wake-conversation.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import type { Context } from './platform/context.ts'
import { makeCopyOut } from './platform/copy-out.ts'
import { deriveKeys } from './platform/crypto.ts'
import { type Connection, openDatabase, openPool } from './platform/database.ts'
import { idempotency, purgeIdempotencyKeys } from './platform/http/idempotency.ts'
import { makeServer } from './platform/http/server.ts'
import { opsRoutes } from './platform/http/ops-routes.ts'
import { webAppRoutes } from './platform/http/web-app.ts'
import { dispatchEvents, type EventSubscriber, purgeEvents } from './platform/dispatch-events.ts'
import type { JobHandlers, TimedHandlers } from './platform/jobs.ts'
import { type Live, startLive } from './platform/live.ts'
import type { Log } from './platform/log.ts'
import { type Mailer, makeMailer } from './platform/mailer.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { portalRoutes } from './portal/routes.ts'
import { mailPortalLink, purgePortal } from './portal/sign-in-link.ts'
import { expireSurvey } from './surveys/life/expire-survey.ts'
import { mailClosingCard } from './surveys/sending/mail-closing-card.ts'
import { publicRoutes } from './surveys/answering/public-routes.ts'
import { surveyRoutes } from './surveys/routes.ts'
import { sendSurvey } from './surveys/sending/send-survey.ts'
import { showClosingCard } from './surveys/asking/show-closing-card.ts'
import { webchatRoutes } from './webchat/routes.ts'
import { advanceRun } from './workflows/advance-run.ts'
import { type CallLanes, makeCallLanes } from './workflows/call-lanes.ts'
import { workflowRoutes } from './workflows/routes.ts'
import { purgeRuns, startScheduled, startScheduledRuns } from './workflows/scheduled.ts'
import { startOnNews } from './workflows/start-runs.ts'
import { fanOut } from './webhooks/fan-out.ts'
import { type Lanes, makeLanes } from './webhooks/lanes.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { mailSwitchedOff } from './webhooks/switch-off.ts'
import { purgeDeliveries, sweepLanes } from './webhooks/upkeep.ts'

/** More wait their turn: somebody who reads slowly holds a connection. */
const EXPORTS_AT_ONCE = 4

/** Candor composed on one database, not yet listening. `close` frees what it opened. */
export type App = {
  ctx: Context
  auth: Auth
  channels: Registry
  mailer: Mailer
  pool: pg.Pool
  handlers: JobHandlers
  timed: TimedHandlers
  /** Where outgoing webhooks are under way, beside the queue. */
  lanes: Lanes
  /** The same for the calls of workflows. */
  calls: CallLanes
  /** The HTTP server; made on first use, since a worker needs none. */
  server(): Promise<FastifyInstance>
  close(): Promise<void>
}

/** Puts the parts together: database, keys, mail, channels, use-cases. The database is migrated already. */
export async function composeApp(deps: {
  config: Config
  connection: Connection
  clock: Clock
  log: Log
  /** Connections of the main pool. */
  connections?: number
  /** Ways to connect channels, beside or in place of the usual ones. */
  connectors?: Connectors
}): Promise<App> {
  const { config, connection, clock, log } = deps
  const pool = openPool(connection, deps.connections ?? 16)
  const authPool = openPool(connection, 4, true)
  const keys = deriveKeys(config.secret)
  const copyPool = openPool(connection, EXPORTS_AT_ONCE, true)
  const copyOut = makeCopyOut(copyPool)
  const ctx: Context = { db: openDatabase(pool), copyOut, clock, config, keys, log }
  const mailer = makeMailer(config)
  const auth = makeAuth({ pool: authPool, db: ctx.db, config, keys, sendMail: mailer.send, log })
  const channels = makeChannels({ ctx, mailer, connectors: deps.connectors })
  const lanes = makeLanes(ctx)
  const calls = makeCallLanes(log)
  let live: Live | undefined
  let server: Promise<FastifyInstance> | undefined

  // Features downstream, in the order in which they are told.
  const subscribers: EventSubscriber[] = [followUpNews, fanOut(ctx), startOnNews(ctx.clock)]

  const handlers: JobHandlers = {
    dispatch_events: ({ workspace_id: workspaceId }) => dispatchEvents(ctx, subscribers, workspaceId),
    send_survey: ({ workspace_id: workspaceId, id }, stopping) =>
      sendSurvey(ctx, channels, workspaceId, id, { stopping }),
    expire_survey: ({ workspace_id: workspaceId, id }) => expireSurvey(ctx, workspaceId, id),
    send_message: ({ workspace_id: workspaceId, id }, stopping) =>
      sendMessage(ctx, channels, workspaceId, id, { stopping }),
    answer_press: ({ workspace_id: workspaceId, id }, stopping) =>
      answerPress(ctx, channels, workspaceId, id, { stopping }),
    take_receipt: ({ workspace_id: workspaceId, id }) => takeHeldReceipt({ ctx, channels }, workspaceId, id),
    wake_conversation: ({ workspace_id: workspaceId, id }) => wakeConversation(ctx, workspaceId, id),
    mail_portal_link: ({ workspace_id: workspaceId, id }) => mailPortalLink(ctx, mailer, workspaceId, id),
    show_closing_card: ({ workspace_id: workspaceId, id }) => showClosingCard(ctx, workspaceId, id),
    mail_closing_card: ({ workspace_id: workspaceId, id }, stopping) =>
      mailClosingCard(ctx, mailer, workspaceId, id, { stopping }),
    case_due: ({ workspace_id: workspaceId, id }) => caseDue(ctx, workspaceId, id),
    alert_case: ({ workspace_id: workspaceId, id }) => alertCase(ctx, mailer, workspaceId, id),
    reopen_for_case: ({ workspace_id: workspaceId, id }) => reopenForCase(ctx, workspaceId, id),
    publish_case: ({ workspace_id: workspaceId, id }) => publishCase(ctx, workspaceId, id),
    resume_case: ({ workspace_id: workspaceId, id }) => resumeCase(ctx, workspaceId, id),
    unassign_conversations: ({ workspace_id: workspaceId, id }) =>
      unassignConversations(ctx, workspaceId, id),
    unassign_cases: ({ workspace_id: workspaceId, id }) => unassignCases(ctx, workspaceId, id),
    settle_case: ({ workspace_id: workspaceId, id }) => settleCase(ctx, workspaceId, id),
    mail_drift_alert: ({ workspace_id: workspaceId, id }) => mailDriftAlert(ctx, mailer, workspaceId, id),
    deliver_webhooks: ({ workspace_id: workspaceId, id }) => lanes.look(workspaceId, id),
    mail_webhook_disabled: ({ workspace_id: workspaceId, id }) =>
      mailSwitchedOff(ctx, mailer, workspaceId, id),
    advance_workflow: ({ workspace_id: workspaceId, id }) =>
      advanceRun({ ctx, mailer, calls }, workspaceId, id),
    start_scheduled_workflow: ({ workspace_id: workspaceId, id }) => startScheduledRuns(ctx, workspaceId, id),
    mail_report: ({ workspace_id: workspaceId, id }) => mailReport(ctx, mailer, workspaceId, id),
  }

  const timed: TimedHandlers = {
    forget_events: { cron: '30 3 * * *', run: () => purgeEvents(ctx) },
    forget_channel_events: { cron: '40 3 * * *', run: () => purgeChannelEvents(ctx) },
    forget_idempotency_keys: { cron: '20 3 * * *', run: () => purgeIdempotencyKeys(ctx) },
    forget_notices: { cron: '35 3 * * *', run: () => purgeNotices(ctx) },
    forget_portal_sessions: { cron: '50 3 * * *', run: () => purgePortal(ctx) },
    find_drifts: { cron: '7 * * * *', run: () => findDrifts(ctx) },
    send_due_reports: { cron: '12 * * * *', run: () => sendDueReports(ctx) },
    forget_webhook_deliveries: { cron: '10 4 * * *', run: () => purgeDeliveries(ctx) },
    forget_workflow_runs: { cron: '20 4 * * *', run: () => purgeRuns(ctx) },
    start_scheduled_workflows: { cron: '*/5 * * * *', run: () => startScheduled(ctx) },
    sweep_webhooks: { cron: '* * * * *', run: () => sweepLanes(ctx) },
    fold_tallies: { cron: '* * * * *', run: () => foldTallies(ctx) },
  }

  async function compose(): Promise<FastifyInstance> {
    live = await startLive(connection, log)
    const http = await makeServer(config, log)
    guard(http, makeAuthenticate(ctx, auth), new URL(config.publicUrl).origin)
    idempotency(http, ctx)
    await http.register(opsRoutes, { ctx })
    await http.register(accessRoutes, { ctx, auth, mailer })
    await http.register(inboxRoutes, { ctx, live })
    await http.register(appRoutes, { ctx })
    await http.register(workflowRoutes, { ctx, mailer })
    await http.register(surveyRoutes, { ctx, sketchOf })
    await http.register(publicRoutes, { ctx })
    await http.register(dryRunRoutes, { ctx })
    await http.register(insightRoutes, { ctx, mailer })
    await http.register(privacyRoutes, { ctx })
    await http.register(followUpRoutes, { ctx })
    await http.register(noticeRoutes, { ctx })
    await http.register(webchatRoutes, { ctx, live })
    await http.register(portalRoutes, { ctx, live })
    await http.register(channelRoutes, { ctx, channels })
    await http.register(hookRoutes, { ctx, channels })
    await http.register(webhookRoutes, { ctx })
    await http.register(docsRoutes)
    await http.register(webAppRoutes)
    return http
  }

  return {
    ctx,
    auth,
    channels,
    mailer,
    pool,
    handlers,
    timed,
    lanes,
    calls,
    server: () => (server ??= compose()),
    async close() {
      if (server) await (await server).close()
      await live?.close()
      await Promise.all([lanes.stop(), calls.stop()])
      mailer.close()
      await authPool.end()
      await copyPool.end()
      await ctx.db.destroy()
    },
  }
}
