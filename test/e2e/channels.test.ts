import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connector } from '../../src/channels/connector.ts'
import { CONNECTORS } from '../../src/channels/connectors.ts'
import { discordAccount, discordChannel } from '../../src/channels/discord/discord.ts'
import { tryDiscord } from '../../src/channels/discord/try-discord.ts'
import { tryWhatsapp } from '../../src/channels/whatsapp/try-whatsapp.ts'
import { whatsappChannel } from '../../src/channels/whatsapp/whatsapp.ts'
import { whatsappAccount } from '../../src/channels/whatsapp/whatsapp-account.ts'
import { DISCORD, startDiscord } from '../kit/fakes/discord.ts'
import { startWhatsapp, WHATSAPP } from '../kit/fakes/whatsapp.ts'
import type { Api } from '../kit/api.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

const SID = 'AC0123456789abcdef'
const TOKEN = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'

let whatsapp: Awaited<ReturnType<typeof startWhatsapp>>
let discord: Awaited<ReturnType<typeof startDiscord>>
let stage: StaffStage
let api: Api
let page: Page

beforeAll(async () => {
  ;[whatsapp, discord] = [await startWhatsapp(), await startDiscord()]
  stage = await openStaffStage({
    connectors: {
      whatsapp: connector(
        whatsappAccount,
        (deps) => whatsappChannel({ ...deps, baseUrl: whatsapp.url }),
        CONNECTORS.whatsapp!.setup,
        { tryOut: (deps) => tryWhatsapp({ ...deps, baseUrl: whatsapp.url }) },
      ),
      discord: connector(
        discordAccount,
        (deps) => discordChannel({ ...deps, baseUrl: discord.url }),
        CONNECTORS.discord!.setup,
        { tryOut: (deps) => tryDiscord({ ...deps, baseUrl: discord.url }) },
      ),
    },
  })
  api = (await stage.found()).api
  page = await stage.signIn(undefined, '/settings/channels')
})
afterAll(async () => {
  await stage.close()
  await Promise.all([whatsapp.close(), discord.close()])
})

const sms = async (): Promise<any> =>
  (await api.get('/channels')).body.data.find(({ id }: { id: string }) => id === 'sms')
const row = (name: string): Locator =>
  page
    .getByRole('list', { name: 'All channels' })
    .getByRole('listitem')
    .filter({
      has: page.getByRole('link', { name: `CSAT rules of ${name}`, exact: true }),
    })
const drawer = (): Locator => page.getByRole('dialog', { name: 'SMS', exact: true })
const field = (name: string): Locator => drawer().getByLabel(name, { exact: true })
const look = async (name: string): Promise<void> => expect(await findings(stage, page, name)).toEqual([])

/** A survey that no provider is asked about: there is none on its channel. */
async function loseOne(): Promise<void> {
  await api.put('/settings/csat', { preset: 'per_resolution', policy: { enabled: true } })
  const contact = {
    external_id: 'c1',
    name: 'Cleo Customer',
    addresses: { messenger: '24711000710001' },
    kind: 'user',
  }
  const { body } = await api.post('/conversations', { channel: 'messenger', contact })
  await api.post(`/conversations/${body.id}/status`, { status: 'resolved' })
  await stage.settle()
}

describe('Settings → Channels', () => {
  it('C15: every channel says how it stands', async () => {
    await row('SMS').getByText('Not connected').waitFor()
    expect(await page.getByRole('list', { name: 'All channels' }).getByRole('listitem').count()).toBe(12)
    await row('Web chat').getByText('Built in').waitFor()
    await row('Web voice').getByText('no mail server yet').waitFor()
    await page.getByText('Everything was delivered').waitFor()
    await look('channels')
  })

  it('C15: what is missing or wrong is said at its field, and nothing is stored', async () => {
    await row('SMS').getByRole('button', { name: 'Connect SMS' }).click()
    await drawer().getByText('is shown here once the channel is connected').waitFor()
    await drawer().getByRole('button', { name: 'Connect', exact: true }).click()
    await drawer().getByText('Enter the account SID').waitFor()
    await field('Account SID').fill('short')
    await field('Auth token').fill(TOKEN)
    await field('Sender').fill('+1555')
    await drawer().getByRole('button', { name: 'Connect', exact: true }).click()
    await drawer().getByText('An account SID looks like').waitFor()
    await drawer().getByText('Use a number such as').waitFor()
    expect((await sms()).state).toBe('disconnected')
    await look('channels-invalid')
  })

  it('C15: connected, it shows the address for the provider and never the secret again', async () => {
    await field('Account SID').fill(SID)
    await field('Sender').fill('+15551234567')
    // Nothing listens there.
    await field('API address (optional)').fill('https://127.0.0.1:9')
    await field('Auth token').press('Enter')
    await page.getByText('SMS is saved, but does not work yet').waitFor()
    await drawer().getByRole('alert').getByText('The provider could not be reached.').waitFor()
    await drawer().getByText('No provider can reach this address').waitFor()
    const { hook_url: url, fields } = await sms()
    await drawer().getByText(url).waitFor()
    await drawer().getByText('in the Twilio console').waitFor()
    await drawer().getByRole('button', { name: 'Copy the address' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(url)
    expect(await field('Auth token').inputValue()).toBe('')
    expect(await field('Auth token').getAttribute('placeholder')).toBe('•••• c5d6, leave empty to keep')
    expect(JSON.stringify(fields)).not.toContain(TOKEN)
    expect(await page.content()).not.toContain(TOKEN)
    await look('channels-connected')
  })

  it('C15: another sender keeps the token that was left empty', async () => {
    await field('Sender').fill('+15557654321')
    await drawer().getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('SMS is saved, but does not work yet').last().waitFor()
    await expect
      .poll(async () => (await sms()).fields.find(({ name }: any) => name === 'sender').value)
      .toBe('+15557654321')
    const { state, fields } = await sms()
    expect(state).toBe('failing')
    expect(fields.find(({ name }: any) => name === 'auth_token')).toMatchObject({ set: true, last4: 'c5d6' })
  })

  it('C15: another API address wants the token again, and says so at its field', async () => {
    await field('API address (optional)').fill('https://127.0.0.1:10')
    await expect.poll(() => field('Auth token').getAttribute('placeholder')).toBe('•••• c5d6, enter it again')
    await drawer().getByRole('button', { name: 'Save', exact: true }).click()
    await drawer().getByText('Enter the auth token again: the server is another one.').waitFor()
    await expect.poll(() => field('Auth token').getAttribute('aria-invalid')).toBe('true')
    await look('channels-led-elsewhere')
    await field('API address (optional)').fill('https://127.0.0.1:9')
    await expect
      .poll(() => field('Auth token').getAttribute('placeholder'))
      .toBe('•••• c5d6, leave empty to keep')
    await field('API address (optional)').fill('https://127.0.0.1:10')
    await field('Auth token').fill(TOKEN)
    await drawer().getByRole('button', { name: 'Save', exact: true }).click()
    await expect
      .poll(async () => (await sms()).fields.find(({ name }: any) => name === 'api_url').value)
      .toBe('https://127.0.0.1:10')
    await expect.poll(() => field('Auth token').inputValue()).toBe('')
  })

  it('C15: a test says what became of it, and the list says that the channel does not work', async () => {
    await drawer().getByRole('button', { name: 'Send a test' }).click()
    await drawer().getByText('Enter where the test goes').waitFor()
    await field('To').fill('0170 1234567')
    await field('To').press('Enter')
    await drawer().getByText('This is not a phone number with its country code').waitFor()
    await field('To').fill('+15550001111')
    await field('To').press('Enter')
    await drawer()
      .getByRole('status')
      .filter({ hasText: /\w+ .*\./ })
      .waitFor()
    await expect.poll(async () => (await sms()).state).toBe('failing')
    await look('channels-tested')
    await page.keyboard.press('Escape')
    await drawer().waitFor({ state: 'detached' })
    await page.reload()
    await row('SMS').getByText('Not working').waitFor()
    await row('SMS')
      .getByText((await sms()).last_error)
      .waitFor()
    // What follows calls goes by the same account.
    await row('Phone').getByText('Not working').waitFor()
    expect(await row('Phone').getByRole('button').count()).toBe(0)
  })

  it('O3: the other ways are put in order by keyboard', async () => {
    const order = async () => (await api.get('/channels')).body.fallback
    for (const name of ['Email', 'SMS']) {
      await page.getByRole('button', { name: 'Add a way' }).press('Enter')
      await page.getByRole('menuitem', { name, exact: true }).press('Enter')
      await page.getByRole('button', { name: `Remove ${name}`, exact: true }).waitFor()
    }
    await expect.poll(order).toEqual(['email', 'sms'])
    await page.getByRole('button', { name: 'Move SMS up' }).press('Enter')
    await expect.poll(order).toEqual(['sms', 'email'])
    // First now, so the focus is where it can still move.
    await page.locator('[data-way="sms-down"]:focus').waitFor()
    await page.getByText('Not connected, so it is passed over').waitFor()
    await page.getByRole('button', { name: 'Remove Email' }).click()
    await expect.poll(order).toEqual(['sms'])
  })

  it('O3: what was not delivered is listed with its reason, and can be tried again', async () => {
    await loseOne()
    await page.reload()
    const letters = page.getByRole('list', { name: 'Not delivered' })
    const letter = letters.getByRole('listitem').filter({ hasText: 'Cleo Customer' })
    await letter.scrollIntoViewIfNeeded()
    const { body } = await api.get('/deliveries?state=dead')
    await letter.getByText(body.data[0].error).waitFor()
    const link = letter.getByRole('link', { name: 'Open the conversation with Cleo Customer' })
    expect(await link.getAttribute('href')).toBe(`/inbox/${body.data[0].conversation_id}`)
    await look('channels-dead')
    // The page scrolls within its frame, the document never.
    const root = 'document.documentElement'
    expect(await page.evaluate(`${root}.scrollHeight - ${root}.clientHeight`)).toBe(0)
    await letter.getByRole('button', { name: 'Retry' }).click()
    await page.getByText('The survey is on its way again').waitFor()
    await page.getByText('Everything was delivered').waitFor()
    expect((await api.get(`/surveys/${body.data[0].survey_id}`)).body.state).toBe('scheduled')
  })

  it('O3: the CSAT rules of SMS count segments', async () => {
    await row('SMS').getByRole('link', { name: 'CSAT rules of SMS' }).click()
    const rules = page.getByRole('dialog', { name: 'SMS: rules of its own' })
    await rules.getByRole('combobox', { name: 'Set a rule for this channel' }).click()
    await page.getByRole('option', { name: 'Question', exact: true }).click()
    const question = rules.getByRole('textbox', { name: 'Question', exact: true })
    await question.fill('How was it?')
    await rules.getByText('11 characters · 1 segment').waitFor()
    await question.fill(`${'x'.repeat(69)}😍`)
    await rules.getByText(/^70 characters · [23] segments/).waitFor()
    await rules.getByText('😍 is outside the SMS alphabet').waitFor()
    await look('channels-segments')
    await rules.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  })

  it('C15: disconnecting asks first, and forgets the account', async () => {
    await page.getByRole('link', { name: 'Channels', exact: true }).click()
    await row('SMS').getByRole('button', { name: 'Manage SMS' }).click()
    await drawer().getByRole('button', { name: 'Disconnect' }).click()
    const question = page.getByRole('dialog', { name: 'Disconnect SMS?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    expect((await sms()).source).toBe('account')
    await drawer().getByRole('button', { name: 'Disconnect' }).click()
    await question.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByText('SMS is disconnected').waitFor()
    await row('SMS').getByRole('button', { name: 'Connect SMS' }).waitFor()
    expect(await sms()).toMatchObject({ state: 'disconnected', hook_url: null })
  })

  it('C15: what Candor makes itself is no question, and what must be pasted at Meta is shown to copy', async () => {
    await page.getByRole('button', { name: 'Connect WhatsApp' }).click()
    const dialog = page.getByRole('dialog', { name: 'WhatsApp', exact: true })
    await dialog.getByLabel('Phone number ID').fill(WHATSAPP.phone_number_id)
    await dialog.getByLabel('Access token', { exact: true }).fill('EAAJguessed_token')
    await dialog.getByLabel('App secret', { exact: true }).fill(WHATSAPP.app_secret)
    expect(await dialog.getByRole('textbox', { name: 'Verify token' }).count()).toBe(0)
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByText('The provider refused the login.').waitFor()
    await look('channels-refused-login')
    await dialog.getByLabel('Access token', { exact: true }).fill(WHATSAPP.access_token)
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByRole('button', { name: 'Copy the verify token' }).click()
    const { body } = await api.get('/channels')
    const { fields } = body.data.find(({ id }: any) => id === 'whatsapp')
    const token = fields.find(({ name }: any) => name === 'verify_token').value
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token)
    await look('channels-made')
    await page.keyboard.press('Escape')
    await row('WhatsApp').getByText('Connected', { exact: true }).waitFor()
    await api.delete('/channels/whatsapp')
    await page.getByRole('button', { name: 'Connect Telegram' }).click()
    const telegram = page.getByRole('dialog', { name: 'Telegram', exact: true })
    await telegram.getByLabel('Bot token', { exact: true }).waitFor()
    expect(await telegram.getByText('Webhook secret').count()).toBe(0)
    await page.keyboard.press('Escape')
  })

  it('C15: a stored secret that is not needed can be removed', async () => {
    await page.getByRole('button', { name: 'Connect Discord' }).click()
    const dialog = page.getByRole('dialog', { name: 'Discord', exact: true })
    await dialog.getByLabel('Application ID').fill(DISCORD.application_id)
    await dialog.getByLabel('Public key').fill('ab'.repeat(32))
    await dialog.getByLabel('Bot token', { exact: true }).fill(DISCORD.bot_token)
    await dialog.getByLabel('Client secret (optional)', { exact: true }).fill(DISCORD.client_secret)
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByText('which has another public key').waitFor()
    await dialog.getByLabel('Public key').fill(DISCORD.public_key)
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByRole('button', { name: 'Remove the stored Client secret' }).click()
    await dialog.getByPlaceholder('removed when you save').waitFor()
    await look('channels-removing')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByRole('button', { name: 'Keep it' }).waitFor({ state: 'detached' })
    expect(await dialog.getByRole('button', { name: 'Remove the stored Client secret' }).count()).toBe(0)
    const { body } = await api.get('/channels')
    const { fields } = body.data.find(({ id }: any) => id === 'discord')
    expect(fields.find(({ name }: any) => name === 'client_secret').set).toBe(false)
    await page.keyboard.press('Escape')
    await api.delete('/channels/discord')
  })

  it('J6: without a mail server the portal’s settings and its way in say that nobody gets a link', async () => {
    await page.goto('/settings/portal')
    await page.getByText('Customers cannot sign in by mail').waitFor()
    await look('portal-no-mail')
    const { url } = (await api.get('/settings/portal')).body
    const stranger = await stage.visit(new URL(url).pathname)
    await stranger.getByText('Sign-in by email is not set up here.').waitFor()
    expect(await findings(stage, stranger, 'sign-in-no-mail')).toEqual([])
  })

  it('J11: ⌘K leads there, and no page threw', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Where to?' }).fill('whatsapp')
    await page.getByRole('option', { name: /^Channels/ }).waitFor()
    expect(stage.errors).toEqual([])
  })
})
