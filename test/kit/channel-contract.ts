import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Channel, IncomingRequest, SendResult } from '../../src/channels/channel.ts'
import {
  CONTROL,
  HOSTILE,
  hostileNames,
  INVISIBLE,
  KEY,
  LINK,
  listen,
  LONG,
  OVERRIDE,
  reply,
  survey,
} from './channel-facts.ts'

/** One message as the provider took it. */
export type Arrived = {
  /** What a repeat can be recognised by; null where the provider has no place for it. */
  key: string | null
  to: string[]
  /** Everything beside the text: headers, a subject, a sender's name. */
  fields: Record<string, string>
  text: string
  markup: string | null
  /** The addresses behind links and buttons, in order. */
  links: string[]
  /** What its own buttons send back, in order; none where the platform has none. */
  presses?: string[]
}

/** What can be wrong at the provider. Every adapter's fake can do all of it. */
export type Trouble =
  | 'refuses'
  | 'refuses_address'
  | 'refuses_login'
  | 'is_busy'
  | 'is_silent'
  | 'hangs_up'
  | 'is_gone'

const FATE: Record<Trouble, { kind: 'rejected' | 'retry'; reason: string }> = {
  refuses: { kind: 'rejected', reason: 'refused' },
  refuses_address: { kind: 'rejected', reason: 'address_refused' },
  refuses_login: { kind: 'retry', reason: 'login_refused' },
  is_busy: { kind: 'retry', reason: 'asked_to_wait' },
  // Both have heard all of it.
  is_silent: { kind: 'retry', reason: 'no_answer' },
  hangs_up: { kind: 'retry', reason: 'no_answer' },
  is_gone: { kind: 'retry', reason: 'unreachable' },
}

/** What a provider may answer that has taken a message, or something on the way to it, in words that nobody knows. */
export type StrangeAnswer = { status: number; body: string }

const STRANGE_ANSWERS: StrangeAnswer[] = [
  { status: 201, body: '{"status":"queued","message_sid":"SM1"}' },
  { status: 200, body: '{}' },
  { status: 200, body: '{"ok":true}' },
  { status: 200, body: '["queued"]' },
  { status: 202, body: '' },
  { status: 500, body: '<html><h1>Internal Server Error</h1></html>' },
  { status: 503, body: '{}' },
  { status: 503, body: '{"code":503,"message":"Service Unavailable"}' },
  { status: 503, body: '{"error":{"code":503,"message":"Service Unavailable"}}' },
  { status: 504, body: '<html>' },
]

/** A channel connected to a fake of its provider, which speaks the provider's protocol over a real socket. */
export type Stand = {
  channel: Channel
  /** The same adapter without what it needs to connect. */
  unconnected: Channel
  /** An address that the provider delivers to. */
  to: string
  /** Addresses that try to reach somebody else, or more people, than one contact. */
  hostileAddresses: string[]
  /** What the connection knows that nobody may read. */
  secrets: string[]
  /** Everything that the provider has taken, in order. */
  arrived(): Arrived[]
  /** How often it was asked to take something, successfully or not. */
  attempts(): number
  /**
   * The channel to try with that trouble; it waits for no more than a second. With `refuses_login` the provider
   * repeats in its answer what it was given.
   */
  inTrouble(trouble: Trouble): Promise<Channel>
  /** How a delivery key is written where the provider has no room for all of it; else as it is. */
  keyOf?: (deliveryKey: string) => string
  /** Where the channel receives: requests as the provider makes them, each of a message that says `Hello`. */
  incoming?: {
    /** The platform proves itself by a secret it was given, which does not depend on the body. */
    bearsSecret?: boolean
    genuine(): IncomingRequest
    forged(): IncomingRequest
    malformed(): IncomingRequest
    /** The contact presses a button; where the platform has buttons. */
    press?(press: string): IncomingRequest
  }
  /** It is asked for something else first, which may be repeated: who has no answer to that has sent nothing. */
  asksFirst?: boolean
  /** Hangs up on everybody once so many have arrived; null ends that. Where messages have a limit. */
  hangUpAfter?(arrived: number | null): void
  /** Takes messages from now on, and answers each so. Where the provider speaks HTTP. */
  answerStrangely?(answer: StrangeAnswer): void
  /** Ends the trouble and forgets what arrived. */
  reset(): void
  close(): Promise<void>
}

/**
 * What every channel must do, proven with the adapter's own fake provider: call it in `<name>.contract.test.ts`. One
 * whose surveys are delivered by being there has a shorter contract, `describeInAppChannel`.
 */
export function describeChannel({ name, open }: { name: string; open: () => Promise<Stand> }): void {
  describe(`${name} keeps the contract of channels`, () => {
    let at: Stand
    let channel: Channel
    beforeAll(async () => {
      at = await open()
      channel = at.channel
    })
    beforeEach(() => at.reset())
    afterAll(() => at.close())

    it('C15: leaves the house, and declares what it can the same connected or not', () => {
      expect(channel.capabilities.inApp).toBe(false)
      expect(at.unconnected.capabilities).toEqual(channel.capabilities)
    })

    it('A1, O12: a survey arrives once, at the contact, with its question', async () => {
      const result = await channel.sendSurvey(survey(at.to, { message: 'Did Ada help with the parcel?' }))
      expect(result).toMatchObject({ kind: 'accepted' })
      const [first, ...more] = at.arrived()
      expect(more).toEqual([])
      expect(first!.to).toEqual([at.to])
      expect(first!.text).toContain('Did Ada help with the parcel?')
    })

    it('A4: shows its scores as it says: each one tap, or one link to the page', async () => {
      const { scores } = channel.capabilities
      for (const [scale, all] of [
        ['emoji', [1, 2, 3, 4, 5]],
        ['stars', [1, 2, 3, 4, 5]],
        ['thumbs', [1, 5]],
      ] as const) {
        at.reset()
        const out = survey(at.to, { scale })
        await channel.sendSurvey(out)
        const links = [...new Set(at.arrived()[0]!.links)]
        const scored = links.filter((link) => link.includes('score='))
        expect(scored).toEqual(scores === 'each' ? all.map(out.linkFor) : [])
        if (scores !== 'each') expect(links).toContain(out.link)
        expect(at.arrived()[0]!.presses ?? []).toEqual(scores === 'buttons' ? all.map(out.pressFor) : [])
      }
    })

    it('A4: is formatted and as long as it says, and its link is whole', async () => {
      const { formatting, maxLength } = channel.capabilities
      await channel.sendSurvey(survey(at.to, { message: LONG }))
      const { text, markup, links } = at.arrived()[0]!
      expect(markup === null).toBe(formatting === 'plain')
      if (maxLength === null) expect(text).toContain(LONG)
      else expect(text.length).toBeLessThanOrEqual(maxLength)
      expect(links.some((link) => link.startsWith(LINK))).toBe(true)
    })

    it('C15: a reply arrives whole, in order and once; in parts only where there is a limit', async () => {
      if (!channel.sendMessage) return
      const body = `First.\n${LONG}\nLast.`
      expect(await channel.sendMessage(reply(at.to, 'It is on its way.'))).toMatchObject({
        kind: 'accepted',
      })
      expect(at.arrived()).toHaveLength(1)
      expect(at.arrived()[0]!.text).toContain('It is on its way.')
      at.reset()
      await channel.sendMessage(reply(at.to, body))
      const parts = at.arrived().map(({ text }) => text)
      const { maxLength } = channel.capabilities
      if (maxLength === null) expect(parts).toHaveLength(1)
      else expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(maxLength)
      expect(parts.join('').replace(/\s+/g, '')).toContain(body.replace(/\s+/g, ''))
    })

    it('C15: after trouble at its second part a reply goes on with that, and every part is known by its id', async () => {
      if (!channel.sendMessage || channel.capabilities.maxLength === null) return
      const body = `First.\n${LONG}\nLast.`
      const ids: (string | null)[] = []
      const parts = {
        done: 0,
        async note(done: number, providerId: string | null) {
          parts.done = done
          ids.push(providerId)
        },
      }
      at.hangUpAfter!(1)
      expect(await channel.sendMessage({ ...reply(at.to, body), parts })).toMatchObject({ kind: 'retry' })
      expect([at.arrived().length, parts.done]).toEqual([1, 1])
      at.hangUpAfter!(null)
      const result = await channel.sendMessage({ ...reply(at.to, body), parts })
      expect(result).toMatchObject({ kind: 'accepted', providerId: expect.stringMatching(/./) })
      const texts = at.arrived().map(({ text }) => text)
      expect(texts.join('').replace(/\s+/g, '')).toBe(body.replace(/\s+/g, ''))
      expect(ids).toHaveLength(texts.length - 1)
      expect(ids.every((id) => typeof id === 'string' && id !== '')).toBe(true)
    })

    it('A5: an attempt after a crash carries the same key, another survey another one', async () => {
      const out = survey(at.to)
      const [before, after] = [await channel.sendSurvey(out), await channel.sendSurvey(out)]
      const other = await channel.sendSurvey(survey(at.to, { deliveryKey: `${KEY}-2` }))
      for (const result of [before, after, other]) expect(result.kind).toBe('accepted')
      const keys = at.arrived().map(({ key }) => key)
      if (!channel.capabilities.sendsKey) return expect(keys.filter(Boolean)).toEqual([])
      // Only if we could not know that the first was taken does a repeat happen, and then it can be told.
      expect(new Set(keys).size).toBe(2)
      const { keyOf = (key: string) => key } = at
      expect(keys[0]).toContain(keyOf(KEY))
      expect(keys.at(-1)).toContain(keyOf(`${KEY}-2`))
      if (channel.sendMessage) {
        at.reset()
        await channel.sendMessage(reply(at.to, 'Hello', KEY))
        await channel.sendMessage(reply(at.to, 'Hello', KEY))
        const replies = new Set(at.arrived().map(({ key }) => key))
        expect(replies.size).toBe(1)
        expect(keys).not.toContain([...replies][0])
      }
    })

    for (const [trouble, usual] of Object.entries(FATE) as [Trouble, (typeof FATE)[Trouble]][]) {
      it(`O3: a provider that ${trouble.replace('_', ' ')} is a value: ${usual.kind}, ${usual.reason}`, async () => {
        const fate = at.asksFirst && usual.reason === 'no_answer' ? FATE.is_gone : usual
        const sick = await at.inTrouble(trouble)
        const before = at.attempts()
        const { result, printed } = await listen(() => sick.sendSurvey(survey(at.to)))
        expect(result).toMatchObject(fate)
        expectSentence(result, at)
        expectNoSecret(printed, at)
        if (result.kind === 'retry') expect(result.afterMs).toBeGreaterThan(0)
        if (sick.sendMessage) expect(await sick.sendMessage(reply(at.to, 'Hello'))).toMatchObject(fate)
        // Whether and when there is another attempt is not the adapter's to decide.
        expect(at.attempts() - before).toBeLessThanOrEqual(sick.sendMessage ? 2 : 1)
        expect(at.arrived()).toEqual([])
      })
    }

    it('O3: an answer that nobody understands leaves it open whether it arrived, and says so', async () => {
      if (!at.answerStrangely) return
      for (const strange of STRANGE_ANSWERS) {
        at.reset()
        at.answerStrangely(strange)
        const first = await channel.sendSurvey(survey(at.to))
        expect(first, strange.body).toMatchObject({ kind: 'retry', reason: 'no_answer' })
        expectSentence(first, at)
        expect(first).toMatchObject({
          sentence: `We do not know whether it arrived: the provider did not answer clearly. It said: status ${strange.status}`,
        })
        expect(at.arrived()).toHaveLength(1)
        // Only where it is known again may it be handed over again.
        if (channel.capabilities.repeatsKnownMs > 0) {
          expect(await channel.sendSurvey(survey(at.to))).toMatchObject({ kind: 'accepted' })
          expect(at.arrived()).toHaveLength(1)
        }
        const said = await channel.sendMessage?.(reply(at.to, 'Hello'))
        if (said) expect(said, strange.body).toMatchObject({ kind: 'retry', reason: 'no_answer' })
      }
    })

    it('O3: after trouble the same channel sends again', async () => {
      await (await at.inTrouble('hangs_up')).sendSurvey(survey(at.to))
      at.reset()
      expect(await channel.sendSurvey(survey(at.to))).toMatchObject({ kind: 'accepted' })
      expect(at.arrived()).toHaveLength(1)
    })

    it('C15: unconnected it says so at once, and gives no other reason', async () => {
      const result = await at.unconnected.sendSurvey(survey(at.to))
      expect(result).toMatchObject({ kind: 'rejected', reason: 'not_connected' })
      expectSentence(result, at)
      expect(await at.unconnected.sendMessage?.(reply(at.to, 'Hello'))).toEqual(
        channel.sendMessage ? result : undefined,
      )
    })

    it('C15: what comes in is believed by its signature, and has the same event id at every repeat', async () => {
      expect('receive' in channel).toBe(at.incoming !== undefined)
      if (!channel.receive || !at.incoming) return
      const genuine = at.incoming.genuine()
      const first = await channel.receive(genuine)
      expect(first).toMatchObject({
        kind: 'events',
        events: [{ kind: 'message', body: 'Hello', from: at.to, eventId: expect.stringMatching(/./) }],
      })
      const still = { answer: null, after: null }
      expect({ ...(await channel.receive(genuine)), ...still }).toEqual({ ...first, ...still })
      const refused = { kind: 'refused', reason: 'bad_signature' }
      expect(await channel.receive(at.incoming.forged())).toEqual(refused)
      const changed = Buffer.from(genuine.body.toString().replace('Hello', 'Hallo'))
      if (!at.incoming.bearsSecret) {
        expect(await channel.receive({ ...genuine, body: changed })).toEqual(refused)
      }
      expect(await channel.receive({ ...genuine, headers: {} })).toEqual(refused)
      const malformed = await channel.receive(at.incoming.malformed())
      expect(malformed).toEqual({ kind: 'refused', reason: 'malformed' })
    })

    it('O3: a press on a button is a rating by whom the platform says, and the same at every repeat', async () => {
      const hasButtons = channel.capabilities.scores === 'buttons'
      expect(at.incoming?.press !== undefined).toBe(hasButtons)
      if (!hasButtons) return
      const press = survey(at.to).pressFor(4)
      const request = at.incoming!.press!(press)
      const first = await channel.receive!(request)
      expect(first).toMatchObject({ kind: 'events', events: [{ kind: 'press', press, from: at.to }] })
      const again = await channel.receive!(request)
      expect({ ...again, answer: null, after: null }).toEqual({ ...first, answer: null, after: null })
    })

    it('O3: a button that is not ours is what stands on it, and no rating', async () => {
      if (channel.capabilities.scores !== 'buttons') return
      for (const foreign of ['opening-hours-of-shop', `c${'x'.repeat(39)}4`, 'comment-on-your-order-4']) {
        const result = await channel.receive!(at.incoming!.press!(foreign))
        expect(result).toMatchObject({ kind: 'events', events: [{ kind: 'message', from: at.to }] })
        if (result.kind !== 'events') return
        const [event] = result.events
        expect(event?.kind === 'message' && event.body).toMatch(/\S/)
      }
    })

    it('C6: hostile text arrives as text: no field, no recipient and no markup comes of it', async () => {
      const out = { ...survey(at.to, { message: HOSTILE }), ...hostileNames }
      expect(await channel.sendSurvey(out)).toMatchObject({ kind: 'accepted' })
      if (channel.sendMessage) {
        const said = { ...reply(at.to, HOSTILE), ...hostileNames }
        expect(await channel.sendMessage(said)).toMatchObject({ kind: 'accepted' })
      }
      expect(at.arrived().length).toBeGreaterThan(0)
      for (const one of at.arrived()) {
        expect(one.to).toEqual([at.to])
        for (const [field, value] of Object.entries(one.fields)) {
          expect(field).not.toMatch(/^(bcc|x-injected)$/i)
          expect(value).not.toMatch(INVISIBLE)
        }
        expect(one.text).toContain('<script>alert(1)</script>')
        expect(one.text.replace(/[\n\r\t]/g, '')).not.toMatch(CONTROL)
        // A direction override ends with its line: it must not turn round what Candor writes.
        for (const line of one.text.split('\n').filter((each) => each.includes(LINK))) {
          expect(line).not.toMatch(OVERRIDE)
        }
        expect(one.markup ?? '').not.toMatch(/<script|<img src=x|(href|src)="?javascript:/i)
        expect((one.markup ?? '').replace(/[\n\r\t]/g, '')).not.toMatch(CONTROL)
        expect(one.links.filter((link) => !/^https?:\/\//.test(link))).toEqual([])
      }
    })

    it('C6: a hostile address reaches nobody else', async () => {
      expect(at.hostileAddresses.length).toBeGreaterThan(0)
      for (const to of at.hostileAddresses) {
        const result = await channel.sendSurvey(survey(to))
        if (result.kind !== 'accepted') expect(result).toMatchObject(FATE.refuses_address)
        // Taken as one strange address, or cut to the contact's: never as somebody else's or as several.
        const others = at.arrived().flatMap((one) => one.to.filter((each) => each !== at.to && each !== to))
        expect(others).toEqual([])
        at.reset()
      }
    })
  })
}

/** In app nothing leaves the house: a survey is taken at once, at every attempt, and replies are not sent. */
export function describeInAppChannel({ name, channel }: { name: string; channel: Channel }): void {
  describe(`${name} keeps the contract of channels`, () => {
    it('C15: a survey is delivered by being there, whatever it says', async () => {
      expect(channel.capabilities.inApp).toBe(true)
      for (const each of [survey('here'), survey('here'), survey('here', { message: HOSTILE })]) {
        expect(await channel.sendSurvey(each)).toEqual({ kind: 'accepted', providerId: null })
      }
    })

    it('C15: a reply is there as well: none is sent, none comes back', () => {
      expect(Object.keys(channel).toSorted()).toEqual(['capabilities', 'sendSurvey'])
    })
  })
}

/** One short line for people, without what they must not read. */
function expectSentence(result: SendResult, { secrets }: Stand): void {
  if (result.kind === 'accepted') throw new Error('was accepted')
  expect(result.sentence).toMatch(/^[A-Z].{10,}/)
  expect(result.sentence.length).toBeLessThanOrEqual(500)
  expect(result.sentence).not.toMatch(INVISIBLE)
  expectNoSecret(JSON.stringify(result), { secrets })
}

function expectNoSecret(text: string, { secrets }: Pick<Stand, 'secrets'>): void {
  for (const secret of secrets) {
    for (const spelling of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      expect(text).not.toContain(spelling)
    }
  }
}
