import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../kit/api.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

/** No mail server is connected. */
let stage: StaffStage
let api: Api
let page: Page
let id = ''
const WARNING = 'No mail server is connected, so no email can be written.'

beforeAll(async () => {
  stage = await openStaffStage()
  api = (await stage.found()).api
  await api.put('/settings/csat', { preset: 'by_hand', policy: { enabled: true } })
  const { data: members } = (await api.get('/members')).body
  const owner = members.find(({ role }: any) => role === 'owner')
  const made = await api.post('/workflows', {
    name: 'Tell the owner',
    enabled: true,
    trigger: { type: 'conversation.created' },
    steps: [
      {
        type: 'notify',
        to: [{ type: 'member', member_id: owner.id }],
        note: true,
        subject: '{{contact.name|Somebody}} has written',
        body: 'About {{conversation.subject|nothing}}',
      },
      { type: 'tag', add: ['told'] },
      {
        type: 'notify',
        to: [{ type: 'member', member_id: owner.id }],
        in_app: false,
        subject: 'By email alone',
        body: 'Which nobody can write',
      },
    ],
  })
  id = made.body.id
  for (const subject of ['A chipped teapot', 'A blunt knife']) {
    await api.post('/conversations', { channel: 'api', contact: { name: 'Cora Customer' }, subject })
  }
  const nameless = { channel: 'email', contact: { email: 'ann@example.com' }, external_id: 'T-4711' }
  await api.post('/conversations', nameless)
  const chat = { channel: 'web_chat', contact: { name: 'Wilma Web' }, external_id: 'web:01a1fed6-77:1' }
  await api.post('/conversations', chat)
  await stage.settle()
  page = await stage.signIn(undefined, '/settings/workflows')
})
afterAll(() => stage.close())

const look = async (name: string): Promise<void> => expect(await findings(stage, page, name)).toEqual([])

describe('a workflow that cannot write mails', () => {
  it('O9: the list says how many runs were refused a step', async () => {
    await page.getByText('4 finished, 4 with a step refused').waitFor()
    await look('workflows-refused')
  })

  it('O9: the step says so where it is set, and so does trying it out', async () => {
    await page.getByRole('link', { name: 'Tell the owner', exact: true }).click()
    await page.locator('[data-step] > button', { hasText: 'Notify somebody' }).first().click()
    await page.getByText(WARNING).waitFor()
    await page.getByRole('checkbox', { name: 'Tell them in Candor, at the bell' }).waitFor()
    await look('workflow-no-mail')
    await page.getByRole('checkbox', { name: 'Write an email' }).click()
    await page.getByText(WARNING).waitFor({ state: 'detached' })
    await page.getByRole('checkbox', { name: 'Write an email' }).click()
    await page.getByRole('button', { name: 'Try it…' }).click()
    await page.getByRole('button', { name: /Wilma Web: No subject/ }).waitFor()
    await page.getByRole('button', { name: /Cora Customer: A blunt knife/ }).click()
    const tried = page.getByRole('dialog')
    const first = tried.getByRole('listitem').first()
    await first.getByText('no email, for no mail server is connected.').waitFor()
    expect(await first.textContent()).toMatch(/^Would do\s?Step 1, Notify somebody: /)
    await first.getByText('Cora Customer has written', { exact: true }).waitFor()
    await first.getByText('About A blunt knife').waitFor()
    await tried.getByText('No mail server is connected, so nobody is written to by email.').waitFor()
    await look('workflow-tried-no-mail')
    await tried.getByRole('button', { name: 'Close' }).click()
  })

  it('O9: a new step does not mean to write an email that nobody can write', async () => {
    await page.getByRole('button', { name: 'Add a step at the end' }).click()
    await page.getByRole('menuitem', { name: /^Notify somebody/ }).click()
    await page.getByRole('textbox', { name: 'Subject', exact: true }).waitFor()
    expect(await page.getByRole('checkbox', { name: 'Write an email' }).isChecked()).toBe(false)
    expect(await page.getByRole('checkbox', { name: 'Tell them in Candor, at the bell' }).isChecked()).toBe(
      true,
    )
    await page.getByText(WARNING).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'More for “Tell the leads”' }).click()
    await page.getByRole('menuitem', { name: 'Remove', exact: true }).click()
    const bar = page.getByRole('region', { name: 'Save' })
    await expect.poll(() => bar.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
  })

  it('O9: each run stands under its customer and conversation, with what was refused', async () => {
    await page.getByRole('tab', { name: 'Runs' }).click()
    const runs = page.getByRole('list', { name: 'Runs', exact: true })
    for (const which of [
      'Cora Customer: A chipped teapot',
      'Cora Customer: A blunt knife',
      'ann@example.com: #T-4711',
      'Wilma Web: No subject',
    ]) {
      const run = runs.getByRole('button', { name: which })
      await run.waitFor()
      expect(await run.textContent()).toMatch(/^Finished, 1 step refused/)
    }
    await look('workflow-runs-refused')
    await runs.getByRole('button', { name: 'Cora Customer: A chipped teapot' }).click()
    const run = page.getByRole('dialog')
    await run.getByText('Told in Candor; no email, for no mail server is connected.').waitFor()
    await look('workflow-run-refused')
    await run.getByRole('link', { name: 'Open the conversation' }).click()
  })

  it('O9: in the conversation each thing that it did bears its name', async () => {
    await page.getByText('Workflow “Tell the owner” added the tag told').waitFor()
    await page
      .getByText('Workflow “Tell the owner” noted: Cora Customer has written · About A chipped teapot')
      .waitFor()
    await look('workflow-timeline')
    expect((await api.get(`/workflows/${id}`)).body.runs).toMatchObject({ finished: 4, with_problems: 4 })
    expect(stage.errors).toEqual([])
  })
})
