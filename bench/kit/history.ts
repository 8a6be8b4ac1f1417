import type pg from 'pg'
import { newId } from '../../src/platform/ids.ts'

const AGENTS = 50
const TEAMS = 5
const CONTACTS = 20_000
const DAYS = 730

/**
 * Writes a history of two years into a workspace: `answers` answers out of half as many again asks, over 50 agents in 5
 * teams, 4 channels and 10 tags. Straight into the tables, with triggers and foreign keys off and the indexes
 * built afterwards; the cells are counted by the caller.
 */
export async function writeHistory(pool: pg.Pool, workspaceId: string, answers: number): Promise<void> {
  const client = await pool.connect()
  const run = (sql: string): Promise<unknown> => client.query(sql)
  const agents = Array.from({ length: AGENTS }, () => newId())
  const teams = Array.from({ length: TEAMS }, () => newId())
  const list = (ids: string[]): string => `array[${ids.map((id) => `'${id}'`).join(', ')}]::uuid[]`
  const asks = Math.round(answers * 1.5)
  const people = Math.min(CONTACTS, asks)
  const own = `'${workspaceId}'::uuid`
  const uuid = (kind: number, number: string): string =>
    `(substr('${workspaceId}', 1, 14) || '7${kind}00-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
  const dropped = await dropIndexes(client)
  try {
    await run('begin')
    await run('set local session_replication_role = replica')
    await run(
      `insert into users (id, name, email) select unnest(${list(agents)}), 'Agent', 'bench-' || unnest(${list(agents)}) || '@example.com'`,
    )
    await run(
      `insert into members (workspace_id, id, user_id, name, role) select ${own}, id, id, 'Agent ' || substr(id::text, 30), 'agent' from unnest(${list(agents)}) id`,
    )
    await run(
      `insert into teams (workspace_id, id, name) select ${own}, id, 'Team ' || ord from unnest(${list(teams)}) with ordinality t (id, ord)`,
    )
    await run(`insert into contacts (workspace_id, id, kind, name, created_at, updated_at)
      select ${own}, ${uuid(1, 'n')}, 'user', 'Customer ' || n, now(), now() from generate_series(1, ${people}) n`)
    await run(`insert into conversations (workspace_id, id, channel, contact_id, origin, status, resolution, created_at, updated_at)
      select ${own}, ${uuid(2, 'n')}, 'web_chat', ${uuid(1, 'n')}, 'inbound', 'resolved', 1, now(), now() from generate_series(1, ${people}) n`)
    await run(`create temp table asked on commit drop as
      select n, now() - interval '${DAYS} days' * random() as at, 1 + (random() * ${AGENTS - 1})::int as agent, 1 + n % ${people} as person,
        n <= ${answers} as answered, (array[5, 5, 5, 5, 4, 4, 4, 3, 2, 1])[1 + (random() * 9)::int] as score,
        (array['web_chat', 'email', 'whatsapp', 'api'])[1 + (random() * 3)::int] as channel,
        array['topic ' || (random() * 9)::int] as tags, (array['human', 'both', 'bot'])[1 + (random() * 2)::int] as handled_by
      from generate_series(1, ${asks}) n`)
    const snapshot = `(${list(agents)})[agent], (${list(teams)})[1 + agent % ${TEAMS}], channel, tags, handled_by`
    await run(`insert into resolutions (workspace_id, conversation_id, number, agent_id, team_id, channel, tags, handled_by, ended_at, eligible)
      select ${own}, ${uuid(2, 'person')}, n, ${snapshot}, at, true from asked`)
    await run(`insert into surveys (workspace_id, id, conversation_id, contact_id, agent_id, team_id, channel, tags, handled_by, resolution, state, cause,
        policy_version, message, made_at, due_at, sent_at, answered_at, response_id, updated_at)
      select ${own}, ${uuid(3, 'n')}, ${uuid(2, 'person')}, ${uuid(1, 'person')}, ${snapshot}, n, case when answered then 'answered' else 'expired' end,
        'status_change', 2, 'How was your support experience?', at, at, at, case when answered then at end, case when answered then ${uuid(4, 'n')} end, at from asked`)
    await run(`insert into responses (workspace_id, id, survey_id, conversation_id, contact_id, agent_id, team_id, channel, tags, handled_by, resolution,
        score, comment, scale, satisfied_from, submitted_at)
      select ${own}, ${uuid(4, 'n')}, ${uuid(3, 'n')}, ${uuid(2, 'person')}, ${uuid(1, 'person')}, ${snapshot}, n, score,
        case when n % 5 = 0 then 'Thank you, answer number ' || n || ', that was quick and kind.' end, 'stars', 4,
        at + interval '1 hour' * random() from asked where answered`)
    await run('commit')
  } finally {
    for (const definition of dropped) await run(definition)
    await run('analyze')
    client.release()
  }
}

/** Drops the plain indexes of the big tables and returns how to make them again. */
async function dropIndexes(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid in ('surveys'::regclass, 'responses'::regclass, 'resolutions'::regclass)
       and not exists (select from pg_constraint where conindid = indexrelid)`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}
