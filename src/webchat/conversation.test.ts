import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addMessage } from '../inbox/messages/add-message.ts'
import { newId } from '../platform/ids.ts'
import { changeStatus } from '../surveys/asking/change-status.ts'
import type { Session } from '../customers/schema.ts'
import type { ChatHistory, ChatMessageAnswer } from './schema.ts'
import { type ChatStage, setStage } from '../../test/kit/chat-stage.ts'

let stage: ChatStage
let server: FastifyInstance
let token: string

type Answer<T> = { status: number; body: T; headers: Record<string, unknown> }

async function call<T>(
  method: 'GET' | 'POST' | 'OPTIONS',
  path: string,
  body?: unknown,
  as: string | null = token,
): Promise<Answer<T>> {
  const answer = await server.inject({
    method,
    url: `/widget/v1${path}`,
    headers: { ...(as ? { authorization: `Bearer ${as}` } : {}), origin: 'https://shop.example' },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return {
    status: answer.statusCode,
    body: answer.body ? answer.json() : null,
    headers: answer.headers,
  } as Answer<T>
}

const visitor = (key = newId().replaceAll('-', '')) => ({ workspace: stage.workspaceId, key, locale: 'en' })

async function firstMessage(body = 'Hello', who = visitor(), clientId = newId()): Promise<ChatMessageAnswer> {
  const answer = await call<ChatMessageAnswer>(
    'POST',
    '/messages',
    { body, client_id: clientId, visitor: who },
    null,
  )
  expect(answer.status).toBe(200)
  return answer.body
}

async function reply(conversationId: string, body = 'Gladly'): Promise<void> {
  const by = { workspaceId: stage.workspaceId, kind: 'member', id: stage.memberId } as const
  const outcome = await addMessage(stage.ctx, by, conversationId, {
    author: { kind: 'teammate', id: stage.memberId },
    body,
  })
  expect(outcome.ok).toBe(true)
}

async function setStatus(
  conversationId: string,
  status: 'open' | 'closed' | 'resolved' | 'snoozed',
): Promise<void> {
  const by = { workspaceId: stage.workspaceId, kind: 'member', id: stage.memberId } as const
  const deps = { ctx: stage.ctx }
  const outcome = await changeStatus(deps, by, conversationId, { status, survey: 'default' })
  expect(outcome.ok).toBe(true)
  stage.clock.pass(1000)
}

const history = async (): Promise<ChatHistory> => (await call<ChatHistory>('GET', '/conversation')).body

beforeAll(async () => {
  stage = await setStage()
  server = stage.server
})
afterAll(() => stage.close())

describe('a visitor nobody knows', () => {
  it('C6: looking makes no contact; the first message makes a lead with a conversation', async () => {
    const before = await stage.count('contacts')
    const session = await call<Session>('POST', '/sessions', { workspace: stage.workspaceId }, null)
    expect(session.body).toEqual({ token: null, contact: null })
    expect(await stage.count('contacts')).toBe(before)
    const answer = await firstMessage()
    token = answer.token!
    const { conversation, messages } = await history()
    expect(conversation).toMatchObject({ id: answer.conversation_id, status: 'open', ended: false })
    expect(messages).toMatchObject([{ body: 'Hello', author: { kind: 'contact' } }])
    expect(await stage.count('contacts')).toBe(before + 1)
  })

  it('C6: the same first message sent twice, even at once, is one contact, conversation and message', async () => {
    const [contacts, conversations] = [await stage.count('contacts'), await stage.count('conversations')]
    const [who, clientId] = [visitor(), newId()]
    const answers = await Promise.all([1, 2, 3].map(() => firstMessage('Once', who, clientId)))
    expect(new Set(answers.map(({ message }) => message.id)).size).toBe(1)
    expect(new Set(answers.map(({ token: one }) => one)).size).toBe(1)
    expect(await stage.count('contacts')).toBe(contacts + 1)
    expect(await stage.count('conversations')).toBe(conversations + 1)
  })

  it('C6: without a token and without a browser key nothing is taken', async () => {
    expect((await call('POST', '/messages', { body: 'x', client_id: newId() }, null)).status).toBe(401)
    const elsewhere = { ...visitor(), workspace: newId() }
    const wrong = await call('POST', '/messages', { body: 'x', client_id: newId(), visitor: elsewhere }, null)
    expect(wrong.status).toBe(404)
  })
})

describe('the conversation', () => {
  let conversationId: string

  beforeEach(async () => {
    const answer = await firstMessage()
    token = answer.token!
    conversationId = answer.conversation_id
    await reply(conversationId)
  })

  it('C6: shows who of the team wrote, by name and nothing else', async () => {
    const { messages } = await history()
    expect(messages[1]).toMatchObject({
      author: { kind: 'teammate', name: 'Mara Lindqvist' },
      client_id: null,
    })
    expect(JSON.stringify(messages)).not.toContain(stage.memberId)
  })

  it('J3: a message after the end reopens, and its survey is withdrawn where the policy says so', async () => {
    await stage.setPolicy({ on_reopen: 'withdraw' })
    await setStatus(conversationId, 'closed')
    expect((await history()).surveys).toMatchObject([{ state: 'sent', can: { rate: true } }])
    await call('POST', '/messages', { body: 'One more thing', client_id: newId() })
    const after = await history()
    expect(after.conversation).toMatchObject({ id: conversationId, status: 'open' })
    expect(after.surveys).toMatchObject([{ state: 'withdrawn', can: { rate: false }, reason: 'withdrawn' }])
    await stage.setPolicy({})
  })

  it('J3: a repeated message does not reopen what was closed since', async () => {
    const again = { body: 'Thanks', client_id: newId() }
    await call('POST', '/messages', again)
    await setStatus(conversationId, 'closed')
    const repeated = await call<ChatMessageAnswer>('POST', '/messages', again)
    expect(repeated.status).toBe(200)
    expect((await history()).conversation?.status).toBe('closed')
  })

  it('I18: a message wakes a snoozed conversation', async () => {
    await setStatus(conversationId, 'snoozed')
    await call('POST', '/messages', { body: 'Are you there?', client_id: newId() })
    expect((await history()).conversation?.status).toBe('open')
  })

  it('C6: `fresh` opens another conversation, once; the list has both, the newest first', async () => {
    const message = { body: 'Something else', client_id: newId(), fresh: true }
    const one = await call<ChatMessageAnswer>('POST', '/messages', message)
    const two = await call<ChatMessageAnswer>('POST', '/messages', message)
    expect(one.body.conversation_id).not.toBe(conversationId)
    expect(two.body.conversation_id).toBe(one.body.conversation_id)
    const list = await call<{ data: { id: string }[] }>('GET', '/conversations')
    expect(list.body.data.map(({ id }) => id)).toEqual([one.body.conversation_id, conversationId])
    expect((await history()).conversations).toBe(2)
  })

  it('C6: long histories come in pages without a gap or a double', async () => {
    for (let i = 0; i < 104; i++) await reply(conversationId, `Number ${i}`)
    const newest = await history()
    expect(newest.messages).toHaveLength(100)
    const rest = await call<ChatHistory>('GET', `/conversation?id=${conversationId}&before=${newest.older}`)
    expect(rest.body).toMatchObject({ older: null })
    const bodies = [...rest.body.messages, ...newest.messages].map(({ body }) => body)
    expect(bodies).toEqual(['Hello', 'Gladly', ...Array.from({ length: 104 }, (_, i) => `Number ${i}`)])
  })

  it('C6: another visitor sees none of it and can neither write into it nor rate it', async () => {
    await setStatus(conversationId, 'closed')
    const survey = (await history()).surveys[0]!
    const other = (await firstMessage('I am somebody else')).token!
    expect((await call('GET', `/conversation?id=${conversationId}`, undefined, other)).status).toBe(404)
    const intrusion = { body: 'x', client_id: newId(), conversation_id: conversationId }
    expect((await call('POST', '/messages', intrusion, other)).status).toBe(404)
    expect((await call('POST', `/surveys/${survey.id}/rating`, { score: 1 }, other)).status).toBe(404)
    expect((await call('POST', `/surveys/${survey.id}/view`, {}, other)).status).toBe(204)
    expect((await history()).surveys[0]).toMatchObject({ state: 'sent', score: null })
    for (const path of ['/conversation', '/conversations', '/stream']) {
      expect((await call('GET', path, undefined, 'A'.repeat(86))).status).toBe(401)
    }
  })

  it('I8: one tap rates, I9: the comment follows, and the visitor sees both', async () => {
    await setStatus(conversationId, 'closed')
    const { id } = (await history()).surveys[0]!
    expect((await call('POST', `/surveys/${id}/view`, {})).status).toBe(204)
    const rated = await call('POST', `/surveys/${id}/rating`, { score: 2 })
    expect(rated).toMatchObject({ status: 200, body: { state: 'answered', score: 2, comment: null } })
    const commented = await call('POST', `/surveys/${id}/rating`, { score: 2, comment: 'Too slow' })
    expect(commented.status).toBe(200)
    expect((await history()).surveys).toMatchObject([{ state: 'answered', score: 2, comment: 'Too slow' }])
    expect(await stage.evidence(id)).toEqual(['view', 'submit', 'submit'])
  })

  it('I10, I14: a later ask about the same teammate is to be rated anew, in the card and in the list', async () => {
    const waits = async () =>
      (await call<{ data: { can_rate: boolean }[] }>('GET', '/conversations')).body.data[0]!.can_rate
    expect(await waits()).toBe(false)
    await setStatus(conversationId, 'closed')
    expect(await waits()).toBe(true)
    const { id } = (await history()).surveys[0]!
    await call('POST', `/surveys/${id}/rating`, { score: 5, comment: 'Kind' })
    expect(await waits()).toBe(false)
    await setStatus(conversationId, 'open')
    await setStatus(conversationId, 'closed')
    expect(await waits()).toBe(true)
    expect((await history()).surveys).toMatchObject([
      { score: 5, comment: 'Kind', can: { rate: false, edit: false } },
      { score: null, comment: null, can: { rate: true, edit: false } },
    ])
    await call('POST', `/surveys/${(await history()).surveys[1]!.id}/rating`, { score: 1 })
    expect(await waits()).toBe(false)
    expect((await history()).surveys).toMatchObject([
      { score: 5, comment: 'Kind', can: { edit: false } },
      { score: 1, comment: null, can: { edit: true } },
    ])
  })

  it('I6: a refused change is a problem with its reason', async () => {
    await setStatus(conversationId, 'closed')
    const { id } = (await history()).surveys[0]!
    await call('POST', `/surveys/${id}/rating`, { score: 2, comment: 'Final' })
    const answer = await call('POST', `/surveys/${id}/rating`, { score: 5 })
    expect(answer).toMatchObject({ status: 409, body: { reason: 'comment_locked' } })
  })

  it("I8: news of the own conversation reaches the stream, other people's does not", async () => {
    const base = await server.listen({ port: 0, host: '127.0.0.1' })
    const stop = new AbortController()
    const response = await fetch(`${base}/widget/v1/stream`, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    await reader.read()
    await firstMessage('somebody else')
    await reply(conversationId, 'Here I am')
    // News of what went before may still come in; of others, none may.
    let heard = ''
    while (!heard.includes('"kind":"message"')) heard += (await reader.read()).value
    const ids = [...heard.matchAll(/"conversation_id":("[^"]+"|null)/g)].map(([, id]) => JSON.parse(id!))
    expect(new Set(ids)).toEqual(new Set([conversationId]))
    stop.abort()
  })
})
