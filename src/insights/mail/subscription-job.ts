import type { Actor } from '../../access/actor.ts'
import { audit } from '../../access/audit.ts'
import { oneLine } from '../../branding/one-line.ts'
import type { Context } from '../../platform/context.ts'
import { sha256 } from '../../platform/crypto.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { type Mailer, NoMailServer } from '../../platform/mailer.ts'
import { done, fail, notFound, type Outcome } from '../../platform/outcome.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import { endOf, previousOf, startOf, wallClock } from '../counting/calendar.ts'
import { dayOf } from '../counting/period.ts'
import { reportFacts } from './report-mail-facts.ts'
import { readerAt } from './report-reader.ts'
import { messageIdOf } from '../../branding/team-mail.ts'
import { renderReportMail } from './report-mail.ts'
import { listSubscriptions, refuseToMail } from './subscriptions.ts'
import type { Subscription, TestResult } from './subscription-schema.ts'

/** The hour of the morning, on the workspace's own clock, from which on reports go out. */
const HOUR = 7

/**
 * Lets every report go out once its week or month is over and it is morning in its workspace. Run every hour. That
 * a period was reported is written together with one job for each address, so that each is mailed once, and a
 * report that was due while Candor was off goes out when it is back, the last period only.
 */
export async function sendDueReports(ctx: Context): Promise<void> {
  const rows = await ctx.db
    .selectFrom('report_subscriptions as s')
    .innerJoin('workspaces as w', 'w.id', 's.workspace_id')
    .select(['s.workspace_id', 's.id', 's.every', 's.created_at', 's.reported_from', 'w.time_zone'])
    .execute()
  const now = ctx.clock.now()
  for (const row of rows) {
    const { day, hour } = wallClock(now, row.time_zone)
    const { from, to } = previousOf(row.every, day)
    // Someone who sets up a report expects the period that runs, not the one that is over.
    const isOlder = dayOf(row.created_at, row.time_zone) <= to
    const isNew = row.reported_from === null || row.reported_from < from
    const isMorning = hour >= HOUR || day !== startOf(row.every, day)
    if (isOlder && isNew && isMorning) await queue(ctx, row.workspace_id, row.id, from)
  }
}

async function queue(ctx: Context, workspaceId: string, id: string, from: Day): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const due = await tx
      .updateTable('report_subscriptions')
      .set({ reported_from: from, last_error: null })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where((eb) => eb.or([eb('reported_from', 'is', null), eb('reported_from', '<', from)]))
      .returning('recipients')
      .executeTakeFirst()
    for (const recipient of due?.recipients ?? []) {
      await enqueue(
        tx,
        'mail_report',
        { workspace_id: workspaceId, id: `${id}/${from}/${recipient}` },
        { key: `report:${id}:${from}:${recipient}`, maxAttempts: 12 },
      )
    }
  })
}

/**
 * Mails a report to one address. `id` names the mail: `subscription/first day/address`. Not sent any more when the
 * address was taken off, or a later period is due already.
 */
export async function mailReport(
  ctx: Context,
  mailer: Mailer,
  workspaceId: string,
  id: string,
): Promise<void> {
  const [subscriptionId = '', from = '', ...rest] = id.split('/')
  const recipient = rest.join('/')
  const [subscription] = await listSubscriptions(ctx.db, workspaceId, subscriptionId)
  if (!subscription?.recipients.includes(recipient) || subscription.reported_from !== from) return
  const period = { from, to: endOf(subscription.every, from) }
  const facts = await factsFor(ctx, workspaceId, subscription, period, recipient)
  if (!facts.ok) return noteError(ctx, workspaceId, subscription, recipient, facts.failure.message)
  try {
    await mailer.send({
      ...renderReportMail(facts.value),
      to: recipient,
      messageId: messageIdOf(ctx, 'report', sha256(id).toString('hex')),
    })
  } catch (error) {
    await noteError(ctx, workspaceId, subscription, recipient, problemOf(error))
    // Without a mail server there is nothing to try again.
    if (error instanceof NoMailServer) return
    throw error
  }
  await noteError(ctx, workspaceId, subscription, recipient, null)
}

/** Mails the last complete week or month now, to every address of the report, and says what became of each. */
export async function testSubscription(
  ctx: Context,
  mailer: Mailer,
  actor: Actor,
  id: string,
): Promise<Outcome<TestResult>> {
  const [subscription] = await listSubscriptions(ctx.db, actor.workspaceId, id)
  if (!subscription) return notFound('report')
  const refusal = refuseToMail(actor, subscription)
  if (refusal) return refusal
  if (!mailer.configured) return fail({ kind: 'unavailable', message: new NoMailServer().message })
  const { time_zone: zone } = await ctx.db
    .selectFrom('workspaces')
    .select('time_zone')
    .where('id', '=', actor.workspaceId)
    .executeTakeFirstOrThrow()
  const period = previousOf(subscription.every, dayOf(ctx.clock.now(), zone))
  const results: TestResult['results'] = []
  for (const recipient of subscription.recipients) {
    const facts = await factsFor(ctx, actor.workspaceId, subscription, period, recipient)
    if (!facts.ok) {
      results.push({ recipient, sent: false, problem: facts.failure.message })
      continue
    }
    try {
      const messageId = messageIdOf(ctx, 'report-test', newId())
      await mailer.send({ ...renderReportMail(facts.value), to: recipient, messageId })
      results.push({ recipient, sent: true, problem: null })
    } catch (error) {
      results.push({ recipient, sent: false, problem: problemOf(error) })
    }
  }
  await transact(ctx.db, (tx) =>
    audit(
      tx,
      actor,
      'report_subscription.tested',
      id,
      { recipients: subscription.recipients },
      ctx.clock.now(),
    ),
  )
  return done({ period_from: period.from, period_to: period.to, results })
}

/** What the report tells at an address, as its reader may see it. */
async function factsFor(
  ctx: Context,
  workspaceId: string,
  subscription: Subscription,
  period: { from: Day; to: Day },
  recipient: string,
): ReturnType<typeof reportFacts> {
  const reader = await readerAt(ctx, workspaceId, recipient)
  return reader.ok ? reportFacts(ctx, workspaceId, subscription, period, reader.value) : reader
}

function problemOf(error: unknown): string {
  if (error instanceof NoMailServer) return error.message
  const said = error instanceof Error ? oneLine(error.message, 160) : ''
  return `The mail server did not take the mail${said ? ` (${said})` : ''}.`
}

/** Why nothing went out to an address, or that it did (null), which says nothing of the others. */
async function noteError(
  ctx: Context,
  workspaceId: string,
  { id }: Subscription,
  recipient: string,
  message: string | null,
): Promise<void> {
  const mark = `${recipient}: `
  let update = ctx.db
    .updateTable('report_subscriptions')
    .set({ last_error: message === null ? null : mark + message })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
  if (message === null) {
    update = update.where((eb) => eb(eb.fn<boolean>('starts_with', ['last_error', eb.val(mark)]), '=', true))
  }
  await update.execute()
}
