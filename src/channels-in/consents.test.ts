import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChannelStage, setChannelStage } from '../../test/kit/channel-stage.ts'
import { unsubscribe } from '../surveys/answering/unsubscribe.ts'

let stage: ChannelStage
beforeAll(async () => {
  stage = await setChannelStage(['sms', 'whatsapp'])
})
afterAll(() => stage.close())

let count = 0
const number = () => `+49171${String(++count).padStart(6, '0')}`
const say = (from: string, given: boolean, more: object = {}) =>
  stage.tell('sms', { kind: 'consent', from, given, ...more })
const contactOf = async (id: string) => (await stage.app.api.get(`/contacts/${id}`)).body

/** What is decided about asking this contact. */
async function ask(contact: object, channel = 'sms') {
  const { id } = await stage.make.contact({ email: null, ...contact })
  const conversation = await stage.make.conversation({ channel, contact_id: id })
  const { decision, survey } = await stage.make.status(conversation.id, 'resolved')
  return { contactId: id as string, decision, survey }
}

describe('STOP', () => {
  it('A5: holds for the number, whoever comes with it later, however it is written', async () => {
    const phone = number()
    await say(phone, false)
    const { decision, contactId } = await ask({ phone: phone.replace('+49171', '+49 (171) ') })
    expect(decision).toMatchObject({ allowed: false, reason: 'unsubscribed' })
    expect((await contactOf(contactId)).opted_out).toEqual(['sms'])
    expect((await ask({ phone }, 'phone')).decision.reason).toBe('unsubscribed')
    // Another channel of the same number is another matter.
    expect((await ask({ phone }, 'whatsapp')).decision.allowed).toBe(true)
    await say(phone, true)
    expect((await contactOf(contactId)).opted_out).toEqual([])
    expect((await ask({ phone })).decision.allowed).toBe(true)
  })

  it('A5: holds for everybody who has the number, however many', async () => {
    const phone = number()
    const { body } = await stage.app.api.post('/conversations', {
      channel: 'sms',
      contact: { external_id: `last-${phone}`, phone },
    })
    for (let n = 0; n < 22; n++) await stage.make.contact({ phone, email: null })
    await say(phone, false)
    const { rows } = await stage.app.app.pool.query(
      `select count(*)::int as all, count(*) filter (where consents #>> '{sms,given}' = 'false')::int as out
       from contacts where phone = $1`,
      [phone],
    )
    expect(rows).toEqual([{ all: 23, out: 23 }])
    expect((await stage.make.status(body.id, 'resolved')).decision.reason).toBe('unsubscribed')
  })

  it('A5: said while an ask waits, and while a contact takes the number on, is heard when it is sent', async () => {
    const phone = number()
    const { survey, contactId } = await ask({ phone })
    await say(phone, false)
    await stage.app.settle()
    expect((await stage.app.api.get(`/surveys/${survey.id}`)).body.state).toBe('withdrawn')
    const other = number()
    await stage.app.api.patch(`/contacts/${contactId}`, { phone: other })
    expect((await contactOf(contactId)).opted_out).toEqual([])
    await stage.app.api.patch(`/contacts/${contactId}`, { phone })
    expect((await contactOf(contactId)).opted_out).toEqual(['sms'])
  })

  it('A5: the word that was said later stands, in whatever order they come', async () => {
    const phone = number()
    const now = stage.app.clock.now()
    await say(phone, true, { at: now })
    await say(phone, false, { at: now - 10 })
    expect((await ask({ phone })).decision.allowed).toBe(true)
  })
})

describe('unsubscribing', () => {
  it('A5: holds for the address that was mailed to, for contacts who come later as well', async () => {
    const email = `Vera${++count}@Bank.test`
    const { survey, contactId } = await ask({ email }, 'email')
    const twin = await ask({ email: email.toLowerCase() }, 'web_chat')
    const { workspaceId } = stage.app.workspace
    const evidence = { userAgent: 'test', addressHash: null }
    await unsubscribe(stage.app.app.ctx, { workspaceId, surveyId: survey.id }, evidence)
    for (const id of [contactId, twin.contactId]) {
      expect((await contactOf(id)).unsubscribed_at).not.toBeNull()
    }
    expect((await ask({ email }, 'email')).decision.reason).toBe('unsubscribed')
    // Teammates may still answer by mail.
    expect((await contactOf(contactId)).opted_out).toEqual([])
  })
})
