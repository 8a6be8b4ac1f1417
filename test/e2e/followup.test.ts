import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OWNER } from '../kit/app.ts'
import type { Api } from '../kit/api.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

const HOUR = 3_600_000
const PASSWORD = 'a password of some length'

let stage: StaffStage
let api: Api
let team: { id: string }
let ana: { id: string; email: string }
let page: Page

beforeAll(async () => {
  stage = await openStaffStage()
  ;({ api } = await stage.found())
  team = (await api.post('/teams', { name: 'Billing' })).body
  ana = await member('Ana Agent', 'agent')
  await member('Lea Lead', 'lead')
  await api.put('/settings/csat', {
    preset: 'on_close',
    policy: { enabled: true, eligibility: { min_characters: 0 } },
  })
  page = await stage.signIn({ email: ana.email, password: PASSWORD }, '/cases')
})
afterAll(() => stage.close())

async function member(name: string, role: string): Promise<{ id: string; email: string }> {
  const email = `${name.split(' ')[0]!.toLowerCase()}@acme.test`
  const made = (await api.post('/members', { name, email, role, team_ids: [team.id] })).body
  await stage.setPassword(email, PASSWORD)
  return made
}

/** What the element with the focus says. */
const focused = (of: Page): Promise<string> => of.evaluate('document.activeElement.textContent')
const rows = (of: Page) => of.locator('a[data-row]')

/** A conversation of Ana's, closed, and rated by its customer. */
async function rated(name: string, subject: string, score: number, comment?: string): Promise<string> {
  const contact = {
    external_id: name,
    name,
    email: `${name.split(' ')[0]!.toLowerCase()}@example.com`,
    kind: 'user',
  }
  const conversation = (
    await api.post('/conversations', {
      channel: 'web_chat',
      contact,
      subject,
      team_id: team.id,
      assignee_id: ana.id,
    })
  ).body
  const say = (author: object, body: string) =>
    api.post(`/conversations/${conversation.id}/messages`, { author, body })
  await say({ kind: 'contact' }, `Hello, about ${subject.toLowerCase()}: it does not work.`)
  await say({ kind: 'teammate', id: ana.id }, 'Please try once more.')
  const { survey } = (
    await api.post(`/conversations/${conversation.id}/status`, { status: 'closed', survey: 'send' })
  ).body
  await stage.settle()
  await api.post(new URL(survey.url).pathname, { score, ...(comment ? { comment } : {}) })
  await stage.settle()
  return conversation.id
}

describe('the queue', () => {
  it('C1: while nobody is asked, the page does not say that everybody has heard back', async () => {
    await api.put('/settings/csat', { policy: { enabled: false } })
    await page.getByRole('heading', { name: 'No case is open' }).waitFor()
    await page.getByText('CSAT is off').waitFor()
    expect(await findings(stage, page, 'empty-off')).toEqual([])
    await api.put('/settings/csat', { policy: { enabled: true } })
  })

  it('A7: nobody waits, and the page says what will be here', async () => {
    await page.getByRole('heading', { name: 'Nobody waits' }).waitFor()
    expect(await findings(stage, page, 'empty')).toEqual([])
  })

  it('A6: a low answer appears by itself, says so, and is counted beside the name', async () => {
    await rated('Mira Mendes', 'The invoice of May', 1, 'I was charged twice, and nobody told me why.')
    await page.getByText('Follow up with Mira Mendes').waitFor()
    await rows(page).first().waitFor()
    expect(await rows(page).first().textContent()).toMatch(/1 · Terrible.*Mira Mendes.*New.*due in 23 h/s)
    await page.getByRole('link', { name: 'Follow-up 1 of yours' }).waitFor()
    // Without a mail server it waits in the bell, also over a reload.
    await page.reload()
    await page.getByRole('button', { name: 'Notices, 1 new' }).click()
    const bell = page.getByRole('dialog', { name: 'Notices' })
    await bell.getByText('Mira Mendes rated 1 of 5 (Terrible).').waitFor()
    expect(await findings(stage, page, 'bell')).toEqual([])
    await page.keyboard.press('Escape')
    await rated('Tom Okafor', 'Parcel at the wrong door', 2, 'The driver left it in the rain. Again.')
    await rated('Yuki Sato', 'Wrong size', 2)
    await rated('Emma Berg', 'A question on fees', 5, 'Lovely!')
    await expect.poll(() => rows(page).count()).toBe(3)
    await rated('Noor Haddad', 'Password reset', 1, 'Three days for a password?')
    await expect.poll(() => rows(page).count()).toBe(4)
    // As they would stand after a while.
    for (const [name, hours] of [
      ['Mira Mendes', -2.5],
      ['Tom Okafor', 1.4],
      ['Yuki Sato', 9],
    ] as const) {
      await stage.app.pool.query(
        `update cases set due_at = $1 from contacts where contacts.id = contact_id and contacts.name = $2`,
        [new Date(stage.clock.now() + hours * HOUR), name],
      )
    }
    await page.reload()
    await rows(page).nth(3).waitFor()
    const clocks = (await rows(page).allTextContents()).map(
      (row) => /(due in|overdue) \d+ (min|h)/.exec(row)?.[0],
    )
    expect(clocks).toEqual([
      'overdue 2 h',
      expect.stringMatching(/^due in 8\d min$/),
      'due in 8 h',
      'due in 23 h',
    ])
    expect(await findings(stage, page, 'queue')).toEqual([])
  })

  it('A7: keys act on the row one stands on, before it is open', async () => {
    const pane = page.getByRole('region', { name: 'Case', exact: true })
    await page.locator('#content').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.locator('a[data-row][data-marked]', { hasText: 'Tom Okafor' }).waitFor()
    await page.getByRole('note', { name: 'Keys for the queue' }).waitFor()
    expect(await findings(stage, page, 'marked')).toEqual([])
    await page.keyboard.press('e')
    await page.getByRole('dialog', { name: 'What came of it?' }).waitFor()
    await page.keyboard.press('Escape')
    await pane.getByRole('heading', { level: 2, name: 'Tom Okafor' }).waitFor()
    await page.locator('#content').focus()
    await page.keyboard.press('Escape')
    await pane.getByRole('heading', { name: 'Pick a case' }).waitFor()
    await page.keyboard.press('r')
    await pane.getByRole('heading', { level: 2, name: 'Tom Okafor' }).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await pane.getByRole('heading', { name: 'Pick a case' }).waitFor()
    await page.keyboard.press('k')
    await page.keyboard.press('a')
    await pane.getByRole('heading', { level: 2, name: 'Mira Mendes' }).waitFor()
    await page.getByRole('menuitem', { name: 'Lea Lead' }).waitFor()
    // Hers already: the others first, and on the first of them the key stands.
    const names = ['Lea Lead', 'Olivia Owner', 'Ana Agent', 'Nobody']
    const owners = page.getByRole('menu').getByRole('menuitem')
    expect((await owners.allTextContents()).map((name) => name.trim())).toEqual(names)
    expect(await owners.nth(2).getAttribute('aria-current')).toBe('true')
    await expect.poll(() => focused(page)).toBe('Lea Lead')
    expect(await findings(stage, page, 'owners')).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('#content').focus()
    await page.keyboard.press('c')
    await page.getByRole('dialog', { name: 'Has the customer heard back?' }).waitFor()
    await expect.poll(() => focused(page)).toBe('Mark as contacted')
    await page.keyboard.press('Escape')
    await page.goto('/cases')
    await rows(page).nth(3).waitFor()
    // What was opened is no news any more.
    await page.getByRole('button', { name: 'Notices, 2 new' }).waitFor()
  })

  it('A7: the key that gives a case away stands on “Take it on”, however late the list of owners comes', async () => {
    const pane = page.getByRole('region', { name: 'Case', exact: true })
    const { id } = (await api.get('/cases?q=Noor')).body.data[0]
    const lea = (await api.get('/members')).body.data.find(({ name }: any) => name === 'Lea Lead')
    await api.patch(`/cases/${id}`, { owner_id: lea.id })
    await page.goto('/cases?q=Noor')
    await rows(page).first().waitFor()
    let answer = (): void => {}
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/owners', async (route) => {
      await held
      await route.continue()
    })
    await page.locator('#content').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.getByRole('menu').waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.role')).toBe('menu')
    await page.keyboard.press('Enter')
    answer()
    await expect.poll(() => focused(page)).toBe('Take it on')
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await pane.getByRole('button', { name: 'Owner: Lea Lead' }).waitFor()
    await page.unroute('**/owners')
    // Now that the owners are known.
    await page.locator('#content').focus()
    await page.keyboard.press('a')
    await page.getByRole('menu').waitFor()
    await expect.poll(() => focused(page)).toBe('Take it on')
    await page.keyboard.press('Enter')
    await pane.getByRole('button', { name: 'Owner: Ana Agent' }).waitFor()
    await page.goto('/cases')
    await rows(page).nth(3).waitFor()
  })

  it('A7, I21: by keyboard: down the queue, read, reply right there; a reply is contact', async () => {
    await page.locator('#content').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const pane = page.getByRole('region', { name: 'Case', exact: true })
    await pane.getByRole('heading', { name: 'Mira Mendes' }).waitFor()
    await pane.getByRole('textbox').waitFor()
    await pane.getByText('A follow-up was opened').waitFor()
    expect(await findings(stage, page, 'case')).toEqual([])
    await page.keyboard.press('j')
    await pane.getByRole('heading', { name: 'Tom Okafor' }).waitFor()
    await page.keyboard.press('k')
    await pane.getByRole('heading', { name: 'Mira Mendes' }).waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('I am sorry. The second charge is on its way back to you.')
    await page.keyboard.press('Control+Enter')
    await expect
      .poll(async () => (await api.get('/cases?state=all&q=Mira')).body.data[0].conversation_id)
      .toBeTruthy()
    await expect
      .poll(async () => {
        await stage.settle()
        return (await api.get('/cases?q=Mira')).body.data[0].state
      })
      .toBe('contacted')
    await pane.getByText(/contacted after/).waitFor()
    await page.keyboard.press('Escape')
    await pane.getByText('History').click()
    await pane.getByText('The customer heard back').waitFor()
    expect(await findings(stage, page, 'contacted')).toEqual([])
  })

  it('A7: closed with what came of it, by keyboard, and on to the next', async () => {
    const pane = page.getByRole('region', { name: 'Case', exact: true })
    await page.locator('#content').focus()
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog', { name: 'What came of it?' })
    await dialog
      .getByRole('radio', { name: /Recovered/ })
      .first()
      .waitFor()
    await dialog.getByRole('button', { name: 'Close the case' }).click()
    await dialog.getByText('Choose what came of it.').waitFor()
    await dialog.getByRole('radio', { name: /Not recovered/ }).focus()
    await page.keyboard.press('1')
    expect(await findings(stage, page, 'close')).toEqual([])
    await dialog.getByLabel(/Note for the team/).fill('Refunded, and a voucher sent.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Closed: Recovered').first().waitFor()
    await pane.getByRole('heading', { name: 'Tom Okafor' }).waitFor()
    expect((await api.get('/cases?state=closed')).body.data).toMatchObject([
      { outcome: 'recovered', note: 'Refunded, and a voucher sent.' },
    ])
  })

  it('A6: given to somebody else and back, more time, and contacted in another way', async () => {
    const pane = page.getByRole('region', { name: 'Case', exact: true })
    await page.locator('#content').focus()
    await page.keyboard.press('a')
    await page.getByRole('menuitem', { name: 'Lea Lead' }).click()
    await page.getByRole('status').getByText('Given to Lea Lead').waitFor()
    await pane.getByRole('button', { name: 'Owner: Lea Lead' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await pane.getByRole('button', { name: 'Owner: Ana Agent' }).waitFor()
    await pane.getByRole('button', { name: /Change the time/ }).click()
    expect(await findings(stage, page, 'time')).toEqual([])
    await page.getByRole('menuitem', { name: 'In 3 days' }).click()
    await page.getByText('The time was changed').waitFor()
    expect(await findings(stage, page, 'toast')).toEqual([])
    await page.locator('#content').focus()
    await page.keyboard.press('c')
    const question = page.getByRole('dialog', { name: 'Has the customer heard back?' })
    await question.getByRole('button', { name: 'Mark as contacted' }).click()
    await pane.getByText(/contacted after/).waitFor()
  })

  it('A7: the views, the search, and nothing found leads back', async () => {
    await page.goto('/cases')
    await rows(page).nth(2).waitFor()
    await page.getByRole('link', { name: /^Closed/ }).click()
    await expect.poll(() => rows(page).count()).toBe(1)
    await rows(page).first().click()
    await page.getByRole('button', { name: 'Open again' }).waitFor()
    expect(await findings(stage, page, 'closed')).toEqual([])
    await page.goto('/cases?view=mine')
    await rows(page).nth(2).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('password')
    await expect.poll(() => rows(page).count()).toBe(1)
    await page.getByRole('searchbox').fill('xylophone')
    await page.getByRole('heading', { name: 'No case matches' }).waitFor()
    expect(await findings(stage, page, 'no-match')).toEqual([])
    await page.getByRole('link', { name: 'Clear search and team' }).click()
    await rows(page).nth(2).waitFor()
    await page.goto('/cases/01900000-0000-7000-8000-000000000000')
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    expect(await findings(stage, page, 'missing')).toEqual([])
  })

  it('A6: opened by hand from a conversation', async () => {
    const { data } = (await api.get('/conversations?q=Emma')).body
    await page.goto(`/inbox/${data[0].id}?status=all`)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Open a follow-up' }).click()
    await page.getByText('A follow-up is open').waitFor()
    await page.waitForURL(/\/cases\/[0-9a-f-]+/)
    await page.getByText('Opened by hand').first().waitFor()
    await page.getByRole('main').getByRole('heading', { name: 'Emma Berg' }).waitFor()
  })
})

describe('how it went', () => {
  it('A7: the page of numbers says time to contact, recovery with what it is made of, and outcomes', async () => {
    const open = (await api.get('/cases')).body.data
    const ends = ['recovered', 'recovered', 'no_answer', 'not_recovered']
    for (const [at, { id }] of open.entries()) {
      await api.post(`/cases/${id}/close`, { outcome: ends[at % ends.length] })
    }
    const owner = await stage.signIn(OWNER, '/satisfaction/follow-up')
    await owner.getByText('Time to contact').waitFor()
    await owner.getByText(/\(95 % sure\) · \d cases/).waitFor()
    expect(await findings(stage, owner, 'report')).toEqual([])
  })

  it('A6: without a mail server, follow-up’s settings say so and lead on; a phone has the bell, too', async () => {
    const owner = await stage.signIn(OWNER, '/settings/csat')
    const note = owner.getByRole('note').filter({ hasText: 'No mail server is connected' })
    await note.waitFor()
    await note.scrollIntoViewIfNeeded()
    expect(await findings(stage, owner, 'no-mail')).toEqual([])
    await note.getByRole('link', { name: 'See the channels' }).click()
    await owner.getByRole('heading', { level: 1, name: 'Channels' }).waitFor()
    await rated('Ivy Lang', 'Late once more', 1, 'It came a week late, and the box was open.')
    await page.setViewportSize({ width: 360, height: 740 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto('/cases')
    await page.getByRole('button', { name: 'Notices, 1 new' }).click()
    const bell = page.getByRole('dialog', { name: 'Notices' })
    await bell.getByRole('link').first().waitFor()
    await stage.shot(page, 'bell-phone')
    await page.getByRole('button', { name: 'Mark all as seen' }).click()
    await page.getByRole('button', { name: 'Notices', exact: true }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Notices', exact: true }).waitFor()
    // Also within a conversation, where the bar with the navigation is not.
    const { data } = (await api.get('/conversations?q=Ivy&status=all')).body
    await page.goto(`/inbox/${data[0].id}?status=all`)
    await page.getByRole('heading', { level: 1, name: 'Ivy Lang' }).waitFor()
    await page.getByRole('button', { name: 'Notices', exact: true }).click()
    await bell.getByText('Ivy Lang rated 1 of 5 (Terrible).').waitFor()
    expect(await findings(stage, page, 'bell-conversation')).toEqual([])
  })

  it('A7: whoever it is has the same colour on every screen', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    const colours = (name: string) =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('[data-initials="${name}"]')].map((each) => getComputedStyle(each).backgroundColor)`,
      )
    const seen = new Set<string>()
    for (const path of ['/cases', '/inbox?status=all', '/responses']) {
      await page.goto(path)
      await rows(page).first().waitFor()
      // In the rows, and at the foot of the navigation.
      await expect.poll(async () => (await colours('AA')).length).toBeGreaterThan(1)
      for (const colour of await colours('AA')) seen.add(colour)
    }
    expect([...seen]).toHaveLength(1)
  })

  it('C13: whose role sees no answer reads that, not that nobody waits', async () => {
    await api.put('/settings/csat', { policy: { visibility: { individual_roles: ['owner', 'admin'] } } })
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto('/cases')
    await page.getByRole('heading', { name: 'Follow-ups are not open to you' }).waitFor()
    // Neither tabs that count nothing, nor a way that leads here.
    await page.getByRole('navigation', { name: 'Which cases' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Follow-up', exact: true }).waitFor({ state: 'detached' })
    expect(await findings(stage, page, 'no-access')).toEqual([])
    await page.goto('/satisfaction/follow-up?channel=discord')
    await page.getByRole('heading', { level: 1, name: 'Recovery' }).waitFor()
    await page.getByRole('heading', { name: 'Follow-ups are not open to you' }).waitFor()
    expect(await findings(stage, page, 'report-no-access')).toEqual([])
  })

  it('A7: no page threw', () => {
    expect(stage.errors).toEqual([])
  })
})
