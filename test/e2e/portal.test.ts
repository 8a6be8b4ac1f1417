import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userHash } from '../../src/customers/identity.ts'
import { visitorToken } from '../../src/customers/visitor.ts'
import { build } from '../kit/build.ts'
import { type MailServer, startMailServer } from '../kit/mail.ts'
import type { TestApp } from '../kit/app.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

let mails: MailServer
let stage: StaffStage
let make: ReturnType<typeof build>
let founded: Awaited<ReturnType<StaffStage['found']>>
let agent: { id: string }
let secret = ''
let host: Server
let embedding = ''

beforeAll(async () => {
  mails = await startMailServer()
  stage = await openStaffStage({ smtpUrl: mails.url })
  founded = await stage.found('Juniper Coffee')
  make = build(founded as unknown as TestApp)
  await make.enable('per_resolution')
  agent = await make.member('agent', { name: 'Ada Agent' })
  secret = (await founded.api.get('/webchat')).body.secret
  host = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Shop</title>${embedding}`),
  )
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await stage.close()
  await mails.close()
  host.closeAllConnections()
  host.close()
})

const portal = (path = '') => `/portal/${founded.workspaceId}${path}`
const asUser = (id: string) => portal(`?user_id=${id}&user_hash=${userHash(secret, id)}`)

/** A customer with conversations, on his own page. */
async function customer(id: string, options: BrowserContextOptions = {}) {
  const contact = await make.contact({ external_id: id, name: 'Sam Customer', email: `${id}@example.com` })
  const talk = async (subject: string, channel = 'web_chat') => {
    const conversation = await make.conversation({ contact_id: contact.id, subject, channel })
    await make.say(conversation.id, 'contact', 'Hello, my grinder makes a terrible noise since this morning.')
    const answer = 'Sorry to hear that! A new one is on its way: https://juniper.example/track'
    await make.say(conversation.id, 'teammate', answer, {}, agent.id)
    return conversation.id as string
  }
  return { contact, talk, open: () => stage.visit(asUser(id), options) }
}

const sheet = (page: Page) => page.locator('.bell .sheet')

describe('the way in', () => {
  it('J6: by a link that is mailed, pressed once', async () => {
    const { contact, talk } = await customer('mailed')
    await talk('Noisy grinder')
    const page = await stage.visit(portal())
    expect(await findings(stage, page, 'sign-in')).toEqual([])
    await page.getByLabel('Email address').fill(contact.email)
    await page.getByRole('button', { name: 'Send me a link' }).click()
    await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
    expect(await findings(stage, page, 'link-sent')).toEqual([])
    await stage.settle()
    const { mail } = mails.received.findLast(({ to }) => to[0] === contact.email)!
    await page.goto(/http:\S+/.exec(mail.text!)![0])
    expect(await findings(stage, page, 'welcome')).toEqual([])
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Noisy grinder').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Email address').waitFor()
  })

  it('J6: who is known by his browser only sees his chat and may prove his address; nobody takes his place unasked', async () => {
    const { contact, talk } = await customer('by-browser')
    await talk('Said in the chat')
    await talk('Said by mail', 'email')
    const token = visitorToken(stage.app.ctx.keys.visitors, {
      workspaceId: founded.workspaceId,
      contactId: contact.id,
    })
    const page = await stage.visit(portal(`?visitor=${token}`))
    await page.getByText('Said in the chat').waitFor()
    expect(await page.getByText('Said by mail').count()).toBe(0)
    await page.getByRole('button', { name: 'Send me a link' }).waitFor()
    expect(await findings(stage, page, 'by-browser')).toEqual([])
    await page.goto(stage.base + asUser('somebody-else'))
    expect(await findings(stage, page, 'continue-as')).toEqual([])
    await page.getByRole('link', { name: 'Back' }).click()
    await page.getByText('Said in the chat').waitFor()
    await page.goto(stage.base + asUser('somebody-else'))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('No conversations yet').waitFor()
  })

  it('J6: in a frame of a site that is named, without a mail', async () => {
    const { port } = host.address() as AddressInfo
    const shop = `http://127.0.0.1:${port}`
    const { talk } = await customer('framed')
    await talk('Seen in a frame')
    embedding = `<iframe src="${stage.base}${asUser('framed')}&embed=1" width="420" height="600"></iframe>`
    const shut = await stage.visit(`${shop}/`)
    await shut.waitForTimeout(500)
    expect(await shut.frames()[1]!.getByText('Seen in a frame').count()).toBe(0)
    await founded.api.put('/settings/portal', { allowed_origins: [shop] })
    const page = await stage.visit(`${shop}/`)
    const frame = page.frameLocator('iframe')
    await frame.getByText('Seen in a frame').click()
    await frame.getByLabel('Your reply').fill('From inside')
    await frame.getByRole('button', { name: 'Send', exact: true }).click()
    await frame.getByText('From inside').waitFor()
    await stage.shot(page, 'framed')
  })
})

describe('conversations', () => {
  it('J6: the list, with what is new and what waits', async () => {
    const { talk, open } = await customer('lister')
    await talk('Where is my order?', 'email')
    await make.status(await talk('Grinder replaced'), 'resolved')
    const page = await open()
    await page.getByText('A rating is waiting for you').waitFor()
    expect(await findings(stage, page, 'list')).toEqual([])
    await page.locator('.bell summary').click()
    await sheet(page).getByText('Grinder replaced').waitFor()
    expect(await findings(stage, page, 'bell')).toEqual([])
    await page.keyboard.press('Escape')
    await sheet(page).waitFor({ state: 'hidden' })
    await page.locator('.bell summary').click()
    await sheet(page).getByRole('link').click()
    await page.waitForURL(/#rate$/)
    await page.getByRole('heading', { name: 'How was your support experience?' }).waitFor()
  })

  it('J6: an answer of the team appears while one is writing, and nothing written is lost', async () => {
    const { talk, open } = await customer('live')
    const id = await talk('Live one')
    const page = await open()
    await page.getByText('Live one').click()
    await page.getByLabel('Your reply').fill('Half a sentence')
    await make.say(id, 'teammate', 'Something new from the team', {}, agent.id)
    await page.getByText('Something new from the team').waitFor()
    expect(await page.getByLabel('Your reply').inputValue()).toBe('Half a sentence')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.locator('.own', { hasText: 'Half a sentence' }).waitFor()
    expect(await page.getByLabel('Your reply').inputValue()).toBe('')
  })

  it('J6: a reply that is typed is still there when the rating is sent, and after a reload', async () => {
    const { talk, open } = await customer('drafter')
    await make.status(await talk('To be rated'), 'resolved')
    const page = await open()
    await page.locator('main').getByText('To be rated').click()
    await page.getByLabel('Your reply').fill('Half a thought')
    await page.locator('.choice', { hasText: 'Excellent' }).click()
    await page.getByRole('button', { name: 'Send rating' }).click()
    await page.getByRole('heading', { name: 'Thank you!' }).waitFor()
    expect(await page.getByLabel('Your reply').inputValue()).toBe('Half a thought')
    await page.reload()
    expect(await page.getByLabel('Your reply').inputValue()).toBe('Half a thought')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.locator('.own', { hasText: 'Half a thought' }).waitFor()
    await page.reload()
    expect(await page.getByLabel('Your reply').inputValue()).toBe('')
  })

  it('J12: closing it brings the survey at once; rated there, the bell is empty', async () => {
    const { talk, open } = await customer('closer')
    const id = await talk('To be closed', 'email')
    const page = await open()
    await page.getByText('To be closed').click()
    await page.getByRole('button', { name: 'Close this conversation' }).waitFor()
    expect(await findings(stage, page, 'conversation')).toEqual([])
    await page.getByRole('button', { name: 'Close this conversation' }).click()
    await page.getByRole('heading', { name: 'How was your support experience?' }).waitFor()
    expect(await findings(stage, page, 'asked')).toEqual([])
    expect(await page.locator('.count').textContent()).toBe('1')
    await page.getByText('Excellent').click()
    await page.getByLabel('Tell us more (optional)').fill('Ada was great')
    await page.locator('.ask').getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Thank you!' }).waitFor()
    expect(await findings(stage, page, 'thanks')).toEqual([])
    expect(await page.locator('.count').count()).toBe(0)
    await page.reload()
    await page.getByText('Ada was great').waitFor()
    expect((await founded.api.get(`/conversations/${id}/csat`)).body.score).toBe(5)
    await page.getByLabel('Your reply').fill('One more thing')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('One more thing').waitFor()
    expect((await founded.api.get(`/conversations/${id}`)).body.status).toBe('open')
  })

  it('J6: all of it works without JavaScript', async () => {
    const { talk, open } = await customer('plain', { javaScriptEnabled: false })
    const id = await talk('No script')
    const page = await open()
    await page.getByText('No script').click()
    await page.getByLabel('Your reply').fill('Typed by hand')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.locator('.own', { hasText: 'Typed by hand' }).waitFor()
    await page.getByRole('button', { name: 'Close this conversation' }).click()
    await page.getByText('Terrible', { exact: true }).click()
    await page.locator('.ask').getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'What went wrong? Your words help us fix it.' }).waitFor()
    await page.locator('.ask textarea').fill('Everything')
    await page.locator('.ask').getByRole('button', { name: 'Send' }).click()
    await page.getByText('Everything').waitFor()
    expect((await founded.api.get(`/conversations/${id}/csat`)).body).toMatchObject({
      score: 1,
      comment: 'Everything',
    })
    await page.locator('.bell summary').click()
    await sheet(page).getByText('No ratings are waiting').waitFor()
  })

  it('C7, J6: on a page of its own and in the portal it is one form: words are counted, kept and sent', async () => {
    const { talk, open } = await customer('rater')
    const id = await talk('Rated twice')
    const { survey } = await make.status(id, 'resolved')
    const alone = await stage.visit(new URL(survey.url).pathname)
    const here = await open()
    await here.locator('main').getByText('Rated twice').click()
    const comment = (page: Page) => page.locator('textarea[name=comment]')
    const words = 'Too late. '.repeat(490)
    for (const [page, name] of [
      [alone, 'form-alone'],
      [here, 'form-here'],
    ] as const) {
      await page.locator('.choice', { hasText: 'Poor' }).click()
      await comment(page).fill(words)
      await page.getByText('Characters left: 100').waitFor()
      await comment(page).fill('Too late.')
      expect(await findings(stage, page, name)).toEqual([])
      await page.reload()
      expect(await comment(page).inputValue()).toBe('Too late.')
      await page.locator('.choice', { hasText: 'Poor' }).click()
    }
    await comment(alone).fill('')
    await alone.getByRole('button', { name: 'Send rating' }).click()
    await alone.getByRole('heading', { name: 'What went wrong? Your words help us fix it.' }).waitFor()
    expect(await findings(stage, alone, 'low-alone')).toEqual([])
    await comment(alone).fill('Too slow.')
    await alone.getByRole('button', { name: 'Send comment' }).click()
    await alone.getByRole('heading', { name: 'Thank you!' }).waitFor()
    expect(await findings(stage, alone, 'thanks-alone')).toEqual([])
    // Another window of the same customer still has its form, and is told.
    await here.getByRole('button', { name: 'Send rating' }).click()
    await here.getByText('Too slow.').waitFor()
    expect(await findings(stage, here, 'answered-here')).toEqual([])
  })

  it('C7: right to left where that is how one reads', async () => {
    const { contact, talk, open } = await customer('arabic')
    await founded.api.patch(`/contacts/${contact.id}`, { locale: 'ar' })
    await make.status(await talk('محادثة'), 'resolved')
    const page = await open()
    expect(await page.getAttribute('html', 'dir')).toBe('rtl')
    expect(await findings(stage, page, 'list-ar')).toEqual([])
    await page.locator('main').getByText('محادثة', { exact: true }).click()
    await page.locator('.ask').waitFor()
    expect(await findings(stage, page, 'conversation-ar')).toEqual([])
  })

  it('J6: a page weighs little', async () => {
    const { talk, open } = await customer('light')
    await talk('Light')
    const page = await open()
    let bytes = 0
    page.on(
      'response',
      (response) =>
        void response.body().then(
          (body) => (bytes += body.length),
          () => {},
        ),
    )
    await page.goto(portal())
    await page.getByText('Light').click()
    await page.getByLabel('Your reply').waitFor()
    await page.waitForTimeout(300)
    const sizes = await Promise.all(
      [/portal\.\w+\.css/, /portal\.\w+\.js/, /page\.\w+\.css/, /page\.\w+\.js/].map(async (name) => {
        const path = new RegExp(`"([^"]+${name.source})"`).exec(await page.content())![1]!
        return (await (await fetch(stage.base + path, { headers: { 'accept-encoding': 'identity' } })).text())
          .length
      }),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(30 * 1024)
    expect(bytes).toBeLessThan(60 * 1024)
  })
})

describe('closing apps', () => {
  it('I11: made on their screen, seen by the customer in place of the survey', async () => {
    const page = await stage.signIn(undefined, '/settings/apps')
    await page.getByText('No closing apps').waitFor()
    expect(await findings(stage, page, 'apps-none')).toEqual([])
    await page.getByRole('button', { name: 'Add an app' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Coffee tips')
    expect(await findings(stage, page, 'apps-form-url')).toEqual([])
    await dialog.getByText('Always the same').click()
    await dialog.getByLabel('Text').fill('Three tips for a quiet grinder')
    await dialog.getByLabel('Button label').fill('Read the tips')
    await dialog.getByLabel('Button address').fill('juniper')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText(/must be a web address/).waitFor()
    await dialog.getByLabel('Button address').fill('https://juniper.example/tips')
    expect(await findings(stage, page, 'apps-form')).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Coffee tips', { exact: true }).waitFor()
    await dialog.waitFor({ state: 'detached' })
    expect(await findings(stage, page, 'apps')).toEqual([])
    await page.getByRole('button', { name: 'Preview Coffee tips' }).click()
    await page.getByRole('dialog').getByText('Three tips for a quiet grinder').waitFor()
    await stage.shot(page, 'apps-preview')
    await page.keyboard.press('Escape')

    const { talk, open } = await customer('tipped')
    const id = await talk('With tips')
    const portalPage = await open()
    await portalPage.getByText('With tips').click()
    await portalPage.getByRole('button', { name: 'Close this conversation' }).click()
    await portalPage.getByText('You have closed this conversation.').waitFor()
    await stage.settle()
    await portalPage.getByRole('link', { name: 'Read the tips' }).waitFor()
    expect(await findings(stage, portalPage, 'closing-card')).toEqual([])
    await page.goto(`/inbox/${id}`)
    await page.getByText('Coffee tips showed its card in place of the survey').waitFor()
    await stage.shot(page, 'apps-timeline')

    await page.goto('/settings/apps')
    await page.getByRole('switch', { name: 'Show cards of Coffee tips' }).click({ force: true })
    await page.getByText('Coffee tips is off: the survey is back').waitFor()
    await page.getByRole('button', { name: 'Delete Coffee tips' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No closing apps').waitFor()
  })

  it('I11: the secret of an address is shown once', async () => {
    const page = await stage.signIn(undefined, '/settings/apps')
    await page.getByRole('button', { name: 'Add an app' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('From an address')
    await dialog.getByRole('textbox', { name: 'Address' }).fill('http://10.0.0.1/card')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('must be an https address outside of private networks').waitFor()
    await dialog.getByRole('textbox', { name: 'Address' }).fill('https://apps.juniper.invalid/card')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText(/^whsec_/).waitFor()
    await stage.shot(page, 'apps-secret')
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('button', { name: 'Preview From an address' }).click()
    await page.getByRole('dialog').getByText('It could not be reached.').waitFor()
  })

  it('J6: the portal’s settings say where it is and who may frame it', async () => {
    const page = await stage.signIn(undefined, '/settings/portal')
    await page.getByText(portal(), { exact: false }).first().waitFor()
    await page.getByLabel('Sites').fill('https://shop.example/path')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/without a path/).waitFor()
    await page.getByLabel('Sites').fill('https://shop.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()
    expect(await findings(stage, page, 'portal-settings')).toEqual([])
  })
})

it('J6: no page has thrown anything', () => {
  expect(stage.errors).toEqual([])
})

it('J6: no page threw', () => {
  expect(stage.errors).toEqual([])
})
