import fc from 'fast-check'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR, MINUTE } from '../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { publish } from '../platform/events.ts'
import { transact } from '../platform/database.ts'

/** What a workflow does with a conversation is what trying it out there says: each step, and why not. */

type Stage = { app: TestApp; make: ReturnType<typeof build>; people: string[] }
let mails: MailServer
let url = ''
const stages: Stage[] = []
const server = createServer((_request, response) => response.writeHead(200).end())

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  mails = await startMailServer()
  for (const smtpUrl of [mails.url, null]) {
    const app = await makeTestApp({ smtpUrl, privateHosts: ['127.0.0.1'] })
    const make = build(app)
    const people = [(await make.member('agent')).id, (await make.member('lead')).id]
    await app.app.pool.query('update members set joined_at = now() where joined_at is null')
    stages.push({ app, make, people })
  }
})
afterAll(async () => {
  for (const { app } of stages) await app.close()
  await mails.close()
  server.closeAllConnections()
  server.close()
})

const POLICIES: [string, object][] = [
  ['by_hand', {}],
  ['per_resolution', {}],
  ['per_resolution', { scope: 'conversation' }],
  ['per_resolution', { scope: 'contact_pending', on_reopen: 'keep' }],
  ['by_hand', { enabled: false }],
]
/** What the conversation has been through. */
const past = fc.record({
  policy: fc.nat(POLICIES.length - 1),
  answered: fc.boolean(),
  asked: fc.boolean(),
  over: fc.boolean(),
  spoken: fc.boolean(),
  tags: fc.constantFrom(0, 1, 49, 50),
  status: fc.constantFrom('open', 'resolved', 'closed'),
  openCase: fc.boolean(),
  assignee: fc.option(fc.nat(1)),
})
type Past = typeof past extends fc.Arbitrary<infer T> ? T : never

const text = fc.constantFrom(
  'Hello',
  '{{contact.name}}',
  '{{score}}',
  '{{kept|none}}',
  '{{link}}',
  '{{comment|}}',
)
const test = (field: string, operator: string, value: unknown) => ({ type: 'test', field, operator, value })
const conditions = fc.constantFrom(
  test('csat.score', 'lt', 3),
  test('variables.kept', 'gte', 2),
  test('csat.state', 'is', 'sent'),
  test('conversation.tags', 'has_any', ['a']),
  test('conversation.status', 'is', 'open'),
  test('variables.called', 'eq', 200),
)
const leaf = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('send_csat'),
      message: fc.option(text),
      delay: fc.constantFrom('PT0S', 'PT0S', 'PT1H'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('generate_link'), variable: fc.constant('link') }) },
  fc.record({ type: fc.constant('get_score'), variable: fc.constant('kept') }),
  fc.record({ type: fc.constant('wait'), duration: fc.constant('PT1M'), until_answered: fc.boolean() }),
  fc.constant({ type: 'reopen' }),
  fc.record({
    type: fc.constant('set_status'),
    status: fc.constantFrom('open', 'resolved', 'closed'),
    survey: fc.constantFrom('default', 'skip'),
  }),
  fc.constantFrom(
    { type: 'assign', member_id: null },
    { type: 'assign', member_id: '0' },
    { type: 'assign', team_id: 'here' },
    { type: 'assign', member_id: '1', team_id: 'gone' },
  ),
  fc.record({
    type: fc.constant('tag'),
    add: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    remove: fc.subarray(['a', 't0']),
  }),
  fc.record({
    type: fc.constant('notify'),
    to: fc.constantFrom([{ type: 'assignee' }], [{ type: 'leads' }, { type: 'assignee' }]),
    email: fc.boolean(),
    note: fc.constant(true),
    subject: fc.constant('News'),
    body: fc.constant('{{contact.name|Somebody}}'),
  }),
  { weight: 2, arbitrary: fc.record({ type: fc.constant('post_message'), body: text }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('open_case'), reason: fc.constantFrom(null, 'Look') }),
  },
  fc.constant({ type: 'call_webhook', variable: 'called' }),
)
const branch = fc.record({
  type: fc.constant('branch'),
  conditions,
  then: fc.array(leaf, { maxLength: 2 }),
  else: fc.array(leaf, { maxLength: 2 }),
})
// What is read before can be used after.
const first = [
  { type: 'get_score', variable: 'kept' },
  { type: 'generate_link', variable: 'link' },
  { type: 'call_webhook', variable: 'called' },
]
const someSteps = fc.array(fc.oneof({ weight: 6, arbitrary: leaf }, branch), { minLength: 3, maxLength: 10 })

const quiet = { answered: false, asked: false, over: false, openCase: false, assignee: null, status: 'open' }
const send = (message: string | null) => ({ type: 'send_csat', message, delay: 'PT0S' })
const mail = {
  type: 'notify',
  to: [{ type: 'assignee' }],
  email: true,
  note: true,
  subject: 'News',
  body: 'Look',
}
/** What must have been among them, whatever chance brings. */
const ALWAYS: [any, any[]][] = [
  [
    { ...quiet, policy: 1, spoken: true, tags: 49 },
    [
      send('{{score}}'),
      send(null),
      mail,
      { type: 'tag', add: ['a', 'b'] },
      { type: 'reopen' },
      { type: 'set_status', status: 'open', survey: 'skip' },
      { type: 'post_message', body: '{{score}}' },
      { type: 'open_case', reason: null },
      { type: 'open_case', reason: null },
      { type: 'assign', member_id: '1', team_id: 'gone' },
      { type: 'assign', member_id: '0' },
      mail,
      { type: 'wait', duration: 'PT1M', until_answered: false },
      {
        type: 'branch',
        conditions: test('variables.called', 'eq', 200),
        then: [{ type: 'reopen' }],
        else: [],
      },
    ],
  ],
  [
    { ...quiet, policy: 1, spoken: false, tags: 1 },
    [
      { type: 'post_message', body: 'Hello' },
      send(null),
      send(null),
      ...Array(2).fill({ type: 'tag', add: ['a'] }),
    ],
  ],
  [{ ...quiet, policy: 0, spoken: true, tags: 0, asked: true, over: true }, []],
  [{ ...quiet, policy: 1, spoken: true, tags: 0, asked: true, answered: true }, []],
]

/** The steps as they are saved, with people, teams and addresses. */
function finish(steps: readonly any[], names: Record<string, string>): any[] {
  return steps.map((step) => {
    if (step.type === 'branch') {
      return { ...step, then: finish(step.then, names), else: finish(step.else, names) }
    }
    if (step.type === 'call_webhook') return { ...step, url }
    if (step.type !== 'assign') return step
    const { member_id: member, team_id: team } = step
    return {
      ...step,
      ...(member ? { member_id: names[member] } : {}),
      ...(team ? { team_id: names[team] } : {}),
    }
  })
}

let teams = 0
const team = async ({ app }: Stage, name: string): Promise<string> =>
  (await app.api.post('/teams', { name: `${name} ${(teams += 1)}` })).body.id

async function live({ app, make, people }: Stage, facts: Past): Promise<string> {
  const [preset, policy] = POLICIES[facts.policy]!
  await make.enable('by_hand', { follow_up: { open_case: false } })
  const tags = Array.from({ length: facts.tags }, (_each, index) => `t${index}`)
  const { id } = await make.conversation({ tags })
  if (facts.spoken) await make.say(id, 'teammate', 'Hello', {}, people[0])
  if (facts.asked || facts.answered) {
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    await app.settle()
    const isAnswered = facts.answered && survey
    if (isAnswered) await app.as(null).post(new URL(survey.url).pathname, { score: 2, comment: 'Slow' })
    else if (facts.over) {
      const at = new Date(app.clock.now())
      await app.app.pool.query('update surveys set rate_until = $1 where conversation_id = $2', [at, id])
    }
  }
  await make.status(id, facts.status, { survey: 'skip' })
  if (facts.assignee !== null) {
    await app.api.patch(`/conversations/${id}`, { assignee_id: people[facts.assignee] })
  }
  if (facts.openCase) await app.api.post('/cases', { conversation_id: id })
  const visibility = { embargo_hours: 0 }
  await make.enable(preset, { follow_up: { open_case: false }, visibility, ...policy })
  await app.settle()
  return id
}

const WORDS: Record<string, string> = {
  done: 'would_do',
  skipped: 'would_skip',
  refused: 'would_refuse',
  branched: 'branched',
  waited: 'would_wait',
}
/** A line of either, as they are to be the same: the words of what is done are those of before and after. */
function asSame({ step_id, outcome, sentence, facts }: any): unknown[] {
  const word = WORDS[outcome] ?? outcome
  // Where nobody has to wait, both say so in their own words.
  if (/^(Answered already|The customer answered)\.$/.test(sentence)) return [step_id, 'answered already']
  if (word === 'would_do' || word === 'would_wait') return [step_id, word]
  return [step_id, word, sentence, facts.side ?? null]
}

const TYPES =
  'send_csat generate_link get_score branch wait reopen set_status assign tag notify post_message open_case call_webhook'
const seen = new Set<string>()

describe('O9: the dry run of a workflow and what it really does', () => {
  it.each([0, 1])(
    'O9: each of the thirteen steps comes to what was said, with its sentence: %s',
    { timeout: 240_000 },
    async (which) => {
      const stage = stages[which]!
      const { app, people } = stage
      await fc.assert(
        fc.asyncProperty(past, someSteps, async (facts, steps) => {
          app.clock.advance(DAY)
          const conversation = await live(stage, facts)
          const [here, gone] = [await team(stage, 'Here'), await team(stage, 'Gone')]
          const names = { 0: people[0]!, 1: people[1]!, here, gone }
          const saved = await app.api.post('/workflows', {
            name: 'Same',
            enabled: true,
            trigger: { type: 'conversation.status_changed', to: [facts.status] },
            steps: finish([...first, ...steps], names),
          })
          if (saved.status !== 201) throw new Error(JSON.stringify(saved.body))
          const workflow = saved.body
          await app.api.delete(`/teams/${gone}`)
          const tried = (
            await app.api.post(`/workflows/${workflow.id}/dry-run`, { conversation_id: conversation })
          ).body
          expect(tried).toMatchObject({ starts: true, note: null })
          // It is news again how the conversation stands, and nothing else has happened.
          await transact(app.app.ctx.db, (tx) =>
            publish(tx, {
              workspaceId: app.workspace.workspaceId,
              type: 'conversation.status_changed',
              conversationId: conversation,
              payload: { from: 'snoozed', to: facts.status },
              at: app.clock.now(),
            }),
          )
          await app.settle()
          const runs = `/workflows/${workflow.id}/runs?conversation_id=${conversation}`
          const { id } = (await app.api.get(runs)).body.data.at(-1)
          const readRun = async () => (await app.api.get(`/workflows/runs/${id}`)).body
          while ((await readRun()).state === 'waiting') await app.pass(MINUTE)
          const { log, state } = await readRun()
          expect(state).toBe('finished')
          const real = log.filter(({ step_id }: any) => step_id !== null)
          for (const { type, outcome } of real) seen.add(`${type} ${outcome}`)
          expect(tried.steps.map(asSame)).toEqual(real.map(asSame))
          await app.api.delete(`/workflows/${workflow.id}`)
          app.clock.advance(HOUR)
        }),
        { numRuns: 40, examples: ALWAYS },
      )
    },
  )

  it('O9: the steps tried above are all that there are, done, skipped and refused', () => {
    const types = new Set([...seen].map((each) => each.split(' ')[0]))
    expect(types).toEqual(new Set(TYPES.split(' ')))
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'send_csat done',
        'send_csat skipped',
        'send_csat refused',
        'generate_link done',
        'generate_link refused',
        'assign refused',
        'get_score done',
        'get_score skipped',
        'reopen skipped',
        'set_status skipped',
        'tag skipped',
        'tag refused',
        'notify done',
        'notify skipped',
        'notify refused',
        'post_message done',
        'post_message skipped',
        'open_case done',
        'open_case skipped',
      ]),
    )
  })
})
