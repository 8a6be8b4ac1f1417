import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR } from '../../test/kit/clock.ts'
import { type HookReceiver, startHookReceiver } from '../../test/kit/hook-receiver.ts'
import { EVENT_TYPES, publish } from '../platform/events.ts'
import { PAYLOADS } from './payloads.ts'
import { EVENT_GROUPS } from './terms-schema.ts'

type Type = keyof typeof PAYLOADS
const TYPES = Object.keys(PAYLOADS) as Type[]
const DOCS = new URL('../../docs/webhooks.md', import.meta.url)

/** The JSON after each heading that is a type of event. */
const examples = new Map(
  readFileSync(DOCS, 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')).replaceAll('`', ''), part])
    .filter(([heading]) => TYPES.includes(heading as Type))
    .map(([heading, part]) => [heading, JSON.parse(/```json\n(.*?)```/s.exec(part!)![1]!)]),
)

/** What a payload has beyond or without its schema. */
function check(type: Type, payload: unknown): void {
  const { error, data } = z.safeParse(PAYLOADS[type] as z.ZodType, payload)
  expect(error?.issues).toBeUndefined()
  expect(data).toEqual(payload)
}

/** With CANDOR_WRITE_DOCS=1 the examples are written anew, from what was sent in this test. */
function writeExamples(told: { type: string }[]): void {
  const text = readFileSync(DOCS, 'utf8').replaceAll(
    /^(### `([\w.]+)`\n.*?```json\n).*?```/gms,
    (_all, before: string, type: string) => {
      const example = JSON.stringify(
        told.find((each) => each.type === type),
        null,
        2,
      )
      const link = /http:\/\/candor\.test\/s\/[\w.-]+/g
      return `${before}${example.replace(link, 'https://candor.example.com/s/AAGc…')}\n\`\`\``
    },
  )
  writeFileSync(DOCS, text)
}

describe('what is sent is what is written down', () => {
  let app: TestApp
  let hooks: HookReceiver
  beforeAll(async () => {
    app = await makeTestApp({ privateHosts: ['127.0.0.1'] })
    hooks = await startHookReceiver()
    const make = build(app)
    await make.enable('per_resolution')
    const hook = (await app.api.post('/webhooks', { url: `${hooks.url}/all` })).body
    await app.api.post(`/webhooks/${hook.id}/test`)
    const contact = { external_id: 'u-381', name: 'Cleo Customer', email: 'cleo@example.com', kind: 'user' }
    const opened = () =>
      make.conversation({ contact, external_id: null, subject: 'My invoice', tags: ['billing'] })
    const answered = await opened()
    const member = await make.member('agent', { name: 'Amir Agent' })
    await make.say(answered.id, 'contact', 'Why is it twice as much?')
    await app.api.patch(`/conversations/${answered.id}`, { assignee_id: member.id, tags: ['refund'] })
    const { survey } = await make.status(answered.id, 'resolved')
    await app.settle()
    await app.as(null).post(new URL(survey.url).pathname, { score: 2, comment: 'Took long', reasons: [] })
    const reopened = await opened()
    await make.status(reopened.id, 'resolved')
    await app.settle()
    await make.status(reopened.id, 'open')
    await make.status((await opened()).id, 'resolved')
    await app.settle()
    await app.pass(8 * DAY)
    await make.enable('per_resolution', { visibility: { embargo_hours: 48 } })
    const closed = await make.status(reopened.id, 'closed')
    await app.settle()
    await app.as(null).post(new URL(closed.survey.url).pathname, { score: 1, comment: 'Secret' })
    await app.app.ctx.db.transaction().execute((tx) =>
      publish(
        tx,
        ...(['case.opened', 'case.updated', 'case.overdue', 'case.closed'] as const).map((type) => ({
          workspaceId: app.workspace.workspaceId,
          type,
          conversationId: answered.id,
          surveyId: survey.id,
          payload: { case_id: survey.id, state: 'open', score: 2, comment: 'Took long' },
          at: app.clock.now(),
        })),
      ),
    )
    await app.settle()
    await app.pass(HOUR)
  })
  afterAll(async () => {
    if (process.env['CANDOR_WRITE_DOCS']) writeExamples(hooks.on('/all'))
    await app.close()
    await hooks.close()
  })

  it.each(TYPES)('O8: %s', (type) => {
    const told = hooks.on('/all').filter((each) => each.type === type)
    expect(told.length).toBeGreaterThan(0)
    for (const each of told) check(type, each)
  })

  it('O8: nothing of an answer that is embargoed, in no event', () => {
    const all = hooks.received.map(({ body }) => body).join('\n')
    expect(all).not.toContain('Secret')
    const cases = hooks.on('/all').filter(({ type }) => type.startsWith('case.'))
    expect(JSON.stringify(cases.map(({ data }) => data.case))).not.toMatch(/score|comment/)
  })
})

describe('the documentation', () => {
  it.each(TYPES)('O8: shows %s as it is', (type) => check(type, examples.get(type)))

  it('O8: names every type of event, and so does the chooser', () => {
    expect(new Set(examples.keys())).toEqual(new Set(TYPES))
    expect(EVENT_GROUPS.flatMap(({ types }) => [...types] as string[]).toSorted()).toEqual(
      EVENT_TYPES.toSorted(),
    )
    expect(TYPES.filter((type) => type !== 'webhook.test').toSorted()).toEqual(EVENT_TYPES.toSorted())
  })
})
