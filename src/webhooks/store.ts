import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables/tables.ts'

/** The webhooks' SQL that more than one use-case needs. Every query names the workspace. */

export type EndpointRow = Selectable<Tables['webhook_endpoints']>
export type DeliveryRow = Selectable<Tables['webhook_deliveries']>
/** An endpoint, or a delivery, by name. */
export type Name = { workspaceId: string; id: string }

export async function findEndpoint(db: Db | Tx, { workspaceId, id }: Name): Promise<EndpointRow | undefined> {
  return db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The endpoint for the rest of the transaction: who writes deliveries or ends a lane has it. */
export async function lockEndpoint(tx: Tx, { workspaceId, id }: Name): Promise<EndpointRow | undefined> {
  return tx
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

export async function findDelivery(db: Db | Tx, { workspaceId, id }: Name): Promise<DeliveryRow | undefined> {
  return db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The delivery whose turn it is at an endpoint. */
export async function findHead(db: Db | Tx, endpoint: Name): Promise<DeliveryRow | undefined> {
  const { rows } = await sql<DeliveryRow>`select * from webhook_deliveries
    where workspace_id = ${endpoint.workspaceId} and endpoint_id = ${endpoint.id} and state = 'waiting'
    order by position limit 1`.execute(db)
  return rows[0]
}

/** How many wait at each endpoint, by its id. */
export async function countWaiting(db: Db | Tx, workspaceId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('webhook_deliveries')
    .select(['endpoint_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .groupBy('endpoint_id')
    .execute()
  return new Map(rows.map((row) => [row.endpoint_id, row.count]))
}
