import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { type Mail, type Mailer, NoAnswer } from '../../platform/mailer.ts'
import { mailClosingCard } from './mail-closing-card.ts'

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }
let mailed: Mail[]
/** What the mail server does with the next. */
let server: () => Promise<void>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  await make.enable('on_close', { eligibility: { min_characters: 0 } })
  agent = await make.member()
  const tips = { name: 'Tips', kind: 'static', card: { text: 'Three tips' }, channels: ['email'] }
  await app.api.post('/apps', tips)
})
afterAll(() => app.close())
beforeEach(() => {
  mailed = []
  server = async () => {}
})

const mailer: Mailer = {
  configured: true,
  async send(mail) {
    mailed.push(mail)
    await server()
    return { messageId: mail.messageId! }
  },
  verify: async () => {},
  close() {},
}

/** A card that is shown and still to be mailed. */
async function shown() {
  const contact = await make.contact()
  const { id } = await make.conversation({ contact_id: contact.id, channel: 'email' })
  const said = { sent_at: new Date(app.clock.now()).toISOString() }
  await make.say(id, 'teammate', 'Done', said, agent.id)
  await make.status(id, 'closed')
  const { pool, handlers } = app.app
  const { rows } = await pool.query('select id from closing_cards where conversation_id = $1', [id])
  const cardId = rows[0].id as string
  await handlers['show_closing_card']!({ workspace_id: app.workspace.workspaceId, id: cardId })
  const mail = () => mailClosingCard(app.app.ctx, mailer, app.workspace.workspaceId, cardId)
  return { id, contact, mail }
}

describe('a closing card by mail', () => {
  it('I11, O3: killed while the server takes the mail, the next run does not send a second one', async () => {
    const { mail } = await shown()
    server = async () => {
      server = async () => {}
      // Another run takes up what this one, which is dead, has left.
      await mail()
      throw new Error('dead')
    }
    await expect(mail()).rejects.toThrow('dead')
    await mail()
    expect(mailed).toHaveLength(1)
  })

  it('I11, O3: without an answer it may be there and is not mailed again; refused or not reached it is', async () => {
    const { mail } = await shown()
    server = () => Promise.reject(new Error('nobody there'))
    await expect(mail()).rejects.toThrow('nobody there')
    await expect(mail()).rejects.toThrow('nobody there')
    server = () => Promise.reject(new NoAnswer('nothing said'))
    await mail()
    server = async () => {}
    await mail()
    expect(mailed).toHaveLength(3)
  })

  it('I11: is not mailed once the conversation was opened again, nor when it ended anew', async () => {
    const { id, mail } = await shown()
    await make.status(id, 'open')
    await mail()
    await make.status(id, 'closed')
    await mail()
    expect(mailed).toEqual([])
  })

  it.each([
    ['unsubscribed_at = now()'],
    [`consents = '{"email": {"given": false}}'`],
    ['email = null, claimed_email = null'],
  ])('I11, A5: is not mailed to whom no survey would be sent: %s', async (change) => {
    const { contact, mail } = await shown()
    await app.app.pool.query(`update contacts set ${change} where id = $1`, [contact.id])
    await mail()
    expect(mailed).toEqual([])
  })
})
