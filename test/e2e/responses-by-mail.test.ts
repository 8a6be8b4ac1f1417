import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OWNER } from '../kit/app.ts'
import { type MailServer, startMailServer } from '../kit/mail.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

let mail: MailServer
let stage: StaffStage
let page: Page

beforeAll(async () => {
  mail = await startMailServer()
  stage = await openStaffStage({ smtpUrl: mail.url })
  await stage.found()
  page = await stage.signIn(OWNER, '/settings/reports')
})
afterAll(async () => {
  await stage.close()
  await mail.close()
})

describe('scheduled reports', () => {
  it('O7: a report is added with recipients that are checked, and a warning about the file', async () => {
    await page.getByRole('heading', { name: 'No reports yet' }).waitFor()
    expect(await findings(stage, page, 'reports-none')).toEqual([])
    await page.getByRole('button', { name: 'Add a report' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Weekly satisfaction')
    await dialog.getByRole('button', { name: 'Save report' }).click()
    await dialog.getByText('Enter at least one address').waitFor()
    const recipients = dialog.getByLabel('Recipients', { exact: true })
    await recipients.fill('nobody')
    await recipients.press('Enter')
    await dialog.getByRole('button', { name: 'Save report' }).click()
    await dialog.getByText('nobody is not an email address').waitFor()
    await recipients.press('Backspace')
    for (const address of ['Boss@acme.test', 'board@acme.test']) {
      await recipients.fill(address)
      await recipients.press('Enter')
    }
    await dialog.getByRole('switch', { name: 'Attach the conversations as CSV' }).click()
    await dialog.getByText('names, email addresses and comments').waitFor()
    expect(await findings(stage, page, 'reports-form')).toEqual([])
    await dialog.getByRole('button', { name: 'Save report' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('boss@acme.test').waitFor()
  })

  it('O7: a test goes out at once, and says what became of it for each address', async () => {
    await page.getByRole('button', { name: 'Send a test now: Weekly satisfaction' }).click()
    await page.getByText('boss@acme.test: sent').waitFor()
    expect(mail.received.flatMap(({ to }) => to).toSorted()).toEqual(['board@acme.test', 'boss@acme.test'])
    expect(await findings(stage, page, 'reports')).toEqual([])
    mail.refuse(550, 'address')
    await page.getByRole('button', { name: 'Send a test now: Weekly satisfaction' }).click()
    await page.getByText(/boss@acme\.test: not sent/).waitFor()
    mail.refuse(null)
    await stage.app.pool.query(`update report_subscriptions set last_error = 'boss@acme.test: mailbox full'`)
    await page.goto('/settings/reports')
    await page.getByText('mailbox full').waitFor()
    expect(await findings(stage, page, 'reports-error')).toEqual([])
  })

  it('O7: a report is changed and deleted', async () => {
    await page.getByRole('button', { name: 'Edit the report Weekly satisfaction' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Every month').click()
    await dialog.getByLabel('Channel', { exact: true }).click()
    await page.getByRole('option', { name: 'Email', exact: true }).click()
    await dialog.getByRole('button', { name: 'Save report' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Every month · Channel: Email').waitFor()
    await page.getByRole('button', { name: 'Delete the report Weekly satisfaction' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete report' }).click()
    await page.getByRole('heading', { name: 'No reports yet' }).waitFor()
  })

  it('O7: without a mail server it says so', async () => {
    await page.route('**/api/v1/setup', (route) => route.fulfill({ json: { needed: false, mail: false } }))
    await page.goto('/settings/reports')
    await page.getByText('Candor has no mail server yet').waitFor()
    expect(await findings(stage, page, 'reports-no-mail')).toEqual([])
    expect(stage.errors).toEqual([])
  })
})
