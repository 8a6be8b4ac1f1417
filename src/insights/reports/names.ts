import type { Db } from '../../platform/database.ts'
import type { ReportQuery } from '../schema.ts'

/** How the keys of groups are called: members and teams by their names (also those who left), the rest as it is. */
export async function namesOf(
  db: Db,
  workspaceId: string,
  by: ReportQuery['group_by'],
): Promise<(key: string) => string> {
  if (by !== 'agent' && by !== 'team') return (key) => key
  const rows =
    by === 'team'
      ? await db.selectFrom('teams').select(['id', 'name']).where('workspace_id', '=', workspaceId).execute()
      : await db
          .selectFrom('members')
          .select(['id', 'name'])
          .where('workspace_id', '=', workspaceId)
          .execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (key) => names.get(key) ?? ''
}
