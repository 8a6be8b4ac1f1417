import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MailServer, type ReceivedMail, startMailServer } from '../kit/mail.ts'
import { fillSignIn, openStaffStage, type StaffStage } from './staff-stage.ts'

const OLIVIA = { email: 'olivia@acme.test', password: 'correct horse battery' }
const LENA = { email: 'lena@acme.test', password: 'lenas own long password' }

let smtp: MailServer
let stage: StaffStage
let owner: Page

beforeAll(async () => {
  smtp = await startMailServer()
  stage = await openStaffStage({ smtpUrl: smtp.url })
})
afterAll(async () => {
  await stage.close()
  await smtp.close()
})

const linkIn = ({ mail }: ReceivedMail): string => /https?:\/\/\S+/.exec(mail.text!)![0]
const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

async function accept(page: Page, password: string): Promise<void> {
  await page.getByRole('heading', { name: 'Join Acme' }).waitFor()
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Accept and sign in' }).click()
  await page.getByText('Your inbox is ready').waitFor()
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
}

async function invite(name: string, email: string, role: string): Promise<void> {
  await owner.getByRole('button', { name: 'Invite a member' }).click()
  const dialog = owner.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByRole('radio', { name: role }).check()
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
}

describe('the first run', () => {
  it('J11: on an empty database every way leads to set-up, which says what it needs', async () => {
    owner = await stage.visit('/inbox')
    await owner.getByRole('heading', { name: 'Set up Candor' }).waitFor()
    await owner.getByRole('button', { name: 'Create the workspace' }).click()
    await owner.getByText('Use at least 10 characters').waitFor()
    expect(await owner.locator('[aria-invalid="true"]').count()).toBe(4)
  })

  it('C1: set-up makes the workspace and signs its owner in; CSAT is off', async () => {
    await owner.getByLabel('Workspace name').fill('Acme')
    await owner.getByLabel('Your name').fill('Olivia Owner')
    await owner.getByLabel('Email').fill(OLIVIA.email)
    await owner.getByLabel('Password', { exact: true }).fill(OLIVIA.password)
    await owner.getByRole('button', { name: 'Create the workspace' }).click()
    await owner.getByRole('heading', { name: 'Your inbox is ready' }).waitFor()
    await owner.getByText('olivia@acme.test').waitFor()
    const me = await (await owner.request.get('/api/v1/me')).json()
    expect(me).toMatchObject({
      member: { role: 'owner' },
      workspace: { name: 'Acme', time_zone: 'Europe/Berlin' },
    })
    const settings = await (await owner.request.get('/api/v1/settings/csat')).json()
    expect(settings).toMatchObject({ preset: 'by_hand', policy: { enabled: false } })
  })

  it('C1: set-up is over for whoever comes next', async () => {
    const other = await stage.visit('/setup')
    await other.getByRole('link', { name: 'Go to sign in' }).click()
    await other.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})

describe('members', () => {
  let lena: Page

  it('J11: an invitation comes by mail, and its link lets one choose a password', async () => {
    await owner.getByRole('link', { name: /Invite your team/ }).click()
    await invite('Lena Lang', LENA.email, 'Agent')
    await owner.getByText('Lena Lang was invited').waitFor()
    await row(owner, 'Lena Lang').getByText('Invited').waitFor()
    const [mail] = await smtp.waitFor(1)
    expect(mail!.to).toEqual([LENA.email])
    expect(mail!.mail.subject).toBe('You are invited to Acme')
    expect(mail!.mail.text).toContain('Olivia Owner invited you')
    lena = await stage.visit(linkIn(mail!))
    await lena.getByRole('heading', { name: 'Join Acme' }).waitFor()
    await stage.shot(lena, 'invitation')
    await accept(lena, LENA.password)
  })

  it('J11: the link works once', async () => {
    const again = await stage.visit(linkIn(smtp.received[0]!))
    await again.getByRole('heading', { name: 'This invitation no longer works' }).waitFor()
    await stage.shot(again, 'invitation-over')
  })

  it('J11, C1: an agent is in the inbox, and the settings are closed', async () => {
    expect(await lena.getByRole('link', { name: 'Settings' }).count()).toBe(0)
    await lena.goto(`${stage.base}/settings/members`)
    await lena.getByRole('heading', { name: 'The settings are not open to you' }).waitFor()
    const me = await (await lena.request.get('/api/v1/me')).json()
    expect(me.abilities).not.toEqual(expect.arrayContaining(['csat.manage']))
    const answer = await lena.request.put('/api/v1/settings/csat', {
      data: { policy: { enabled: true } },
      headers: { origin: stage.base },
    })
    expect(answer.status()).toBe(403)
  })

  it('J11: the owner sees that she joined, and can change her role', async () => {
    await owner.reload()
    await row(owner, 'Lena Lang').waitFor()
    expect(await row(owner, 'Lena Lang').getByText('Invited').count()).toBe(0)
    await owner.getByRole('combobox', { name: 'Role of Lena Lang' }).click()
    await owner.getByRole('option', { name: 'Admin' }).click()
    await owner.getByText('Lena Lang is now Admin').waitFor()
    await lena.goto(`${stage.base}/settings/members`)
    await lena.getByRole('button', { name: 'Invite a member' }).waitFor()
  })

  it('C1: nobody can change what the own role is, nor an admin the owner’s', async () => {
    expect(await owner.getByLabel('Role of Olivia Owner').count()).toBe(0)
    expect(await lena.getByLabel('Role of Olivia Owner').count()).toBe(0)
    expect(await lena.getByLabel('More for Olivia Owner').count()).toBe(0)
  })

  it('J11: a mail that cannot go out is said, with the link to hand over', async () => {
    smtp.refuse(550)
    await invite('Max Moser', 'max@acme.test', 'Lead')
    const dialog = owner.getByRole('dialog')
    await dialog.getByText('Max Moser was added, but no mail went out').waitFor()
    await dialog.getByText(/The mail server did not take the mail/).waitFor()
    await stage.shot(owner, 'invitation-not-sent')
    const link = (await dialog.locator('pre').textContent())!
    await dialog.getByRole('button', { name: 'Copy the link' }).click()
    await dialog.getByText('Copied').waitFor()
    expect(await owner.evaluate('navigator.clipboard.readText()')).toBe(link)
    await owner.keyboard.press('Escape')
    smtp.refuse(null)
    const max = await stage.visit(link)
    await accept(max, 'the password of max')
  })

  it('J11: who has an account already joins another workspace with its password', async () => {
    const other = await stage.found('Bramble')
    const before = smtp.received.length
    await other.api.post('/members', { name: 'Lena at Bramble', email: LENA.email, role: 'lead' })
    const page = await stage.visit(linkIn((await smtp.waitFor(before + 1)).at(-1)!))
    await page.getByRole('heading', { name: 'Join Bramble' }).waitFor()
    expect(await page.getByLabel('New password').count()).toBe(0)
    await stage.shot(page, 'invitation-known')
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Accept and sign in' }).click()
    await page.getByRole('alert').getByText('not the password of this account').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(LENA.password)
    await page.getByRole('button', { name: 'Accept and sign in' }).click()
    await page.getByRole('button', { name: /Lena at Bramble/ }).waitFor()
  })

  it('C1: whoever is removed is out at once', async () => {
    const { api } = await keyOf(owner)
    const { id } = await api('/api-keys', { name: 'CRM sync', scopes: ['inbox.read'] })
    await stage.app.pool.query(
      `update api_keys set created_by = (select id from members where name = 'Max Moser') where id = $1`,
      [id],
    )
    const weekly = { every: 'week', with_csv: true }
    const report = async (name: string, recipients: string[]) => {
      const made = await api('/report-subscriptions', { ...weekly, name, recipients })
      await stage.app.pool.query(
        `update report_subscriptions set created_by = (select id from members where name = 'Max Moser') where id = $1`,
        [made.id],
      )
      return made.id
    }
    const secret = await report('Weekly to me', ['my-private@leaver.test', OLIVIA.email])
    const kept = await report('Weekly to the board', ['board@partner.test'])
    await report('Within the team', [OLIVIA.email])
    await owner.reload()
    await row(owner, 'Max Moser').waitFor()
    await owner.getByLabel('More for Max Moser').click()
    await owner.getByRole('menuitem', { name: 'Remove from the workspace' }).click()
    await owner.getByText('One API key of theirs goes on working').waitFor()
    await owner.getByLabel(/Revoke “CRM sync”/).check()
    await owner.getByText('2 reports of theirs go to addresses outside of the team').waitFor()
    const box = (name: RegExp) => owner.getByRole('checkbox', { name })
    expect(await box(/Delete “Weekly to me” \(to my-private@leaver\.test\)/).isChecked()).toBe(true)
    expect(await box(/Within the team/).count()).toBe(0)
    await box(/Delete “Weekly to the board”/).uncheck()
    await stage.shot(owner, 'remove-member')
    await owner.getByRole('button', { name: 'Remove from the workspace' }).click()
    await owner.getByText('Max Moser was removed').waitFor()
    await row(owner, 'max@acme.test').waitFor({ state: 'detached' })
    const revoked = await stage.app.pool.query('select revoked_at from api_keys where id = $1', [id])
    expect(revoked.rows[0].revoked_at).not.toBeNull()
    const reports = await stage.app.pool.query(`select id from report_subscriptions where name like '% to %'`)
    expect(reports.rows.map(({ id: left }: { id: string }) => left)).toEqual([kept])
    expect(reports.rows).not.toContainEqual({ id: secret })
    const settings = owner.url()
    await owner.goto(`${stage.base}/settings/reports`)
    await row(owner, 'Weekly to the board').getByText('Set up by Max Moser, who has left').waitFor()
    await stage.shot(owner, 'report-of-a-former-member')
    await owner.goto(settings)
    const max = await stage.visit('/sign-in')
    await fillSignIn(max, { email: 'max@acme.test', password: 'the password of max' })
    await max.getByRole('alert').getByText('belongs to no workspace any more').waitFor()
  })
})

describe('signing out and in', () => {
  it('J11: after sign-out nothing of the work is left on the device', async () => {
    const { api } = await keyOf(owner)
    const { id } = await api('/conversations', { channel: 'web_chat', contact: { name: 'Cora Customer' } })
    await owner.goto(`${stage.base}/inbox/${id}`)
    await owner.getByRole('textbox', { name: 'Reply' }).fill('Dear Cora, your card number is')
    const kept = () => owner.evaluate<string>('JSON.stringify(localStorage)')
    expect(await kept()).toContain('Dear Cora')
    await signOut(owner, 'Olivia Owner')
    await owner.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await kept()).not.toContain('Dear Cora')
    expect((await owner.request.get('/api/v1/me')).status()).toBe(401)
    await owner.goto(`${stage.base}/inbox/${id}`)
    await owner.getByRole('heading', { name: 'Sign in' }).waitFor()
    await fillSignIn(owner, OLIVIA)
    await owner.getByRole('textbox', { name: 'Reply' }).waitFor()
    expect(await owner.getByRole('textbox', { name: 'Reply' }).inputValue()).toBe('')
  })

  it('J11: a wrong password is said, and the words typed stay', async () => {
    const page = await stage.visit('/sign-in')
    await fillSignIn(page, { ...OLIVIA, password: 'not the password' })
    await page.getByRole('alert').getByText('Email and password do not match').waitFor()
    expect(await page.getByLabel('Email').inputValue()).toBe(OLIVIA.email)
  })

  it('J11: a forgotten password is replaced by mail; the old one and old sessions end', async () => {
    const before = smtp.received.length
    const page = await stage.visit('/sign-in')
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    // Both pages ask for an email.
    await page.waitForURL('**/forgot-password')
    await page.getByRole('button', { name: 'Send the link' }).waitFor()
    await page.getByLabel('Email').fill('nobody@acme.test')
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByText('If nobody@acme.test has an account').waitFor()
    await page.goto(`${stage.base}/forgot-password`)
    await page.getByLabel('Email').fill(OLIVIA.email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByText(`If ${OLIVIA.email} has an account`).waitFor()
    const mail = (await smtp.waitFor(before + 1)).at(-1)!
    expect(mail).toMatchObject({ to: [OLIVIA.email], mail: { subject: 'Choose a new password' } })
    await page.goto(linkIn(mail))
    await choosePassword(page, 'another horse entirely')
    await fillSignIn(page, OLIVIA)
    await page.getByText('Email and password do not match').waitFor()
    await fillSignIn(page, { ...OLIVIA, password: 'another horse entirely' })
    await page.getByRole('heading', { name: 'All conversations' }).waitFor()
    expect((await owner.request.get('/api/v1/me')).status()).toBe(401)
  })

  it('J11: no page threw', () => {
    expect(stage.errors).toEqual([])
  })
})

/** Calls the API as the person on the page. */
async function keyOf(page: Page) {
  return {
    api: async (path: string, data: object): Promise<any> => {
      const answer = await page.request.post(`/api/v1${path}`, { data, headers: { origin: stage.base } })
      return answer.json()
    },
  }
}
