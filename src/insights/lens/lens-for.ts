import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import type { Context } from '../../platform/context.ts'
import { fail, type Outcome } from '../../platform/outcome.ts'
import { closingOf, openUntil, strictestMinN } from '../../policy/numbers/aggregate.ts'
import type { Instant } from '../../policy/decision.ts'
import { CHANNEL_IDS, type ChannelId, type Policy, policyForChannel } from '../../policy/settings.ts'
import { seesOwnOnly, type Viewer } from '../../policy/view.ts'
import { currentPolicy } from '../../surveys/settings/current-policy.ts'
import { eyesOf } from '../../surveys/seeing/present.ts'
import { viewConditions } from '../../surveys/seeing/view-conditions.ts'
import { addDays, daysIn } from '../counting/calendar.ts'
import type { CountFilters } from '../counting/filters.ts'
import type { Closed, Lens } from './lens.ts'
import { periodOf } from '../counting/period.ts'
import { zoneOf } from '../counting/read-counts.ts'
import type { Filters } from '../schema.ts'

/** Somebody who reads numbers: as whom the policy sees him, and whether he may list single answers at all. */
type Reader = Omit<Viewer, 'reviews'> & { readsResponses: boolean }

/** The lens through which somebody looks at the numbers of a time. */
export async function lensFor(
  ctx: Context,
  actor: Actor,
  time: Pick<Filters, 'from' | 'to'>,
  filters: CountFilters,
): Promise<Lens> {
  const { policy } = await currentPolicy(ctx.db, actor.workspaceId)
  const { viewer } = await eyesOf(ctx, actor, policy)
  const readers = [{ ...viewer, readsResponses: actor.abilities.has('responses.read') }]
  return lensThrough(ctx, actor.workspaceId, { policy, readers }, time, filters)
}

/** The lens on what every one of several readers may be told. */
export async function lensForAll(
  ctx: Context,
  workspaceId: string,
  viewers: readonly Omit<Viewer, 'reviews'>[],
  time: Pick<Filters, 'from' | 'to'>,
): Promise<Lens> {
  const { policy } = await currentPolicy(ctx.db, workspaceId)
  const readers = viewers.map((viewer) => ({ ...viewer, readsResponses: true }))
  return lensThrough(ctx, workspaceId, { policy, readers }, time, {})
}

async function lensThrough(
  { db, clock }: Context,
  workspaceId: string,
  { policy, readers }: { policy: Policy; readers: readonly Reader[] },
  time: Pick<Filters, 'from' | 'to'>,
  filters: CountFilters,
): Promise<Lens> {
  const now = clock.now()
  const closed = closedTo(readers, policy, now)
  const concerned = filters.channel === undefined ? CHANNEL_IDS : [filters.channel as ChannelId]
  const minN = strictestMinN(concerned.map((each) => policyForChannel(policy, each)))
  const zone = await zoneOf(db, workspaceId)
  const period = await periodOf(db, zone, time, now, { wholeDays: closed !== null })
  return { db, workspaceId, period, filters, closed, minN, now }
}

/** The answers that at least one of the readers may not see. */
function closedTo(readers: readonly Reader[], policy: Policy, now: Instant): Closed | null {
  const policies = CHANNEL_IDS.map((each) => policyForChannel(policy, each))
  const closings = readers.map((reader) => ({ reader, closing: closingOf(reader, policies) }))
  const common = { minN: strictestMinN(policies), read: new Map() }
  const out = closings.filter(({ closing }) => closing === 'everything')
  if (out.length > 0) {
    const open = Math.min(...out.map(({ reader }) => openUntil(reader, policies)))
    return { kind: 'everything', openUntil: open, ...common }
  }
  const some = closings
    .filter(({ closing }) => closing !== 'nothing')
    .map(({ reader, closing }) => {
      // What was set aside is in no number that could tell of it.
      const { visible, embargoed } = viewConditions({ ...reader, reviews: true }, policy, now, 'r')
      // The first is spelled so that it has an index; the second reads all answers of the channels that are closed.
      return closing === 'by_time' ? embargoed : sql<boolean>`not ${visible}`
    })
  if (some.length === 0) return null
  return { kind: 'answers', which: sql<boolean>`(${sql.join(some, sql` or `)})`, ...common }
}

/**
 * The same lens on the period before: as many whole days of the workspace's calendar just before the first, for every
 * reader the same. Null where the period has no beginning.
 */
export async function lensBefore(lens: Lens): Promise<Lens | null> {
  const { db, now, closed, period } = lens
  const { zone, firstDay, lastDay, begins } = period
  if (!begins) return null
  const time = { from: addDays(firstDay, -daysIn(firstDay, lastDay)), to: addDays(firstDay, -1) }
  return { ...lens, period: await periodOf(db, zone, time, now, { wholeDays: closed !== null }) }
}

/** Are any single answers open to the reader, now or once their embargo is over (C12)? */
export function seesSingle({ closed }: Lens): boolean {
  return !(closed?.kind === 'everything' && closed.openUntil === 0)
}

/**
 * Whose row of the agents' table a reader may see (C11): an agent the own, and nobody may ask around that; everybody
 * else those asked for.
 */
export function ownRow(
  actor: Pick<Actor, 'role' | 'memberId'>,
  filters: CountFilters,
): Outcome<string | undefined> {
  if (!seesOwnOnly(actor)) return { ok: true, value: filters.agent }
  if (filters.agent !== undefined && filters.agent !== actor.memberId) {
    return fail({ kind: 'forbidden', message: 'Agents see their own numbers and those of all together.' })
  }
  return { ok: true, value: actor.memberId! }
}
