// The dry run of a changed policy over 100,000 conversations of 30 days that 25,000 contacts had: seconds, the
// greatest memory, and the ratio to nothing but reading the same rows. Another number may be given as an argument.
import type pg from 'pg'
import { makeStage } from './kit/stage.ts'

const size = Number(process.argv[2] ?? 100_000)
const ROUNDS = 5

/** Conversations with six messages each that were resolved, a tenth of them reopened and resolved again later. */
async function writePast(pool: pg.Pool, workspaceId: string): Promise<void> {
  const client = await pool.connect()
  const own = `'${workspaceId}'::uuid`
  const uuid = (kind: number, number: string): string =>
    `(substr('${workspaceId}', 1, 14) || '7${kind}00-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
  const run = (sql: string): Promise<unknown> => client.query(sql)
  const people = Math.ceil(size / 4)
  const ends = `select n, at, 1 as number, 0 as later from past union all
    select n, at + interval '2 days', 2, ${size} from past where n % 10 = 0`
  try {
    await run('begin')
    await run('set local session_replication_role = replica')
    await run(`create temp table past on commit drop as
      select n, now() - interval '1 minute' - interval '27 days' * random() - interval '2 days' as at from generate_series(1, ${size}) n`)
    await run(`insert into contacts (workspace_id, id, kind, name, email, created_at, updated_at)
      select ${own}, ${uuid(1, 'n')}, 'user', 'Customer ' || n, 'c' || n || '@example.com', now(), now() from generate_series(1, ${people}) n`)
    await run(`insert into conversations (workspace_id, id, channel, contact_id, origin, subject, status, resolution, tags, characters, message_count,
        contact_message_count, teammate_message_count, last_message_at, ended_at, created_at, updated_at)
      select ${own}, ${uuid(2, 'n')}, (array['web_chat', 'email', 'whatsapp', 'api'])[1 + n % 4], ${uuid(1, `1 + n % ${people}`)}, 'inbound',
        'About order ' || n, 'resolved', 1 + (n % 10 = 0)::int, array['topic ' || n % 10], 60 * (1 + n % 12), 6, 3, 3, at + case when n % 20 = 0
        then interval '1 day' else -interval '1 hour' end, at, at - interval '1 day', at + interval '2 days' from past`)
    await run(`insert into messages (workspace_id, id, conversation_id, author_kind, body, sent_at)
      select ${own}, ${uuid(3, '6 * n + m')}, ${uuid(2, 'n')}, case when m % 2 = 0 then 'contact' else 'teammate' end, repeat('word ', 2 * (1 + n % 12)),
        at + case when n % 20 = 0 and m = 5 then interval '1 day' else -interval '1 hour' * (6 - m) end from past, generate_series(0, 5) m`)
    await run(`insert into timeline_entries (workspace_id, id, conversation_id, kind, actor_kind, data, at)
      select ${own}, gen_random_uuid(), ${uuid(2, 'n')}, kind, 'member', data::jsonb, at from (
        select n, 'status_changed' as kind, '{"from": "open", "to": "resolved"}' as data, at from (${ends}) e
        union all select n, 'status_changed', '{"from": "resolved", "to": "open"}', at + interval '1 day' from past where n % 10 = 0
        union all select n, 'conversation_created', '{}', at - interval '1 day' from past
        union all select n, 'csat_requested', '{}', at from (${ends}) e) entries`)
    await run(`insert into surveys (workspace_id, id, conversation_id, contact_id, resolution, state, cause, channel, policy_version, message, made_at,
        due_at, sent_at, ended_at, rate_until, updated_at)
      select ${own}, ${uuid(4, 'n + later')}, ${uuid(2, 'n')}, ${uuid(1, `1 + n % ${people}`)}, number,
        case when number = 1 and n % 10 = 0 then 'withdrawn' else 'sent' end, 'status_change', (array['web_chat', 'email', 'whatsapp', 'api'])[1 + n % 4],
        2, 'How was your support experience?', at, at, at, at, at + interval '7 days', at from (${ends}) e`)
    await run(`insert into decisions (workspace_id, id, conversation_id, survey_id, kind, cause, allowed, facts, policy_version, at)
      select ${own}, ${uuid(5, 'n + later')}, ${uuid(2, 'n')}, ${uuid(4, 'n + later')}, 'make', 'status_change', true, '{}', 2, at from (${ends}) e`)
    await run('commit')
    await run('vacuum (analyze)')
  } finally {
    client.release()
  }
}

const stage = await makeStage()
try {
  const { pool } = stage.running.app
  await writePast(pool, stage.workspaceId)
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begin = performance.now()
    await work()
    return (performance.now() - begin) / 1000
  }
  const best = async (work: () => Promise<unknown>): Promise<number> => {
    const figures: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) figures.push(await timed(work))
    return Math.min(...figures)
  }
  const policy = { eligibility: { min_characters: 300, contact_cooldown: 'P7D' } }
  let found: any
  const dryRun = async (): Promise<void> => {
    const response = await fetch(`${stage.url}/api/v1/settings/csat/dry-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.apiKey}` },
      body: JSON.stringify({ policy, days: 30 }),
    })
    found = await response.json()
    if (found.conversations !== size) throw new Error(JSON.stringify(found))
  }
  // The same columns of the same rows, one table after the other, into this process.
  const tables = [
    'id, contact_id, channel, origin, contact_count, resolution, tags, characters, message_count, teammate_message_count, last_message_at from conversations',
    'id, kind, email, phone, addresses, unsubscribed_at, consents from contacts',
    'conversation_id, survey_id, cause, allowed, reason, at from decisions',
    `conversation_id, at, data from timeline_entries where kind in ('status_changed', 'tagged')`,
    'id, conversation_id, contact_id, resolution, state, end_reason, made_at, due_at, sent_at, rate_until, updated_at from surveys',
  ]
  const bare = async (): Promise<void> => {
    for (const each of tables) await pool.query(`select ${each}`)
  }
  const heap = (): number => process.memoryUsage().heapUsed / 1_048_576
  const before = heap()
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, heap())), 20)
  const ours = await best(dryRun)
  clearInterval(watch)
  const reading = await best(bare)
  console.log(
    `${size.toLocaleString('en')} conversations: ${ours.toFixed(2)} s (${found.before.made} → ${found.after.made} surveys), ` +
      `heap ${Math.round(before)} → at most ${Math.round(most)} MB; bare read ${reading.toFixed(2)} s, ratio ${(ours / reading).toFixed(1)}`,
  )
} finally {
  await stage.close()
}
