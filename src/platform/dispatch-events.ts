import { type Selectable, sql } from 'kysely'
import type { Instant } from '../policy/decision.ts'
import type { Context } from './context.ts'
import { transact, type Tx } from './database.ts'
import { type EventType, stillToTell } from './events.ts'
import { dropMany, enqueueOne } from './jobs.ts'
import type { Tables } from './tables/tables.ts'

/** News as it was written. */
export type StoredEvent = Omit<Selectable<Tables['events']>, 'type'> & { type: EventType }

/**
 * A feature that acts on news. It is told of each event exactly once, in order, in one transaction with all others:
 * it writes what it wants done and enqueues the doing, and calls nobody outside.
 */
export type EventSubscriber = (tx: Tx, workspaceId: string, events: readonly StoredEvent[]) => Promise<void>

const AT_ONCE = 200
const KEEP_MS = 30 * 86_400_000
/** An event that a feature cannot take is tried so often, over some minutes, before it is left out. */
const TRIES = 5
const FIRST_PAUSE_MS = 5000
/** A reason is kept up to so many characters. */
const REASON_LENGTH = 500

type Telling = { ctx: Context; subscribers: readonly EventSubscriber[]; workspaceId: string }

/**
 * Tells the features downstream of a workspace's news since the last time, one after the other in each workspace. What they could not take together they are told one by one; an event that fails holds up those after it
 * (order matters) until it was tried five times: then it is left out, loudly, so that one bug in one feature does not
 * end all that follows by itself. Fails while an event is to be tried again; a job for that stands then.
 */
export async function dispatchEvents(
  ctx: Context,
  subscribers: readonly EventSubscriber[],
  workspaceId: string,
): Promise<void> {
  const telling = { ctx, subscribers, workspaceId }
  for (let taken = AT_ONCE; taken === AT_ONCE;) {
    try {
      taken = await tellNext(telling, AT_ONCE)
    } catch (error) {
      ctx.log.warn({ err: error, workspace: workspaceId }, 'news could not be told together')
      taken = await tellOneByOne(telling)
    }
  }
}

async function tellOneByOne(telling: Telling): Promise<number> {
  for (let count = 0; count < AT_ONCE; count++) {
    let first: StoredEvent | undefined
    try {
      if ((await tellNext(telling, 1, (event) => (first = event))) === 0) return 0
    } catch (error) {
      if (!first || !(await isGivenUp(telling, first, error))) throw error
    }
  }
  return AT_ONCE
}

/** Tells up to so many events; answers how many they were: the limit if there may be more. */
async function tellNext(
  { ctx, subscribers, workspaceId }: Telling,
  limit: number,
  note: (first: StoredEvent) => void = () => {},
): Promise<number> {
  return transact(ctx.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`news ${workspaceId}`}, 0))`.execute(tx)
    const waiting = (await tx
      .selectFrom('events')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('dispatched_at', 'is', null)
      .where('failed_at', 'is', null)
      .orderBy('seq')
      .limit(limit)
      .execute()) as StoredEvent[]
    const [first] = waiting
    if (!first) return 0
    const now = ctx.clock.now()
    const again = againAt(first)
    if (now < again) {
      await tryAgain(tx, first, again)
      return 0
    }
    note(first)
    // One that failed before is tried by itself.
    const events = first.tries > 0 ? [first] : waiting
    for (const tell of subscribers) await tell(tx, workspaceId, events)
    const told = events.map(({ id }) => id)
    await sql`update events set dispatched_at = ${new Date(now)}
      where workspace_id = ${workspaceId} and id = any(${told}::uuid[])`.execute(tx)
    await dropMany(tx, stillToTell, told)
    return events.length < waiting.length ? limit : events.length
  })
}

/** Notes that an event could not be taken. True: that was the last time. */
async function isGivenUp({ ctx }: Telling, event: StoredEvent, error: unknown): Promise<boolean> {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, REASON_LENGTH)
  const tries = event.tries + 1
  const about = { err: error, workspace: event.workspace_id, event: event.id, type: event.type, tries }
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const isLast = tries >= TRIES
    await tx
      .updateTable('events')
      .set({
        tries,
        tried_at: new Date(now),
        failure: reason.replaceAll('\0', ''),
        ...(isLast ? { failed_at: new Date(now) } : {}),
      })
      .where('workspace_id', '=', event.workspace_id)
      .where('id', '=', event.id)
      .where('dispatched_at', 'is', null)
      .execute()
    if (isLast) ctx.log.error(about, 'an event is left out: a feature cannot take it')
    else {
      await tryAgain(tx, event, againAt({ tries, tried_at: now }))
      ctx.log.error(about, 'a feature cannot take an event: it is tried again')
    }
    return isLast
  })
}

function againAt({ tries, tried_at: at }: Pick<StoredEvent, 'tries' | 'tried_at'>): Instant {
  return at === null ? -Infinity : at + FIRST_PAUSE_MS * 3 ** (tries - 1)
}

function tryAgain(tx: Tx, { workspace_id: workspaceId, id }: StoredEvent, at: Instant): Promise<void> {
  return enqueueOne(tx, stillToTell, { workspaceId, id }, at)
}

/** Events that were left out, the last first, with how many there are. */
export const LEFT_OUT = `select type, id, conversation_id, failure, count(*) over ()::int as count
  from events where failed_at is not null order by failed_at desc limit 5`
export type LeftOut = Pick<StoredEvent, 'type' | 'id' | 'conversation_id' | 'failure'> & { count: number }

/** Forgets news that everybody took note of long ago, or that was left out. */
export async function purgeEvents(ctx: Context): Promise<void> {
  const before = new Date(ctx.clock.now() - KEEP_MS)
  await sql`delete from events where dispatched_at < ${before} or failed_at < ${before}`.execute(ctx.db)
}
