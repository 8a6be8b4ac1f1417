import { sql } from 'kysely'
import { toIso } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import type { Period } from '../counting/period.ts'
import type { Definition } from '../schema.ts'

/**
 * What counted as satisfied in a period, oldest first: the definition it began with, and each that took its place
 * (A2). More than one means that the series has a break.
 */
export async function definitionsIn(
  db: Db,
  workspaceId: string,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Promise<Definition[]> {
  const rows = await db
    .selectFrom('policies')
    .select(['policy', 'changed_at'])
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`changed_at < ${new Date(to)}`)
    .orderBy('version')
    .execute()
  const series: { at: number; definition: Definition }[] = []
  for (const { policy, changed_at: at } of rows) {
    const { scale, satisfied_from: satisfiedFrom } = policy.question
    const last = series.at(-1)?.definition
    if (last?.scale === scale && last.satisfied_from === satisfiedFrom) continue
    series.push({ at, definition: { since: toIso(at), scale, satisfied_from: satisfiedFrom } })
  }
  const first = Math.max(
    0,
    series.findLastIndex(({ at }) => at <= from),
  )
  return series.slice(first).map(({ definition }) => definition)
}
