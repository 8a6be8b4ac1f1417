import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../kit/api.ts'
import { OWNER } from '../kit/app.ts'
import { findings as findingsOf } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

let stage: StaffStage
let api: Api
let seen = 0

beforeAll(async () => {
  stage = await openStaffStage()
})
afterAll(() => stage.close())

/** What is wrong with the page as it stands, in each of the looks. */
function findings(page: Page, name: string): Promise<string[]> {
  seen += 1
  return findingsOf(stage, page, name)
}

describe('before sign-in', () => {
  it('J11: set-up', async () => {
    const page = await stage.visit('/setup')
    await page.getByRole('button', { name: 'Create the workspace' }).waitFor()
    expect(await findings(page, 'setup')).toEqual([])
    await page.getByRole('button', { name: 'Create the workspace' }).click()
    await page.getByText('Use at least 10 characters').waitFor()
    expect(await findings(page, 'setup-wrong')).toEqual([])
    const made = await stage.found()
    api = made.api
  })

  it('J11: sign-in, forgotten password, new password, dead link', async () => {
    const page = await stage.visit('/sign-in')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await findings(page, 'sign-in')).toEqual([])
    await page.goto('/forgot-password')
    await page.getByText('has no mail server yet').waitFor()
    expect(await findings(page, 'forgot')).toEqual([])
    await page.goto('/reset-password?token=abc')
    await page.getByLabel('New password').fill('a fairly good password')
    expect(await findings(page, 'reset')).toEqual([])
    await page.goto('/reset-password')
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    expect(await findings(page, 'reset-dead')).toEqual([])
  })
})

describe('the staff app', () => {
  let page: Page
  let conversation: string
  let phonePage: Page

  it('J11: an empty inbox says what to do next', async () => {
    page = await stage.signIn(OWNER)
    await page.getByText('Your inbox is ready').waitFor()
    expect(await findings(page, 'inbox-empty')).toEqual([])
  })

  it('C1: the CSAT settings before anything was chosen', async () => {
    await page.goto('/settings/csat')
    await page.getByRole('heading', { name: 'Choose how to ask first' }).waitFor()
    expect(await findings(page, 'csat-untouched')).toEqual([])
  })

  it('O6: an inbox with conversations, one open, its contact, its reasons', async () => {
    conversation = await tell(api, stage)
    await page.goto('/inbox')
    await page.getByText('Cora Customer').first().waitFor()
    expect(await findings(page, 'inbox-list')).toEqual([])
    await page.goto(`/inbox/${conversation}`)
    await page.getByText('CSAT submitted').waitFor()
    expect(await findings(page, 'conversation')).toEqual([])
    await page.getByRole('button', { name: /^Status: / }).click()
    await page.getByRole('menuitemradio', { name: 'Closed' }).waitFor()
    expect(await findings(page, 'conversation-status')).toEqual([])
  })

  it('O11: the contact beside the conversation, also on a phone', async () => {
    phonePage = await stage.signIn(OWNER, `/inbox/${conversation}`, { viewport: { width: 360, height: 740 } })
    await phonePage.getByRole('button', { name: 'Contact details' }).click()
    await phonePage.getByRole('heading', { name: 'Ratings' }).waitFor()
    expect(await findings(phonePage, 'contact')).toEqual([])
  })

  it('J11: the CSAT settings with every rule, one wrong, and the history', async () => {
    await page.goto('/settings/csat')
    await page.getByText('Customers are asked').waitFor()
    expect(await findings(page, 'csat')).toEqual([])
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill('')
    await page.getByText('1 field needs another value').waitFor()
    await page.getByRole('textbox', { name: 'Question', exact: true }).scrollIntoViewIfNeeded()
    expect(await findings(page, 'csat-wrong')).toEqual([])
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Rules for Email/ }).click()
    await page.getByRole('dialog').getByText('follows the workspace').waitFor()
    expect(await findings(page, 'csat-channel')).toEqual([])
    await page.goto('/settings/csat')
    await page.getByRole('button', { name: 'History' }).click()
    await page.getByText('Version 2').waitFor()
    expect(await findings(page, 'csat-history')).toEqual([])
  })

  it('J11: members and the invitation', async () => {
    await page.goto('/settings/members')
    await page.getByText('Amir Agent').first().waitFor()
    expect(await findings(page, 'members')).toEqual([])
    await page.getByRole('button', { name: 'Invite a member' }).click()
    await page.getByRole('dialog').getByLabel('Email').waitFor()
    expect(await findings(page, 'invite')).toEqual([])
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Mia Mail')
    await page.getByRole('dialog').getByLabel('Email').fill('mia@acme.test')
    await page.getByRole('dialog').getByRole('button', { name: 'Send invitation' }).click()
    await page.getByText('Mia Mail was added, but no mail went out').waitFor()
    expect(await findings(page, 'invite-link')).toEqual([])
  })

  it('J11: API keys, none and some, and making one', async () => {
    await page.goto('/settings/api-keys')
    await page.getByText('Set-up').waitFor()
    expect(await findings(page, 'keys')).toEqual([])
    await page.getByRole('button', { name: 'Create a key' }).click()
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Order system')
    expect(await findings(page, 'key-new')).toEqual([])
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('Copy your key now').waitFor()
    expect(await findings(page, 'key-made')).toEqual([])
  })

  it('J11: general, web chat, audit log', async () => {
    for (const [path, heading] of [
      ['general', 'General'],
      ['web-chat', 'Web chat'],
      ['audit', 'Audit log'],
    ] as const) {
      await page.goto(`/settings/${path}`)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
      expect(await findings(page, path)).toEqual([])
    }
  })

  it('C5: a contact’s data is taken along, and the contact erased after a question', async () => {
    await page.goto(`/inbox/${conversation}`)
    await page.getByRole('button', { name: 'More about this contact' }).click()
    const arrives = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Export all data' }).click()
    expect((await arrives).suggestedFilename()).toMatch(/^contact-.*\.json$/)
    await page.getByRole('button', { name: 'More about this contact' }).click()
    await page.getByRole('menuitem', { name: 'Erase contact…' }).click()
    await page.getByRole('dialog').getByText('This cannot be undone').waitFor()
    expect(await findings(page, 'contact-erase')).toEqual([])
    await page.getByRole('button', { name: 'Erase for good' }).click()
    await page.getByText('Cora Customer was erased').waitFor()
    await page.getByRole('link', { name: /Cora Customer/ }).waitFor({ state: 'detached' })
  })

  it('J11: an address that leads nowhere, in and out of the app, and closed settings', async () => {
    await page.goto('/settings/nonsense')
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    expect(await findings(page, 'lost')).toEqual([])
    await page.goto('/inbox/01900000-0000-7000-8000-000000000000')
    await page.getByText('There is nothing here').waitFor()
    expect(await findings(page, 'lost-conversation')).toEqual([])
    await stage.setPassword('amir@acme.test', 'a long enough password')
    const agent = await stage.signIn(
      { email: 'amir@acme.test', password: 'a long enough password' },
      '/settings',
    )
    await agent.getByRole('heading', { name: 'The settings are not open to you' }).waitFor()
    expect(await findings(agent, 'settings-closed')).toEqual([])
  })
})

describe('what customers see', () => {
  let page: Page

  it('C7: the rating page: form, preselected, low score', async () => {
    const { url } = await ask(api)
    page = await stage.visit(url)
    await page.getByRole('button', { name: 'Send' }).waitFor()
    expect(await findings(page, 'rate-form')).toEqual([])
    await page.goto(`${url}?score=4`)
    expect(await page.locator('input[value="4"]').isChecked()).toBe(true)
    expect(await findings(page, 'rate-preselected')).toEqual([])
    await page.goto(`${url}?score=1`)
    expect(await findings(page, 'rate-low')).toEqual([])
  })

  it('C8: the thank-you', async () => {
    await page.locator('#comment').fill('It took three days to get a first answer.')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    expect(await findings(page, 'rate-thanks')).toEqual([])
  })

  it('J3, J5: withdrawn, expired and unknown links', async () => {
    const withdrawn = await ask(api)
    await api.post(`/surveys/${withdrawn.survey.id}/withdraw`)
    await page.goto(withdrawn.url)
    expect(await findings(page, 'rate-withdrawn')).toEqual([])
    await api.put('/settings/csat', { policy: { rating: { window: { from: 'sent', hours: 1 } } } })
    const expired = await ask(api)
    stage.clock.pass(2 * 3_600_000)
    await page.goto(expired.url)
    expect(await findings(page, 'rate-expired')).toEqual([])
    await page.goto('/s/nonsense')
    expect(await findings(page, 'rate-unknown')).toEqual([])
  })

  it('C6: the demo shop with the chat open', async () => {
    await page.goto('/demo')
    await page.locator('.launcher').waitFor()
    expect(await findings(page, 'shop')).toEqual([])
    await page.locator('.launcher').click()
    await page.locator('.composer textarea').waitFor()
    expect(await findings(page, 'shop-chat')).toEqual([])
  })

  it('C7: every screen was looked at, and none threw', () => {
    expect(seen).toBeGreaterThan(30)
    expect(stage.errors).toEqual([])
  })
})

/** A workspace at work: two colleagues, CSAT on, a few conversations. Answers with the one that was rated. */
async function tell(as: Api, stage: StaffStage): Promise<string> {
  await as.put('/settings/csat', { preset: 'on_close', policy: { enabled: true, scope: 'conversation' } })
  const { id: agent } = (
    await as.post('/members', { name: 'Amir Agent', email: 'amir@acme.test', role: 'agent' })
  ).body
  await as.post('/teams', { name: 'Returns', member_ids: [agent] })
  const begin = async (name: string, subject: string, channel = 'web_chat'): Promise<string> => {
    const contact = {
      external_id: name,
      name,
      email: `${name.split(' ')[0]}@example.com`.toLowerCase(),
      kind: 'user',
    }
    return (
      await as.post('/conversations', { channel, contact, subject, tags: ['delivery'], assignee_id: agent })
    ).body.id
  }
  const say = (id: string, kind: string, body: string) =>
    as.post(`/conversations/${id}/messages`, {
      author: kind === 'teammate' ? { kind, id: agent } : { kind },
      body,
    })
  const rated = await begin('Cora Customer', 'The teapot arrived with a chip in its spout', 'email')
  await say(rated, 'contact', `Hello, ${'the teapot I ordered last week came with a chip. '.repeat(4)}`)
  await say(rated, 'teammate', 'I am sorry to hear that. A new one leaves our shop today, free of charge.')
  await as.post(`/conversations/${rated}/status`, { status: 'closed', survey: 'send' })
  await stage.settle()
  const { url } = (await as.get(`/surveys?conversation_id=${rated}`)).body.data[0]
  await as.post(new URL(url).pathname, { score: 5, comment: 'Quick and kind. Thank you!' })
  await as.post(`/conversations/${rated}/status`, { status: 'open' })
  const long = await begin(
    'Maximiliane von Hohenstein-Wittelsbach',
    'A-very-long-subject-without-any-blank-in-it-that-does-not-fit-anywhere',
  )
  await say(long, 'contact', 'Do-you-have-this-in-another-colour-or-another-size-or-another-material?')
  await say(await begin('Ned Nightingale', 'Opening hours'), 'contact', 'When are you open on Saturdays?')
  return rated
}

let asked = 0

/** A survey of an ended conversation of its own, and its link. */
async function ask(as: Api): Promise<{ survey: { id: string }; url: string }> {
  const contact = { external_id: `asked-${++asked}`, name: 'Rita Rater', email: `rita${asked}@example.com` }
  const { id } = (await as.post('/conversations', { channel: 'email', contact })).body
  await as.post(`/conversations/${id}/messages`, { author: { kind: 'bot' }, body: 'Hello' })
  await as.post(`/conversations/${id}/status`, { status: 'closed', survey: 'skip' })
  const { status, body } = await as.post(`/conversations/${id}/survey-links`)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
