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

  it('O9: a score below 3 tells a supervisor and reopens: built by hand', async () => {
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
    await page.getByText('1 thing to fix').first().waitFor()
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
    expect(await statusOf(id)).toBe('resolved')
    await button('Try it…').click()
    await button(/Cora Customer/).click()
    await page.getByText('It would start').waitFor()
    await page.getByText('Would do').nth(1).waitFor()
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
    await page.getByText('Finished').first().waitFor()
    await look('workflow-runs')
    await page.getByText('A chipped teapot').first().click()
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
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(order).toEqual(['Wait', 'Branch', 'Make a survey link', 'Message the customer'])
    await page.keyboard.press('Delete')
    await expect.poll(order).toEqual(['Branch', 'Make a survey link', 'Message the customer'])
    await page.getByText('Undo').click()
    await expect.poll(order).toEqual(['Wait', 'Branch', 'Make a survey link', 'Message the customer'])
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'All workflows' }).click()
    await page.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('link', { name: 'Unhappy customers' }).waitFor()
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
