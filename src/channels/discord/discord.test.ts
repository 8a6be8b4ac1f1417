import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PRESS, reply, survey } from '../../../test/kit/channel-facts.ts'
import {
  DISCORD,
  discordRequest,
  interactions,
  refusal,
  SAM,
  startDiscord,
} from '../../../test/kit/fakes/discord.ts'
import { type Said, startHttpProvider } from '../../../test/kit/fakes/http-provider.ts'
import { discordText } from './discord-text.ts'
import { discordAccount, discordChannel } from './discord.ts'

let fake: Awaited<ReturnType<typeof startDiscord>>
beforeAll(async () => {
  fake = await startDiscord()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const channel = () => discordChannel({ account: DISCORD, baseUrl: fake.url })
const asked = (at = 0) => JSON.parse(fake.state.asked[at]!.body)
const receive = (interaction: unknown) => channel().receive!(discordRequest(interaction)) as Promise<any>
const answerTo = async (interaction: unknown) =>
  JSON.parse((await receive(interaction)).answer(['rated']).body)

/** What becomes of a survey when Discord opens the direct messages and then answers like this. */
async function fate(answer: Said) {
  const opened = { status: 200, body: { id: '1', type: 1 } }
  const sick = await startHttpProvider(({ path }) => (path.startsWith('/users') ? opened : answer))
  const result = await discordChannel({ account: DISCORD, baseUrl: sick.url }).sendSurvey(survey(SAM))
  await sick.close()
  return result
}

describe('discord', () => {
  it('J8, O4: a direct message with five buttons, and the link as a button and in the text', async () => {
    const out = survey(SAM, { message: 'How was *it*?' })
    const result = await channel().sendSurvey(out)
    expect(result).toMatchObject({ kind: 'accepted', providerId: expect.stringMatching(/^\d+$/) })
    expect(asked()).toEqual({ recipient_id: SAM })
    expect(fake.state.asked[1]!.path).toBe(`/channels/9${SAM}/messages`)
    const { content, components, nonce, ...rest } = asked(1)
    expect(content).toBe(`How was \\*it\\*?\n${out.link}`)
    expect(rest).toEqual({ enforce_nonce: true, allowed_mentions: { parse: [] }, flags: 4 })
    expect(nonce.length).toBeLessThanOrEqual(25)
    expect(components[0].components.map(({ custom_id }: any) => custom_id)).toEqual(
      [1, 2, 3, 4, 5].map(out.pressFor),
    )
    expect(components[0].components[0]).toMatchObject({ emoji: { name: '😡' }, label: 'Terrible' })
    expect(components[1].components).toEqual([
      { type: 2, style: 5, label: 'Rate your experience', url: out.link },
    ])
  })

  it('J8: on a developer’s machine, whose address Discord takes for no button, the link is in the text', async () => {
    await channel().sendSurvey({ ...survey(SAM), link: 'http://localhost:3000/s/x' })
    expect(asked(1).components).toHaveLength(1)
    expect(asked(1).content).toContain('\nhttp://localhost:3000/s/x')
  })

  it('A5: Discord makes one message of two attempts, and each part of a reply is its own', async () => {
    const first = await channel().sendMessage!(reply(SAM, 'Hello', 'key'))
    expect(await channel().sendMessage!(reply(SAM, 'Hello', 'key'))).toEqual(first)
    expect(fake.state.arrived).toHaveLength(1)
    await channel().sendMessage!(reply(SAM, '_'.repeat(3000), 'other'))
    expect(
      fake.state.arrived
        .slice(1)
        .map(({ text }) => text)
        .join(''),
    ).toBe('_'.repeat(3000))
  })

  it('C15: what is typed is what is read, and links stay links', () => {
    expect(discordText('# no title\n- no list\n> no quote\n1. one')).toBe(
      '\\# no title\n\\- no list\n\\> no quote\n1\\. one',
    )
    expect(discordText('see https://x.test/a_b_c and __that__')).toBe(
      'see https://x.test/a_b_c and \\_\\_that\\_\\_',
    )
    expect(discordText('[click](https://evil.test) <@1> <t:1>')).toBe(
      '\\[click\\](https://evil.test) \\<@1\\> \\<t:1\\>',
    )
    expect(discordText('a - b, snake #1')).toBe('a - b, snake #1')
  })

  it('O3, J8: what Discord says decides whether it is the contact, the address, the bot or the moment', async () => {
    const cases = [
      [403, 50007, 'Cannot send messages to this user', { kind: 'rejected', reason: 'opted_out' }],
      [403, 50278, 'no mutual guilds', { kind: 'rejected', reason: 'address_refused' }],
      [404, 10013, 'Unknown User', { kind: 'rejected', reason: 'address_refused' }],
      [400, 50035, 'Invalid Form Body', { kind: 'rejected', reason: 'refused' }],
      [401, 0, '401: Unauthorized', { kind: 'retry', reason: 'login_refused' }],
      [403, 40001, 'Unauthorized', { kind: 'retry', reason: 'login_refused' }],
      [503, 130_000, 'API resource is currently overloaded', { kind: 'retry', reason: 'unreachable' }],
      [500, 0, '500: Internal Server Error', { kind: 'retry', reason: 'no_answer' }],
      [502, 0, 'Bad Gateway', { kind: 'retry', reason: 'no_answer' }],
    ] as const
    for (const [status, code, message, expected] of cases) {
      expect(await fate(refusal(status, code, message))).toMatchObject(expected)
    }
    const body = { message: 'You are being rate limited.', retry_after: 1.337, global: false }
    const busy = await fate({ status: 429, body })
    expect(busy).toMatchObject({ kind: 'retry', reason: 'asked_to_wait', afterMs: 1337 })
  })

  it('O3: what is asked before anything is sent leaves nothing open', async () => {
    for (const said of [
      { status: 503, body: {} },
      { status: 200, body: { ok: true } },
      refusal(500, 0, 'x'),
    ]) {
      const sick = await startHttpProvider(() => said)
      const result = await discordChannel({ account: DISCORD, baseUrl: sick.url }).sendSurvey(survey(SAM))
      await sick.close()
      expect(result).toMatchObject({
        kind: 'retry',
        reason: 'unreachable',
        sentence: `The provider did not answer clearly. It said: status ${said.status}`,
      })
    }
  })

  it('J8: Discord’s ping is answered', async () => {
    expect(await receive(interactions.ping)).toEqual({
      kind: 'handshake',
      answer: { contentType: 'application/json', body: '{"type":1}' },
    })
  })

  it('J8, I9: a press rates, lights its button and offers words, once', async () => {
    const result = await receive(interactions.press(PRESS))
    const id = BigInt(interactions.press('x').id)
    expect(result.events).toEqual([
      {
        kind: 'press',
        eventId: String(id),
        at: Number(id >> 22n) + 1_420_070_400_000,
        from: SAM,
        press: PRESS,
      },
    ])
    // Somebody else's, a late or a forged one lights nothing.
    for (const what of ['nothing', 'not_rated'])
      expect(JSON.parse(result.answer([what]).body)).toEqual({ type: 6 })
    const { type, data } = JSON.parse(result.answer(['rated']).body)
    expect(type).toBe(7)
    const [scores, page, comment] = data.components
    expect(scores.components.map(({ style }: any) => style)).toEqual([2, 3])
    expect(page.components[0]).toMatchObject({ style: 5, url: 'https://candor.test/s/1' })
    expect(comment.components).toEqual([
      expect.objectContaining({ type: 2, custom_id: `comment:${PRESS}`, label: expect.any(String) }),
    ])
    // Pressed again, the message has that button already.
    const again = interactions.press(PRESS)
    again.message.components = data.components
    expect((await answerTo(again)).data.components).toHaveLength(3)
  })

  it('J8, I9: asking for words opens a form, and what is written there answers the survey', async () => {
    const asking = await receive(interactions.press(`comment:${PRESS}`))
    expect(asking.events).toEqual([])
    expect(JSON.parse(asking.answer.body)).toMatchObject({
      type: 9,
      data: { custom_id: `comment:${PRESS}`, components: [{ type: 18, component: { type: 4, style: 2 } }] },
    })
    const { events, answer } = await receive(interactions.comment(' Quick and kind. '))
    expect(events).toMatchObject([
      {
        kind: 'message',
        from: SAM,
        name: 'Sam Customer',
        body: 'Quick and kind.',
        inReplyTo: '880000000000001001',
        press: PRESS,
      },
    ])
    const said = (what: string) => JSON.parse(answer([what]).body)
    expect(said('comment')).toMatchObject({
      type: 4,
      data: { flags: 64, content: expect.stringMatching(/Vielen Dank/) },
    })
    expect(said('message')).toMatchObject({
      type: 4,
      data: { flags: 64, content: expect.stringMatching(/Nachricht/) },
    })
    expect(said('nothing')).toEqual({ type: 6 })
    expect((await receive(interactions.comment('  '))).events).toEqual([])
  })

  it('J8: in a server the presser is a member; commands of others are not ours', async () => {
    const { user, ...press } = interactions.press(PRESS)
    expect((await receive({ ...press, member: { user } })).events).toMatchObject([{ from: SAM }])
    expect((await receive({ ...press, user, type: 2, data: { name: 'help' } })).events).toEqual([])
  })

  it('O1: what is no key or token is refused before it is stored', () => {
    expect(discordAccount.safeParse(DISCORD).success).toBe(true)
    expect(discordAccount.parse({ ...DISCORD, client_secret: undefined }).client_secret).toBe('')
    expect(discordAccount.safeParse({ ...DISCORD, public_key: 'abc' }).success).toBe(false)
  })
})
