import type { Actor } from '../../access/actor.ts'
import { audit } from '../../access/audit.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, inTransaction, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import {
  done,
  fail,
  type FieldProblem,
  invalidFields,
  notFound,
  type Outcome,
} from '../../platform/outcome.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import type { Instant } from '../../policy/decision.ts'
import { previousOf } from '../counting/calendar.ts'
import { dayOf } from '../counting/period.ts'
import type {
  Subscription,
  SubscriptionChange,
  SubscriptionFilters,
  SubscriptionInput,
} from './subscription-schema.ts'

/** All reports that go out by mail, by name; with an id that one. */
export async function listSubscriptions(
  db: Db | Tx,
  workspaceId: string,
  id?: string,
): Promise<Subscription[]> {
  let query = db
    .selectFrom('report_subscriptions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .orderBy('id')
  if (id !== undefined) query = query.where('id', '=', id)
  const rows = await query.execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    every: row.every,
    recipients: row.recipients,
    filters: row.filters as SubscriptionFilters,
    with_csv: row.with_csv,
    created_by: row.created_by,
    created_at: toIso(row.created_at),
    updated_at: toIso(row.updated_at),
    reported_from: row.reported_from,
    last_error: row.last_error,
  }))
}

/** Sets up a report; the first goes out when the week or month that runs has ended. */
export async function addSubscription(
  ctx: Context,
  actor: Actor,
  input: SubscriptionInput,
): Promise<Outcome<Subscription>> {
  return inTransaction(ctx.db, async (tx) => {
    const refusal = refuseToMail(actor, input) ?? (await refuse(tx, actor, input.filters))
    if (refusal) return refusal
    const now = ctx.clock.now()
    const id = newId()
    await tx
      .insertInto('report_subscriptions')
      .values({
        workspace_id: actor.workspaceId,
        id,
        name: input.name,
        every: input.every,
        recipients: [...new Set(input.recipients)],
        filters: JSON.stringify(input.filters),
        with_csv: input.with_csv,
        created_by: actor.answerableId,
        created_at: new Date(now),
        updated_at: new Date(now),
      })
      .execute()
    const outside = await outsiders(tx, actor, input.recipients)
    await audit(tx, actor, 'report_subscription.created', id, { ...input, outside }, now)
    return done((await listSubscriptions(tx, actor.workspaceId, id))[0]!)
  })
}

/** Changes one. */
export async function changeSubscription(
  ctx: Context,
  actor: Actor,
  id: string,
  change: SubscriptionChange,
): Promise<Outcome<Subscription>> {
  return inTransaction(ctx.db, async (tx) => {
    const [known] = await listSubscriptions(tx, actor.workspaceId, id)
    if (!known) return notFound('report')
    const { with_csv: withCsv = known.with_csv } = change
    const refusal =
      refuseToMail(actor, { with_csv: withCsv || known.with_csv }) ??
      (await refuse(tx, actor, change.filters ?? {}))
    if (refusal) return refusal
    const { filters, recipients, ...rest } = change
    const now = ctx.clock.now()
    const isOtherRhythm = change.every !== undefined && change.every !== known.every
    await tx
      .updateTable('report_subscriptions')
      .set({
        ...rest,
        ...(recipients ? { recipients: [...new Set(recipients)] } : {}),
        ...(filters ? { filters: JSON.stringify(filters) } : {}),
        ...(isOtherRhythm ? { reported_from: await lastPeriod(tx, actor, change.every!, now) } : {}),
        updated_at: new Date(now),
      })
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .execute()
    const outside = recipients && (await outsiders(tx, actor, recipients))
    await audit(tx, actor, 'report_subscription.changed', id, { ...change, outside }, now)
    return done((await listSubscriptions(tx, actor.workspaceId, id))[0]!)
  })
}

/** Removes one; mails that wait are not sent any more. */
export async function removeSubscription(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const removed = await tx
      .deleteFrom('report_subscriptions')
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst()
    if (!removed) return notFound('report')
    await audit(tx, actor, 'report_subscription.removed', id, removed, ctx.clock.now())
    return done(null)
  })
}

/** In another rhythm, too, the first report is of the period that runs. */
async function lastPeriod(
  tx: Tx,
  { workspaceId }: Actor,
  every: 'week' | 'month',
  now: Instant,
): Promise<Day> {
  const { time_zone: zone } = await tx
    .selectFrom('workspaces')
    .select('time_zone')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return previousOf(every, dayOf(now, zone)).from
}

/**
 * Whoever lets something be mailed must be allowed to read it: the figures, and with the table the single answers and
 * the names in it. Null: he may.
 */
export function refuseToMail(
  { abilities }: Actor,
  { with_csv: withCsv }: Pick<Subscription, 'with_csv'>,
): Outcome<never> | null {
  const needed = ['csat.view', ...(withCsv ? (['responses.read', 'inbox.read'] as const) : [])] as const
  const missing = needed.find((each) => !abilities.has(each))
  if (missing === undefined) return null
  const message = `What is mailed takes the permission to read it: ${missing}.`
  return fail({ kind: 'forbidden', reason: 'missing_ability', message })
}

/** The addresses that are no member's: the audit log names them. */
async function outsiders(tx: Tx, { workspaceId }: Actor, recipients: readonly string[]): Promise<string[]> {
  const members = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select('users.email')
    .where('members.workspace_id', '=', workspaceId)
    .where('members.removed_at', 'is', null)
    .execute()
  const known = new Set(members.map(({ email }) => email.toLowerCase()))
  return [...new Set(recipients)].filter((each) => !known.has(each))
}

async function refuse(
  tx: Tx,
  { workspaceId }: Actor,
  { agent_id: agent, team_id: team }: SubscriptionFilters,
): Promise<Outcome<never> | null> {
  const fields: FieldProblem[] = []
  const isThere = (table: 'teams' | 'members', id: string) =>
    tx
      .selectFrom(table)
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst()
  if (team !== undefined && team !== 'none' && !(await isThere('teams', team))) {
    fields.push({ field: 'filters.team_id', message: 'names a team that is not in this workspace' })
  }
  if (agent !== undefined && agent !== 'none' && !(await isThere('members', agent))) {
    fields.push({ field: 'filters.agent_id', message: 'names a member who is not in this workspace' })
  }
  return fields.length > 0 ? invalidFields(fields) : null
}
