import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  agent = await make.member()
})
afterAll(() => app.close())

const OPEN = { visibility: { embargo_hours: 0 }, trigger: { channels: { web_chat: { enabled: true } } } }

/** A customer whose every word bears a mark, with all that Candor can come to know of one. */
async function somebody(mark: string) {
  const { id } = (
    await app.api.post('/contacts', {
      external_id: `crm-${mark}`,
      name: `Cora ${mark}`,
      email: `${mark}@example.com`,
      phone: '+15551234567',
      addresses: { crm: `tg-${mark}` },
    })
  ).body
  const conversation = (
    await app.api.post('/conversations', { channel: 'web_chat', contact_id: id, subject: `Of ${mark}` })
  ).body
  await make.say(conversation.id, 'contact', `I am ${mark}`)
  await make.say(conversation.id, 'teammate', `Hello ${mark}`, {}, agent.id)
  const { survey } = await make.status(conversation.id, 'resolved', { survey: 'send' })
  const path = new URL(survey.url).pathname
  await app.as(null).get(`${path}?score=2`)
  await app.as(null).post(path, { score: 2, comment: `Bad, says ${mark}` })
  await app.as(null).post(path, { score: 1, comment: `Worse, says ${mark}` })
  await app.api.post('/events', {
    events: [
      {
        event_id: `e-${mark}`,
        type: 'message.created',
        conversation_id: conversation.id,
        occurred_at: new Date(app.clock.now()).toISOString(),
        author: { kind: 'contact' },
        body: `Once more ${mark}`,
      },
    ],
  })
  await app.settle()
  return { id, conversationId: conversation.id, surveyId: survey.id }
}

/** The tables that hold a word in any row, in any column. */
async function tablesWith(...words: string[]): Promise<string[]> {
  const { rows: tables } = await app.app.pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`,
  )
  const found = []
  for (const { name } of tables) {
    const { rowCount } = await app.app.pool.query(
      `select 1 from ${name} t where exists (select 1 from unnest($1::text[]) word
       where strpos(lower(t::text), lower(word)) > 0) limit 1`,
      [words],
    )
    if (rowCount) found.push(name)
  }
  return found
}

describe('erasing a contact', () => {
  it('C5: leaves nothing that tells of it in any table, and says how much went', async () => {
    await make.enable('after_delay', OPEN)
    // Nobody is there to take it, so that everything waits.
    await app.api.post('/webhooks', { url: 'https://hooks.example.invalid', events: ['*'] })
    await app.api.post('/workflows', {
      name: 'Tell',
      enabled: true,
      trigger: { type: 'conversation.created' },
      steps: [
        {
          type: 'notify',
          to: [{ type: 'leads' }],
          note: true,
          subject: 'New',
          body: 'From {{contact.name}}',
        },
        { type: 'wait', duration: 'P1D' },
        { type: 'reopen' },
      ],
    })
    const { id, conversationId, surveyId } = await somebody('zanzibar')
    const names = ['zanzibar', id, conversationId, surveyId]
    expect(await tablesWith(...names)).toEqual(
      expect.arrayContaining([
        'public.webhook_deliveries',
        'public.workflow_runs',
        'public.cases',
        'public.events',
      ]),
    )
    const answer = await app.api.delete(`/contacts/${id}`)
    expect(answer).toMatchObject({ status: 200, body: { conversations: 1, messages: 3, surveys: 1 } })
    await app.settle()
    // What the caller itself calls an event stays, so that the event does not bring the contact back.
    expect(await tablesWith(...names)).toEqual(['public.inbound_events'])
    expect(await tablesWith(id, conversationId, surveyId)).toEqual([])
    expect((await app.api.get(`/contacts/${id}`)).status).toBe(404)
    expect((await app.api.delete(`/contacts/${id}`)).status).toBe(404)
  })

  it('C13: reports count without it', async () => {
    await make.enable('after_delay', OPEN)
    const overall = async () =>
      (await app.api.get('/reports/csat?from=2000-01-01&to=2100-01-01')).body.overall
    const before = await overall()
    const { id } = await somebody('lisbon')
    expect(await overall()).not.toEqual(before)
    await app.api.delete(`/contacts/${id}`)
    expect(await overall()).toEqual(before)
  })

  it('I12: a conversation with others stays theirs, without what the contact wrote and answered', async () => {
    await make.enable('after_delay', OPEN)
    const { id, conversationId } = await somebody('quito')
    const other = (await app.api.post('/contacts', { name: 'Odd One Else' })).body
    await app.api.post(`/conversations/${conversationId}/contacts`, { contact_id: other.id })
    await make.say(conversationId, 'contact', 'I am here too', {}, other.id)
    expect((await app.api.delete(`/contacts/${id}`)).body).toEqual({
      conversations: 0,
      messages: 2,
      surveys: 1,
    })
    const { body } = await app.api.get(`/conversations/${conversationId}`)
    expect(body).toMatchObject({ contact: { id: other.id }, last_message_preview: 'I am here too' })
    const { data } = (await app.api.get(`/conversations/${conversationId}/timeline`)).body
    expect(data.filter((each: any) => each.kind === 'message')).toHaveLength(2)
    expect(await tablesWith(id)).toEqual([])
    expect((await app.api.get('/audit?limit=1')).body.data[0]).toMatchObject({ action: 'contact.erased' })
  })

  it('I12, C5: in a conversation that stays, no note of a workflow or of a case tells of the contact', async () => {
    await make.enable('after_delay', OPEN)
    const steps = [
      {
        type: 'notify',
        to: [{ type: 'leads' }],
        note: true,
        email: false,
        subject: 'Look at {{contact.name}}',
        body: 'Now',
      },
    ]
    const definition = { trigger: { type: 'status_changed', to: ['resolved'] }, steps }
    const flow = (await app.api.post('/workflows', { name: 'Look', definition })).body
    await app.api.patch(`/workflows/${flow.id}`, { enabled: true })
    const { id, conversationId } = await somebody('lima')
    const other = (await app.api.post('/contacts', { name: 'Odd One Else' })).body
    await app.api.post(`/conversations/${conversationId}/contacts`, { contact_id: other.id })
    expect(await tablesWith('cora lima')).toContain('public.timeline_entries')
    // The other one's case, on which somebody wrote of the first.
    const opened = (await app.api.get(`/cases?conversation_id=${conversationId}`)).body.data[0]
    await app.app.pool.query(
      'update cases set contact_id = $2, response_id = null, revision = null, reason = $3 where id = $1',
      [opened.id, other.id, 'As Cora Lima said'],
    )
    await app.api.post(`/cases/${opened.id}/close`, { outcome: 'recovered', note: 'Called Cora Lima' })
    await app.api.delete(`/contacts/${id}`)
    await app.settle()
    expect(await tablesWith('cora lima')).toEqual([])
    expect(await tablesWith(id)).toEqual([])
    const { data } = (await app.api.get('/cases?state=closed')).body
    expect(data).toMatchObject([{ contact_id: other.id, outcome: 'recovered', note: null, reason: null }])
  })

  /** A case of somebody's, with the reason that a member wrote down, in a conversation that the other is in, too. */
  async function caseBeside(contactId: string, otherName: string, reason: string) {
    const other = (await app.api.post('/contacts', { name: otherName })).body
    const { id } = (
      await app.api.post('/conversations', { channel: 'web_chat', contact_id: other.id, subject: 'Shared' })
    ).body
    await make.say(id, 'contact', 'Hello', {}, other.id)
    await app.api.post(`/conversations/${id}/contacts`, { contact_id: contactId })
    const lead = await make.member('lead', { name: `Lea ${otherName}` })
    await app.app.pool.query('update members set joined_at = now() where id = $1', [lead.id])
    const input = { conversation_id: id, reason, owner_id: lead.id }
    const { status, body: opened } = await app.api.post('/cases', input)
    expect([status, opened]).toEqual([201, expect.anything()])
    await app.settle()
    return { conversationId: id, caseId: opened.id, otherId: other.id }
  }

  it('C5: subject, caller’s key and notes by surname or address go from conversations that stay', async () => {
    const { id } = (
      await app.api.post('/contacts', {
        external_id: 'crm-77142',
        name: 'Zoe Marrakesh',
        email: 'zoe@marrakesh.test',
        addresses: { telegram: '998877665', slack: 'UZOE4242' },
      })
    ).body
    const own = (
      await app.api.post('/conversations', {
        channel: 'web_chat',
        contact_id: id,
        subject: 'Refund for Zoe Marrakesh',
        external_id: 'zoe-order',
      })
    ).body
    await make.say(own.id, 'contact', 'hi', {}, id)
    const heir = (await app.api.post('/contacts', { name: 'Odd One' })).body
    await app.api.post(`/conversations/${own.id}/contacts`, { contact_id: heir.id })
    const reasons = ['Ms Marrakesh is upset', 'Telegram 998877665', 'wrote as UZOE4242', 'is CRM-77142']
    const beside = []
    for (const reason of reasons) beside.push(await caseBeside(id, 'Betty', reason))
    await app.app.pool.query('update conversations set subject = $2 where id = $1', [
      beside[0]!.conversationId,
      'Marrakesh, Z.',
    ])
    expect(await tablesWith('marrakesh')).toEqual(expect.arrayContaining(['public.cases', 'public.notices']))
    await app.api.delete(`/contacts/${id}`)
    await app.settle()
    expect(await tablesWith('marrakesh', 'zoe-order', '998877665', 'UZOE4242', '77142')).toEqual([])
    const kept = (await app.api.get(`/conversations/${own.id}`)).body
    expect(kept).toMatchObject({ contact: { id: heir.id }, subject: null, external_id: null })
    for (const { caseId } of beside) {
      expect((await app.api.get(`/cases/${caseId}`)).body).toMatchObject({ state: 'open', reason: null })
    }
  })

  it('C5: what tells of others stays', async () => {
    const reason = 'Betty wants her deposit refunded; legal deadline Friday'
    const { id } = (await app.api.post('/contacts', { name: 'Al', external_id: '7' })).body
    const { caseId, conversationId } = await caseBeside(id, 'Betty Ford', reason)
    const notices = async () =>
      (
        await app.app.pool.query('select subject, body from notices where conversation_id = $1', [
          conversationId,
        ])
      ).rows
    const before = await notices()
    expect(before).not.toEqual([])
    await app.api.delete(`/contacts/${id}`)
    await app.settle()
    expect((await app.api.get(`/cases/${caseId}`)).body.reason).toBe(reason)
    expect((await app.api.get(`/conversations/${conversationId}`)).body.subject).toBe('Shared')
    expect(await notices()).toEqual(before)
  })
})

describe('exporting a contact', () => {
  it('C5: holds all that the tables do', async () => {
    await make.enable('after_delay', OPEN)
    const { id, surveyId } = await somebody('oslo')
    const { status, body, headers } = await app.api.get(`/contacts/${id}/export`)
    expect([status, headers['content-disposition']]).toEqual([
      200,
      `attachment; filename="contact-${id}.json"`,
    ])
    expect(body.contact).toMatchObject({ name: 'Cora oslo', addresses: { crm: 'tg-oslo' } })
    expect(body.messages.map((each: any) => each.body)).toEqual(['I am oslo', 'Hello oslo', 'Once more oslo'])
    expect(body.responses).toMatchObject([{ survey_id: surveyId, score: 1, comment: 'Worse, says oslo' }])
    expect(body.versions).toHaveLength(2)
    expect(body.evidence.length).toBeGreaterThan(1)
    expect(JSON.stringify(body)).not.toContain('workspace_id')
  })

  it('C13: an answer under embargo is in it by name only, in every section', async () => {
    await make.enable('after_delay', { ...OPEN, visibility: { embargo_hours: 48 } })
    const { id } = await somebody('porto')
    const { body } = await app.api.get(`/contacts/${id}/export`)
    expect(body.responses).toMatchObject([{ hidden_until: expect.any(String) }])
    expect(JSON.stringify(body)).not.toContain('says porto')
    expect(JSON.stringify(body)).not.toMatch(/"score":\s*[12]/)
    await app.pass(49 * 3_600_000)
    expect(JSON.stringify((await app.api.get(`/contacts/${id}/export`)).body)).toContain('Worse, says porto')
  })

  it('J11: is for owners and admins', async () => {
    const { id } = (await app.api.post('/contacts', { name: 'Ida' })).body
    const lead = app.as(await make.keyFor((await make.member('lead')).id))
    expect((await lead.get(`/contacts/${id}/export`)).status).toBe(403)
    expect((await lead.delete(`/contacts/${id}`)).status).toBe(403)
  })
})
