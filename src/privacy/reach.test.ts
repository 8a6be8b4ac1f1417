import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeDatabase, type TestDatabase } from '../../test/kit/database.ts'

/** Tables that `eraseContact` itself goes through: nothing leads there from the contact by a foreign key. */
const BY_HAND = ['events', 'inbound_events', 'webhook_deliveries']

/** Tables with nothing in them that tells of a customer, and why. */
const NOTHING: Record<string, string> = {
  ...of('the team and what it has set up', [
    'members',
    'teams',
    'team_members',
    'api_keys',
    'policies',
    'channel_accounts',
    'channel_settings',
    'apps',
    'portal_settings',
    'webhook_endpoints',
    'workflows',
    'workflow_versions',
    'targets',
    'report_subscriptions',
  ]),
  ...of('figures over many', [
    'report_tallies',
    'report_cells',
    'report_zones',
    'drift_alerts',
    'drift_weeks',
  ]),
  audit_entries: 'what members did; of an erased contact how much went, not who it was',
  channel_events: 'what providers call their events, forgotten after 30 days',
  idempotency_keys: 'answers that are kept for a day',
  consents: 'a digest, so that who said no is not written to after he was forgotten',
}

function of(why: string, tables: readonly string[]): Record<string, string> {
  return Object.fromEntries(tables.map((table) => [table, why]))
}

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await makeDatabase()
  client = new pg.Client(database.connection)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const names = async (query: string): Promise<string[]> =>
  (await client.query<{ name: string }>(query)).rows.map(({ name }) => name)

it('C5: of every table it is settled how erasing a contact reaches it, or that nothing of a customer is in it', async () => {
  const tenant =
    await names(`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'workspace_id' order by 1`)
  const cascading = await names(`with recursive gone as (
      select 'contacts'::regclass::oid as id
      union
      select con.conrelid from pg_constraint con join gone on con.confrelid = gone.id
      where con.contype = 'f' and con.confdeltype = 'c')
    select id::regclass::text as name from gone order by 1`)
  const settled = [...cascading, ...BY_HAND, ...Object.keys(NOTHING)]
  expect(settled.filter((table, at) => settled.indexOf(table) !== at)).toEqual([])
  expect(settled.toSorted()).toEqual(tenant.toSorted())
})
