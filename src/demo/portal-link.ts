import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import { userHash } from '../customers/identity.ts'

/**
 * The address at which the customer portal opens as a sample customer, signed as the shop would sign it (J6): of those
 * whom a rating waits for, who reads English and has the most conversations. Null where there is none. Whoever has it is signed in,
 * so it is for the sample only.
 */
export async function demoPortalLink(
  { db, keys }: Pick<Context, 'db' | 'keys'>,
  address: string,
  workspaceId: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string; secret: string }>`
    select c.external_id as id, w.widget_secret as secret
    from contacts c join workspaces w on w.id = c.workspace_id
    where c.workspace_id = ${workspaceId} and c.external_id is not null and c.kind = 'user'
    order by exists (select from surveys s where s.workspace_id = c.workspace_id and s.contact_id = c.id
        and s.state = 'sent') desc,
      coalesce(c.locale, '') = 'en' desc,
      (select count(*) from conversations v where v.workspace_id = c.workspace_id and v.contact_id = c.id) desc,
      c.id
    limit 1`.execute(db)
  const [customer] = rows
  if (!customer || customer.secret === '') return null
  const hash = userHash(unseal(keys.sealing, customer.secret), customer.id)
  const query = new URLSearchParams({ user_id: customer.id, user_hash: hash })
  return `${address}/portal/${workspaceId}?${query.toString()}`
}
