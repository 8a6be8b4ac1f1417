// What workflows cost: news dispatched each second to nobody, to a workspace with ten workflows of which none starts,
// and to one of which each starts; then runs of three steps taken to their end each second, by the real workers. All on
// the same database in the same run; the first figure is what the others are ratios to. An argument: how much news.
import { dispatchEvents, type EventSubscriber } from '../src/platform/dispatch-events.ts'
import { newId } from '../src/platform/ids.ts'
import { startOnNews } from '../src/workflows/start-runs.ts'
import { median } from './kit/load.ts'
import { makeStage } from './kit/stage.ts'

const amount = Number(process.argv[2] ?? 5000)
const ROUNDS = 3

const stage = await makeStage()
const { ctx, pool } = stage.running.app
const { workspaceId } = stage

async function call(method: string, path: string, body: object): Promise<any> {
  const response = await fetch(`${stage.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.apiKey}` },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.status === 204 ? null : response.json()
}

const STEPS = [
  { type: 'tag', add: ['seen'] },
  {
    type: 'branch',
    conditions: { type: 'test', field: 'conversation.channel', operator: 'is', value: 'web_chat' },
    then: [{ type: 'post_message', body: 'Thank you, {{contact.name|there}}' }],
  },
]
/** So many workflows on the news that is written here. */
async function workflows(count: number, starts: boolean): Promise<string[]> {
  const ids: string[] = []
  for (let number = 0; number < count; number += 1) {
    const { id } = await call('POST', '/workflows', {
      name: `Workflow ${number}`,
      enabled: true,
      trigger: { type: 'conversation.status_changed', to: ['resolved'] },
      conditions: {
        type: 'and',
        conditions: [
          { type: 'test', field: 'conversation.status', operator: 'is', value: starts ? 'resolved' : 'open' },
          { type: 'test', field: 'contact.kind', operator: 'is', value: 'user' },
        ],
      },
      steps: STEPS,
    })
    ids.push(id)
  }
  return ids
}

/** News of so many conversations that nobody was told of yet; no job is told of it either. */
async function news(): Promise<void> {
  await stage.askMany(amount)
  const { rows } = await pool.query(
    `select id from conversations where workspace_id = $1 order by id desc limit $2`,
    [workspaceId, amount],
  )
  const events = rows.map(({ id }) => ({ id: newId(), conversation: id }))
  await pool.query(
    `insert into events (workspace_id, id, type, conversation_id, payload, occurred_at)
     select $1, id, 'conversation.status_changed', conversation, '{"from":"open","to":"resolved"}', now()
     from jsonb_to_recordset($2::jsonb) as x(id uuid, conversation uuid)`,
    [workspaceId, JSON.stringify(events)],
  )
}

async function perSecond(subscribers: EventSubscriber[]): Promise<number> {
  await news()
  const begin = performance.now()
  await dispatchEvents(ctx, subscribers, workspaceId)
  return Math.round((amount * 1000) / (performance.now() - begin))
}

const ours = startOnNews(ctx.clock)
try {
  await perSecond([])
  const figures = { bare: [] as number[], none: [] as number[], idle: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    figures.bare.push(await perSecond([]))
    figures.none.push(await perSecond([ours]))
    const ids = await workflows(10, false)
    figures.idle.push(await perSecond([ours]))
    for (const id of ids) await call('DELETE', `/workflows/${id}`, {})
  }
  const bare = median(figures.bare)
  const say = (what: string, each: number): void =>
    console.log(`${what}: ${each}/s, ratio ${(each / bare).toFixed(2)}`)
  say('dispatched to nobody', bare)
  say('no workflows', median(figures.none))
  say('ten workflows, none starts', median(figures.idle))

  await workflows(1, true)
  const begin = performance.now()
  say('one workflow, each starts', await perSecond([ours]))
  for (let left = 1; left > 0;) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { rows } = await pool.query(
      `select count(*)::int as n from workflow_runs where finished_at is null`,
    )
    left = rows[0].n
  }
  const seconds = (performance.now() - begin) / 1000
  say('… and each run of three steps taken to its end', Math.round(amount / seconds))
} finally {
  await stage.close()
}
