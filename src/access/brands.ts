import type { Brand } from '../branding/brand.ts'
import type { Db, Tx } from '../platform/database.ts'

/** How workspaces present themselves to customers, keyed by workspace. */
export async function brandsOf(db: Db | Tx, workspaceIds: readonly string[]): Promise<Map<string, Brand>> {
  const rows = await db
    .selectFrom('workspaces')
    .select(['id', 'name', 'brand_color', 'logo'])
    .where('id', 'in', workspaceIds)
    .execute()
  return new Map(rows.map((row) => [row.id, brandIn(row)]))
}

/** The same for one. */
export async function brandOf(db: Db | Tx, workspaceId: string): Promise<Brand> {
  return (await brandsOf(db, [workspaceId])).get(workspaceId)!
}

/** The same for who has read the workspace already. */
export function brandIn(workspace: { name: string; brand_color: string; logo: string | null }): Brand {
  return { name: workspace.name, color: workspace.brand_color, iconUrl: workspace.logo }
}
