import type { Actor } from '../access/actor.ts'
import { toIso } from '../platform/clock.ts'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/database.ts'
import { fail, type Outcome } from '../platform/outcome.ts'
import { closedSince } from '../policy/aggregate.ts'
import type { Instant } from '../policy/decision.ts'
import { CHANNEL_IDS, type ChannelId, type Policy, policyForChannel } from '../policy/settings.ts'
import { currentPolicy } from '../surveys/current-policy.ts'
import type { Lens } from './lens.ts'
import { periodOf } from './period.ts'
import { type CountFilters, zoneOf } from './read-counts.ts'
import type { Filters } from './schema.ts'

/** The lens through which somebody looks at the numbers of a time. */
export async function lensFor(
  ctx: Context,
  who: Pick<Actor, 'workspaceId' | 'role'>,
  time: Pick<Filters, 'from' | 'to'>,
  filters: CountFilters,
): Promise<Lens> {
  const { db, clock } = ctx
  const now = clock.now()
  const { policy } = await currentPolicy(db, who.workspaceId)
  const policies = policiesOn(policy, filters.channel)
  const since = closedSince({ role: who.role }, policies, now)
  const closed = since === null ? null : await changedSince(db, who.workspaceId, since)
  const minN = Math.max(...policies.map(({ visibility }) => visibility.min_n))
  const zone = await zoneOf(db, who.workspaceId)
  const period = await periodOf(db, zone, time, now, { wholeDays: closed !== null })
  return { db, workspaceId: who.workspaceId, period, filters, closed, minN, now }
}

/** The policies that figures of a channel, or of all together, are under. */
export function policiesOn(policy: Policy, channel?: string): Policy[] {
  const channels = channel === undefined ? CHANNEL_IDS : [channel as ChannelId]
  return channels.map((each) => policyForChannel(policy, each))
}

/**
 * An answer changed lately is closed again, and counts on the day it was first given: from that day on, figures
 * could tell it.
 */
async function changedSince(db: Db, workspaceId: string, since: Instant): Promise<Instant> {
  if (since === -Infinity) return since
  const { first } = await db
    .selectFrom('responses')
    .select((eb) => eb.fn.min('submitted_at').as('first'))
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`edited_at > ${new Date(since)}`)
    .executeTakeFirstOrThrow()
  return first === null ? since : Math.min(since, first)
}

/** The same lens on the period of the same length just before; null where the period has no beginning. */
export async function lensBefore(lens: Lens): Promise<Lens | null> {
  const { db, now, closed, period } = lens
  const { zone, from, to, begins } = period
  if (!begins) return null
  const time = { from: toIso(from - (to - from)), to: toIso(from) }
  return { ...lens, period: await periodOf(db, zone, time, now, { wholeDays: closed !== null }) }
}

/**
 * Whose row of the agents' table a reader may see (C11): an agent the own, and nobody may ask around that; everybody
 * else those asked for.
 */
export function ownRow(
  actor: Pick<Actor, 'role' | 'memberId'>,
  filters: CountFilters,
): Outcome<string | undefined> {
  if (actor.role !== 'agent') return { ok: true, value: filters.agent }
  if (filters.agent !== undefined && filters.agent !== actor.memberId) {
    return fail({ kind: 'forbidden', message: 'Agents see their own numbers and those of all together.' })
  }
  return { ok: true, value: actor.memberId! }
}
