import type { Locator, Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../kit/api.ts'
import { type HookReceiver, startHookReceiver } from '../kit/hook-receiver.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

let stage: StaffStage
let hooks: HookReceiver
let api: Api
let page: Page
let secret: string

beforeAll(async () => {
  hooks = await startHookReceiver()
  stage = await openStaffStage({ privateHosts: ['127.0.0.1'] })
  api = (await stage.found()).api
  page = await stage.signIn(undefined, '/settings/webhooks')
})
afterAll(async () => {
  await stage.close()
  await hooks.close()
})

const look = async (name: string): Promise<void> => expect(await findings(stage, page, name)).toEqual([])
const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
const dialog = (name: string): Locator => page.getByRole('dialog', { name })
const only = async (): Promise<any> => (await api.get('/webhooks')).body.data[0]
const shownSecret = async (): Promise<string> =>
  (await dialog('Copy the secret now').locator('pre').textContent()) ?? ''
const converse = async (): Promise<string> =>
  (await api.post('/conversations', { channel: 'api', contact: { name: 'Cleo Customer' } })).body.id
const log = (): Locator => page.getByRole('list', { name: 'Deliveries' }).locator('> li')

describe('Settings → Webhooks', () => {
  it('O8: without any it says what they are for', async () => {
    await page.getByText('No webhooks yet').waitFor()
    await look('webhooks-none')
  })

  it('O8: an address and events are chosen; what is wrong is said at its field', async () => {
    await button('Add a webhook').click()
    const drawer = dialog('Add a webhook')
    await drawer.getByRole('button', { name: 'Add webhook' }).click()
    await drawer.getByText('Enter an address that starts with https://').waitFor()
    await drawer.getByLabel('Address').fill('https://10.0.0.1/hook')
    await drawer.getByLabel('Address').press('Enter')
    await drawer.getByText('outside of private networks').waitFor()
    await drawer.getByLabel('Address').fill(`${hooks.url}/hook`)
    await drawer.getByLabel('Description').fill('Data warehouse')
    await drawer.getByLabel('Only these').check()
    await drawer.getByLabel('Satisfaction', { exact: true }).check()
    await drawer.getByLabel('A conversation began').check()
    await look('webhooks-add')
    await drawer.getByRole('button', { name: 'Add webhook' }).click()
    await dialog('Copy the secret now').waitFor()
    expect((await only()).events.toSorted()).toEqual([
      'conversation.created',
      'csat.expired',
      'csat.requested',
      'csat.score_submitted',
      'csat.withdrawn',
    ])
  })

  it('O8: the secret is shown once', async () => {
    secret = await shownSecret()
    expect(secret).toMatch(/^whsec_/)
    await look('webhooks-secret')
    await page.keyboard.press('Escape')
    await button('Copy secret').click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret)
    await button('I have copied it').click()
    await dialog('Copy the secret now').waitFor({ state: 'detached' })
    await page.getByText('Nothing sent yet').waitFor()
    expect(await page.content()).not.toContain(secret)
  })

  it('O8: a test event tells what came of it', async () => {
    await page.getByRole('link', { name: 'Data warehouse' }).click()
    await page.getByText('Nothing was sent yet').waitFor()
    await button('Send test event').click()
    await page.getByText('The test was taken with status 200').waitFor()
    const { body, headers } = hooks.received[0]!
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'webhook.test' })
    hooks.answers('/hook', { status: 500, body: '{"error":"out of order"}' })
    await button('Send test event').click()
    await page.getByText('The test did not get through').waitFor()
    await log().nth(1).waitFor()
  })

  it('O8: the log shows each request with its answers, and what failed', async () => {
    await converse()
    await converse()
    await stage.settle()
    await page.reload()
    await log().nth(3).waitFor()
    await page.getByText('Failing', { exact: true }).waitFor()
    await page.getByRole('radiogroup', { name: 'Show' }).getByText('Failed').click()
    await expect.poll(() => log().count()).toBe(2)
    await log().filter({ hasText: 'conversation.created' }).getByRole('button').first().click()
    await log().getByText('out of order').waitFor()
    await log().getByText('"name": "Cleo Customer"').waitFor()
    await log().getByText('webhook-id').waitFor()
    expect(await log().getByText('webhook-signature').count()).toBe(0)
    await look('webhooks-log')
  })

  it('O8: it is tried again by hand, and those behind it follow', async () => {
    hooks.answers('/hook', { status: 202 })
    await button('Redeliver webhook.test').click()
    await page.getByText('Delivered again').waitFor()
    await button('Try now: conversation.created').click()
    await page.getByText('It is tried now').waitFor()
    await stage.settle()
    await page.getByRole('radiogroup', { name: 'Show' }).getByText('Delivered').click()
    await expect.poll(() => log().count()).toBe(4)
    expect(await only()).toMatchObject({ state: 'healthy', waiting: 0 })
  })

  it('O8: a new secret is asked for first, then shown once; both sign for a day', async () => {
    await button('More').click()
    await page.getByRole('menuitem', { name: 'New secret' }).click()
    await dialog('Make a new secret?').getByRole('button', { name: 'Make a new secret' }).click()
    await dialog('Copy the secret now').waitFor()
    const fresh = await shownSecret()
    expect(fresh).not.toBe(secret)
    await button('I have copied it').click()
    await page.getByText('signed with the old secret too until').waitFor()
    await button('Send test event').click()
    await page.getByText('The test was taken with status 202').waitFor()
    const { body, headers } = hooks.received.at(-1)!
    for (const each of [secret, fresh]) new Webhook(each).verify(body, headers)
  })

  it('O8: off and on again', async () => {
    await button('More').click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await page.getByText('Switched off by hand.').waitFor()
    await look('webhooks-off')
    await page.getByRole('link', { name: 'All webhooks' }).click()
    const turn = page.getByRole('switch', { name: /^Send to/ })
    expect(await turn.isChecked()).toBe(false)
    await turn.press('Space')
    await page.getByText('Working', { exact: true }).waitFor()
    expect((await only()).enabled).toBe(true)
    await look('webhooks-list')
  })

  it('O8: one that was switched off for its failures says so', async () => {
    await stage.app.pool.query(
      `update webhook_endpoints set enabled = false, disabled_reason = 'failing', disabled_at = now(),
       failing_since = now() - interval '3 days', last_error = 'It answered with status 500 instead of 2xx.'`,
    )
    await page.reload()
    await page.getByText('Switched off by Candor: nothing got through for three days.').waitFor()
    await page.getByRole('link', { name: 'Data warehouse' }).click()
    await page.getByRole('alert').getByText('Switched off by Candor').waitFor()
    await look('webhooks-failed')
  })

  it('O8: it is changed, and deleted after a question', async () => {
    await button('Edit').click()
    await dialog('Edit webhook').getByLabel('Description').fill('Warehouse')
    await dialog('Edit webhook').getByLabel('All events').check()
    await dialog('Edit webhook').getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('heading', { name: 'Warehouse', exact: true }).waitFor()
    expect((await only()).events).toEqual(['*'])
    await button('More').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await dialog('Delete this webhook?').getByRole('button', { name: 'Cancel' }).click()
    await button('More').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await dialog('Delete this webhook?').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No webhooks yet').waitFor()
  })

  it('O8: ⌘K leads there, and no page threw', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Where to?' }).fill('webhook')
    await page.getByRole('option', { name: /^Webhooks/ }).waitFor()
    expect(stage.errors).toEqual([])
  })
})
