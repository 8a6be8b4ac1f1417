import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'

const KEEP_MS = 90 * 86_400_000

/** Forgets what was told a quarter of a year ago. */
export async function purgeNotices(ctx: Context): Promise<void> {
  await sql`delete from notices where at < ${new Date(ctx.clock.now() - KEEP_MS)}`.execute(ctx.db)
}
