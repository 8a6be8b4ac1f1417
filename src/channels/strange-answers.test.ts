import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR, MINUTE } from '../../test/kit/clock.ts'
import { SLACK, startSlack } from '../../test/kit/fakes/slack.ts'
import { SAM_PHONE, SMS, smsRequest, smsStatus, startSms } from '../../test/kit/fakes/sms.ts'
import { findAccount, hookUrl, storeAccount } from './accounts.ts'
import { connector } from './connector.ts'
import { slackAccount, slackChannel } from './slack/slack.ts'
import { smsAccount, smsChannel } from './sms/sms.ts'

let app: TestApp
let make: ReturnType<typeof build>
let twilio: Awaited<ReturnType<typeof startSms>>
let slack: Awaited<ReturnType<typeof startSlack>>

beforeAll(async () => {
  twilio = await startSms()
  slack = await startSlack()
  app = await makeTestApp({}, undefined, (connection) => connection, {
    sms: connector(smsAccount, (deps) => smsChannel({ ...deps, baseUrl: twilio.url }), ''),
    slack: connector(slackAccount, (deps) => slackChannel({ ...deps, baseUrl: slack.url }), ''),
  })
  make = build(app)
  await make.enable('per_resolution')
  const { ctx } = app.app
  const who = { memberId: null, now: ctx.clock.now() }
  const { workspaceId } = app.workspace
  for (const [channel, account] of [
    ['sms', SMS],
    ['slack', SLACK],
  ] as const) {
    await ctx.db.transaction().execute((tx) => storeAccount(ctx, tx, { workspaceId, channel }, account, who))
  }
})
afterEach(() => {
  twilio.reset()
  slack.reset()
})
afterAll(async () => {
  await app.close()
  await twilio.close()
  await slack.close()
})

const ways = { sms: { phone: SAM_PHONE }, slack: { addresses: { slack: 'C0HELP:1771999999.000100' } } }
let count = 0

/** A conversation on that channel, with somebody who was never asked. */
async function talk(channel: 'sms' | 'slack'): Promise<string> {
  const way = channel === 'sms' ? { phone: `+4917012345${10 + count++}` } : ways.slack
  const contact = await make.contact(way)
  return (await make.conversation({ channel, contact_id: contact.id })).id
}

async function days(): Promise<void> {
  for (let step = 0; step < 12; step++) await app.pass(10 * MINUTE)
  for (let step = 0; step < 48; step++) await app.pass(HOUR)
}

describe('a provider whose answer nobody understands', () => {
  it.each([
    [201, '{"status":"queued","message_sid":"SM1"}'],
    [500, '<html>'],
    [503, '{}'],
    [201, ''],
    [502, '<html>'],
  ])('O3: gets an ask and a reply once, and people are told the truth: %i %s', async (status, body) => {
    twilio.answerStrangely({ status, body })
    const id = await talk('sms')
    const agent = await make.member('agent', { name: 'Ada Agent' })
    await make.say(id, 'teammate', 'On its way.', {}, agent.id)
    const { survey } = await make.status(id, 'resolved')
    await days()
    expect(twilio.state.attempts).toBe(2)
    expect(twilio.state.arrived).toHaveLength(2)
    const sentence = 'We do not know whether it arrived: the provider did not answer clearly.'
    const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
    const said = data.find((entry: any) => entry.data.body === 'On its way.')
    expect(said.data).toMatchObject({ delivery_error: sentence })
    expect((await app.api.get(`/surveys/${survey.id}`)).body).toMatchObject({ state: 'failed' })
    const dead = (await app.api.get('/deliveries?state=dead')).body.data
    expect(dead.find((one: any) => one.survey_id === survey.id)).toMatchObject({
      reason: 'no_answer',
      error: `${sentence} It said: status ${status}`,
    })
  })

  it('O3: a receipt tells that it arrived after all', async () => {
    twilio.answerStrangely({ status: 201, body: '{"status":"queued","message_sid":"SM1"}' })
    const id = await talk('sms')
    const { survey } = await make.status(id, 'resolved')
    await app.settle()
    const { ctx } = app.app
    const account = await findAccount(ctx.db, { workspaceId: app.workspace.workspaceId, channel: 'sms' })
    const url = `${hookUrl(ctx, account!)}?ref=survey.${survey.id}`
    const { headers, body } = smsRequest(smsStatus('sent'), { url })
    const { pathname, search } = new URL(url)
    const server = await app.app.server()
    await server.inject({
      method: 'POST',
      url: pathname + search,
      headers: headers as Record<string, string>,
      payload: body,
    })
    await app.settle()
    expect((await app.api.get(`/surveys/${survey.id}`)).body).toMatchObject({ state: 'sent' })
    expect(twilio.state.attempts).toBe(1)
  })

  it('O3: one that knows a message again is asked again, and the customer has one', async () => {
    slack.answerStrangely({ status: 500, body: '<html>' })
    const id = await talk('slack')
    const { survey } = await make.status(id, 'resolved')
    await app.settle()
    for (let step = 0; step < 12; step++) await app.pass(10_000)
    expect(slack.state.attempts).toBe(2)
    expect(slack.state.arrived).toHaveLength(1)
    expect((await app.api.get(`/surveys/${survey.id}`)).body).toMatchObject({ state: 'sent' })
  })
})
