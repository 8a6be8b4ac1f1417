import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../kit/api.ts'
import { type MailServer, startMailServer } from '../kit/mail.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

let stage: StaffStage
let mail: MailServer
let api: Api
let page: Page

beforeAll(async () => {
  mail = await startMailServer()
  stage = await openStaffStage({ smtpUrl: mail.url })
  api = (await stage.found()).api
  const lead = { name: 'Lea Lead', email: 'lea@acme.test', role: 'lead' }
  await api.post('/members', lead)
  await stage.setPassword(lead.email, 'a fairly good password')
  await api.put('/settings/csat', {
    preset: 'per_resolution',
    policy: { enabled: true, follow_up: { open_case: false } },
  })
  page = await stage.signIn(undefined, '/settings/workflows')
})
afterAll(async () => {
  await stage.close()
  await mail.close()
})

const look = async (name: string): Promise<void> => expect(await findings(stage, page, name)).toEqual([])
const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
const menuItem = async (name: string | RegExp): Promise<void> =>
  page.getByRole('menuitem', { name }).first().click()
const only = async (): Promise<any> => (await api.get('/workflows')).body.data[0]
const hasFocus = (of: Locator): Promise<boolean> =>
  of.evaluate((each: any) => each === each.ownerDocument.activeElement)
const card = (text: string | RegExp): Locator => page.locator('[data-step] > button', { hasText: text })
const order = async (): Promise<string[]> =>
  page.locator('[data-step] > button > span:nth-child(2) > span:first-child').allTextContents()

/** A conversation that is resolved and rated; its id. */
async function rated(score: number): Promise<string> {
  const body = { channel: 'api', contact: { name: 'Cora Customer' }, subject: 'A chipped teapot' }
  const { id } = (await api.post('/conversations', body)).body
  const { survey } = (await api.post(`/conversations/${id}/status`, { status: 'resolved' })).body
  await stage.settle()
  await api.post(new URL(survey.url).pathname, { score, comment: 'It leaks' })
  await stage.settle()
  return id
}
/** Notices by mail: to whom, and the subject. */
const told = () =>
  mail.received
    .map(({ to, mail: { subject } }) => [to[0], subject])
    .filter(([, subject]) => subject?.includes('not happy'))
const statusOf = async (id: string): Promise<string> => (await api.get(`/conversations/${id}`)).body.status

describe('Settings → Workflows', () => {
  it('O9: without any it says what they are for, and offers templates', async () => {
    await page.getByText('Nothing happens by itself yet').waitFor()
    await look('workflows-none')
    await button('New workflow').click()
    await button(/^Low score/).waitFor()
    expect(await page.getByRole('dialog').getByRole('button', { name: /./ }).count()).toBeGreaterThan(4)
    await look('workflows-templates')
  })

  it('O9: a new one says nothing of what is wrong until it is to be saved; then each problem leads to its field', async () => {
    await button(/^From nothing/).click()
    await page.getByRole('heading', { level: 1, name: 'New workflow', exact: true }).waitFor()
    await page.getByText('Nothing happens yet. Add the first step.').waitFor()
    expect(await page.getByText('to fix').count()).toBe(0)
    await look('workflow-new')
    const bar = page.getByRole('region', { name: 'Save' })
    await bar.getByRole('button', { name: 'Save', exact: true }).click()
    const problems = page.getByRole('alert', { name: '2 things to fix' })
    await problems.waitFor()
    await look('workflow-problems')
    await problems.getByRole('button', { name: 'Name', exact: true }).click()
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    await expect.poll(() => hasFocus(name)).toBe(true)
    await name.fill('Unhappy customers')
    await page.getByRole('alert', { name: '1 thing to fix' }).getByRole('button', { name: 'Steps' }).click()
    await expect.poll(() => hasFocus(button('Add a step at the end'))).toBe(true)
    await button('Add a step at the end').click()
    await menuItem(/^Notify somebody/)
    // It was not there when everything was to be saved: nothing is said of it before it is touched.
    await page.getByRole('textbox', { name: 'Text', exact: true }).waitFor()
    await problems.waitFor({ state: 'detached' })
    expect(await page.getByText('to fix').count()).toBe(0)
    await look('workflow-new-step-clean')
    // Closed again: the problem opens its card.
    await card('Notify somebody').click()
    await bar.getByRole('button', { name: 'Save', exact: true }).click()
    const list = page.getByRole('alert', { name: '2 things to fix' })
    expect(await list.getByRole('button').allTextContents()).toEqual([
      'Step 1, Notify somebody, Subject',
      'Step 1, Notify somebody, Text',
    ])
    await list.getByRole('button', { name: 'Step 1, Notify somebody, Text', exact: true }).click()
    await expect.poll(() => hasFocus(page.getByRole('textbox', { name: 'Text', exact: true }))).toBe(true)
    await page.getByRole('link', { name: 'All workflows' }).click()
    await page.getByRole('button', { name: 'Leave' }).click()
    await page.getByText('Nothing happens by itself yet').waitFor()
  })

  it('O9: a score below 3 tells a supervisor and reopens: built by hand', async () => {
    await button('New workflow').click()
    await button(/^From nothing/).click()
    await page.getByLabel('Name').fill('Unhappy customers')
    await button(/^When/).click()
    await page.getByLabel('It starts when').first().waitFor()
    await look('workflow-trigger')
    await button(/^Only if/).click()
    await button('Add a condition').click()
    await page.getByLabel('Value').fill('3')
    await look('workflow-conditions')
    await button('Add a step at the end').click()
    await menuItem(/^Notify somebody/)
    await page.getByRole('textbox', { name: 'Subject' }).fill(' is not happy')
    await page.getByRole('textbox', { name: 'Subject' }).press('Home')
    await button('Insert: Subject').click()
    await menuItem('{{contact.name}}')
    await page.getByRole('textbox', { name: 'Subject' }).press('End')
    await page.getByRole('textbox', { name: 'Text' }).fill('They gave {{scor}} and said: {{comment|nothing}}')
    // Not while he writes: once he has left the field.
    expect(await page.getByText('to fix').count()).toBe(0)
    await page.getByRole('textbox', { name: 'Subject' }).focus()
    const bar = page.getByRole('region', { name: 'Save' })
    await bar.getByText('1 thing to fix', { exact: true }).waitFor()
    await look('workflow-wrong')
    await page
      .getByRole('textbox', { name: 'Text' })
      .fill('They gave {{score}} and said: {{comment|nothing}}')
    await button('Add a step at the end').click()
    await menuItem(/^Reopen/)
    await look('workflow-built')
    await button('Save').click()
    await page.getByText('Unhappy customers is saved').waitFor()
    expect(await only()).toMatchObject({
      enabled: false,
      conditions: { field: 'csat.score', operator: 'lt', value: 3 },
    })
  })

  it('O9: while it is off nothing happens; tried out it says what it would do', async () => {
    const id = await rated(2)
    await api.post('/conversations', { channel: 'api', contact: { name: 'Later Visitor' }, subject: 'Hello' })
    expect(await statusOf(id)).toBe('resolved')
    await button('Try it…').click()
    const choices = page.getByRole('list', { name: 'Choose a conversation' }).getByRole('listitem')
    await expect.poll(() => choices.count()).toBe(2)
    expect(await choices.first().textContent()).toMatch(/^Cora Customer: A chipped teapot.*would start$/)
    expect(await choices.last().textContent()).not.toContain('would start')
    await look('workflow-candidates')
    await page.getByRole('switch', { name: 'Only those it would start for' }).press('Space')
    await expect.poll(() => choices.count()).toBe(1)
    await choices.getByRole('button').click()
    await page.getByText('It would start').waitFor()
    await page.getByText('Would do').nth(1).waitFor()
    const rows = page.getByRole('dialog').getByRole('listitem')
    expect(await rows.first().textContent()).toMatch(
      /Step 1, Notify somebody: .*They gave 2 and said: It leaks/,
    )
    expect(await rows.last().textContent()).toContain('Step 2, Reopen: ')
    await look('workflow-tried')
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await stage.settle()
    expect([await statusOf(id), told()]).toEqual(['resolved', []])
  })

  it('O9: turned on, a low score is told to the lead and the conversation is open again', async () => {
    await page.getByRole('switch', { name: 'Turn Unhappy customers on or off' }).press('Space')
    await page.getByText('Unhappy customers is on').waitFor()
    const happy = await rated(5)
    const unhappy = await rated(2)
    expect([await statusOf(happy), await statusOf(unhappy)]).toEqual(['resolved', 'open'])
    expect(told()).toEqual([['lea@acme.test', 'Cora Customer is not happy']])
    await page.getByRole('tab', { name: 'Runs' }).click()
    const runs = page.getByRole('list', { name: 'Runs', exact: true })
    await runs.getByRole('button', { name: /^Finished\s?Cora Customer: A chipped teapot/ }).waitFor()
    await look('workflow-runs')
    await runs.getByRole('button').click()
    await page.getByText('Reopen').first().waitFor()
    await look('workflow-run')
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  })

  it('O9: steps move by keyboard, into branches and out, and a removed one comes back', async () => {
    await page.goto('/settings/workflows')
    await look('workflows-list')
    await button('New workflow').click()
    await button(/^Remind once/).click()
    await card('Wait').waitFor()
    await look('workflow-branch')
    expect(await order()).toEqual(['Wait', 'Branch', 'Make a survey link', 'Message the customer'])
    await card('Wait').focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(order).toEqual(['Branch', 'Wait', 'Make a survey link', 'Message the customer'])
    await expect.poll(() => hasFocus(card(/^Wait/))).toBe(true)
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(order).toEqual(['Wait', 'Branch', 'Make a survey link', 'Message the customer'])
    await expect.poll(() => hasFocus(card(/^Wait/))).toBe(true)
    await page.keyboard.press('Delete')
    await expect.poll(order).toEqual(['Branch', 'Make a survey link', 'Message the customer'])
    // Who goes on with the keyboard is where he was.
    await expect.poll(() => hasFocus(card(/^Branch/))).toBe(true)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(order).toEqual(['Wait', 'Branch', 'Make a survey link', 'Message the customer'])
    await expect.poll(() => hasFocus(card(/^Wait/))).toBe(true)
    for (const left of [1, 0]) {
      await card(left === 1 ? /^Message the customer/ : /^Make a survey link/).focus()
      await page.keyboard.press('Delete')
      await expect.poll(async () => (await order()).length).toBe(2 + left)
    }
    // Nothing is left on that side but the place for another.
    await expect.poll(() => hasFocus(button('Add a step if so, at the end'))).toBe(true)
    await page.keyboard.press('Control+z')
    await expect.poll(order).toEqual(['Wait', 'Branch', 'Make a survey link'])
    await expect.poll(() => hasFocus(card(/^Make a survey link/))).toBe(true)
    await page.keyboard.press('Control+z')
    await expect.poll(order).toEqual(['Wait', 'Branch', 'Make a survey link', 'Message the customer'])
    await expect.poll(() => hasFocus(card(/^Message the customer/))).toBe(true)
    // What is back is not offered to be brought back, well before that would go by itself.
    const offers = page.getByText('Step removed', { exact: true })
    await expect.poll(() => offers.count(), { timeout: 5_000 }).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'All workflows' }).click()
    await page.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('link', { name: 'Unhappy customers' }).waitFor()
  })

  it('O9: a step that assigns to somebody who has left says so, until somebody else is chosen', async () => {
    const gone = { name: 'Gus Gone', email: 'gus@acme.test', role: 'agent' }
    const { id: member } = (await api.post('/members', gone)).body
    const { id } = (
      await api.post('/workflows', {
        name: 'To Gus',
        enabled: true,
        trigger: { type: 'conversation.created' },
        conditions: null,
        steps: [{ type: 'assign', member_id: member }],
      })
    ).body
    await api.delete(`/members/${member}`)
    await page.goto(`/settings/workflows/${id}`)
    await card(/^Assign/)
      .getByText('1 thing to fix')
      .waitFor()
    await card(/^Assign/).click()
    const select = page.getByRole('combobox', { name: 'Member', exact: true })
    expect(await select.inputValue()).toBe('Gus Gone (has left)')
    await page.getByText('Names somebody who has left: choose somebody who is here.').waitFor()
    await look('workflow-assigns-to-former-member')
    await select.click()
    await page.getByRole('option', { name: 'Lea Lead', exact: true }).click()
    await expect.poll(() => page.getByText('1 thing to fix').count()).toBe(0)
    await button('Save').click()
    await page.getByText('To Gus is saved', { exact: true }).waitFor()
    await api.delete(`/workflows/${id}`)
    await page.goto('/settings/workflows')
  })

  it('O9: it is deleted after a question', async () => {
    await page.getByRole('link', { name: 'Unhappy customers' }).click()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await menuItem('Delete workflow…')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete workflow' }).click()
    await page.getByText('Nothing happens by itself yet').waitFor()
    expect(stage.errors).toEqual([])
  })
})
