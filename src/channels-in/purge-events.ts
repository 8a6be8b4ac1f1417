import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'

const KEPT_MS = 30 * 86_400_000

/** Forgets events after 30 days: no provider repeats one that long. */
export async function purgeChannelEvents({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  await sql`delete from channel_events where taken_at < ${new Date(clock.now() - KEPT_MS)}`.execute(db)
}
