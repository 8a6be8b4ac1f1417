import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../src/demo/seed-demo.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

const PASSWORD = 'juniper and pine'

let stage: StaffStage
let owner: Page

beforeAll(async () => {
  stage = await openStaffStage()
  const now = stage.clock.now()
  await seedDemo(stage.app.ctx, stage.app.auth, { conversations: 420, days: 40, now })
  owner = await as('robin', '/responses')
})
afterAll(() => stage.close())

const as = (name: string, address: string): Promise<Page> =>
  stage.signIn({ email: `${name}@juniper.example`, password: PASSWORD }, address)

const rows = (page: Page) => page.locator('a[data-row]')

/** How many answers the list says it has. */
async function counted(page: Page): Promise<number> {
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
  const said = page.getByRole('status').getByText(/^(\d+ of \d+|\d+ answers?)$/)
  return Number.parseInt((await said.textContent())!.replace(/^\d+ of /, ''), 10)
}

/** What the overview says was answered in the last seven days. */
async function answered(page: Page): Promise<number> {
  await page.goto('/satisfaction?period=7d')
  return Number.parseInt((await page.getByRole('link', { name: /\. Read the answers$/ }).textContent())!, 10)
}

/** The customer has changed the words since, and a scanner was at the link before. */
async function changeAnswer(id: string): Promise<void> {
  await stage.app.pool.query(
    `with changed as (
       update responses set revision = 2, comment = 'I looked again: all is well, thank you.',
         edited_at = submitted_at + interval '5 minutes'
       where id = $1 returning *
     ), kept as (
       insert into response_revisions (workspace_id, response_id, revision, score, comment, at)
       select workspace_id, id, 2, score, comment, edited_at from changed
     )
     insert into evidence (id, workspace_id, survey_id, kind, score, user_agent, at)
     select gen_random_uuid(), workspace_id, survey_id, 'click', 1, 'bot', submitted_at - interval '1 hour' from changed`,
    [id],
  )
}

describe('the list', () => {
  it('J10: every answer with its score, words, agent, channel and topics', async () => {
    await rows(owner).first().waitFor()
    expect(await rows(owner).count()).toBe(40)
    expect(await findings(stage, owner, 'list')).toEqual([])
    await owner.getByRole('button', { name: 'Load more' }).scrollIntoViewIfNeeded()
    await rows(owner).nth(45).waitFor()
  })

  it('J10: the words of a search are marked; nothing found leads back', async () => {
    await owner.goto('/responses')
    await rows(owner).first().waitFor()
    await owner.keyboard.press('/')
    await owner.keyboard.type('the')
    await owner.waitForURL(/q=the/)
    await owner.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
    await owner.locator('mark').first().waitFor()
    for (const mark of await owner.locator('mark').allTextContents()) expect(mark.toLowerCase()).toBe('the')
    expect(await findings(stage, owner, 'search')).toEqual([])
    await owner.getByRole('searchbox').fill('xylophone')
    await owner.getByRole('heading', { name: 'No answer matches' }).waitFor()
    expect(await findings(stage, owner, 'no-match')).toEqual([])
    await owner.getByRole('button', { name: 'Clear search and filters' }).click()
    await rows(owner).first().waitFor()
  })

  it('J10: filters of its own: scores and comments', async () => {
    await owner.goto('/responses')
    await owner.getByRole('button', { name: 'Filters' }).click()
    await owner.getByRole('button', { name: '1, Terrible' }).click()
    await owner.getByRole('button', { name: '2, Poor' }).click()
    expect(await findings(stage, owner, 'filters')).toEqual([])
    await owner.keyboard.press('Escape')
    await owner.getByRole('button', { name: 'Remove the filter Score: 1, 2' }).waitFor()
    expect(new URL(owner.url()).searchParams.get('score')).toBe('1,2')
    await counted(owner)
    for (const row of await rows(owner).allTextContents()) expect(row).toMatch(/[12] · (Terrible|Poor)/)
    await owner.goto('/responses?score=ever&sort=best&from=2026-02-31&id=7&has_comment=perhaps')
    await rows(owner).first().waitFor()
  })

  it('J10: a figure of the overview leads to as many answers', async () => {
    await owner.goto('/satisfaction?period=7d')
    const link = owner.getByRole('link', { name: /Read the positive answers/ })
    const positive = Number.parseInt((await link.textContent())!, 10)
    expect(positive).toBeGreaterThan(3)
    await link.click()
    await owner.waitForURL('**/responses?**')
    await rows(owner).first().waitFor()
    expect(await counted(owner)).toBe(positive)
    expect(await rows(owner).count()).toBe(positive)
  })
})

describe('all of it on paper', () => {
  it('J10: printing loads the whole list first, and shows neither controls nor the conversation beside it', async () => {
    await owner.goto('/responses')
    await rows(owner).first().waitFor()
    const total = await counted(owner)
    expect(total).toBeGreaterThan(40)
    await owner.evaluate(
      'window.print = () => { window.printed = document.querySelectorAll("a[data-row]").length }',
    )
    await owner.keyboard.press('Control+p')
    await expect.poll(() => owner.evaluate('window.printed')).toBe(total)
    await owner.emulateMedia({ media: 'print' })
    expect(await owner.getByRole('searchbox').isVisible()).toBe(false)
    expect(await owner.getByRole('button', { name: 'Export' }).isVisible()).toBe(false)
    await owner.emulateMedia({ media: 'screen' })
    await owner.goto('/responses?view=negative_remarks')
    await rows(owner).first().waitFor()
    await owner.emulateMedia({ media: 'print' })
    expect(await owner.getByRole('region', { name: 'Conversation' }).isVisible()).toBe(false)
    await owner.emulateMedia({ media: 'screen' })
  })

  it('A6: answers by how their follow-up stands', async () => {
    await owner.goto('/responses?case_state=closed')
    await rows(owner).first().waitFor()
    for (const row of await rows(owner).allTextContents()) expect(row).toMatch(/[12] · (Terrible|Poor)/)
    await owner.getByRole('button', { name: 'Remove the filter Follow-up: Closed' }).click()
    await owner.waitForURL((url) => !url.searchParams.has('case_state'))
  })
})

describe('one answer and its evidence', () => {
  it('J10: versions, what was seen of the link, and the survey', async () => {
    await owner.goto('/responses')
    await rows(owner).first().waitFor()
    await changeAnswer((await rows(owner).first().getAttribute('data-row'))!)
    await owner.goto('/responses')
    await rows(owner).first().getByText('Changed').waitFor()
    await owner.keyboard.press('j')
    await owner.keyboard.press('Enter')
    const drawer = owner.getByRole('dialog', { name: 'Answer' })
    await drawer.getByRole('heading', { name: 'What was seen of the link' }).waitFor()
    await drawer.getByText('Version 2 · counts now').waitFor()
    await drawer.getByText('Automatic, such as a link scanner').waitFor()
    expect(new URL(owner.url()).searchParams.get('id')).toBe(
      await rows(owner).first().getAttribute('data-row'),
    )
    expect(await findings(stage, owner, 'evidence')).toEqual([])
  })

  it('J11: set aside, it counts in no number; restored, it does again', async () => {
    const before = await answered(owner)
    await owner.goto('/responses?period=7d')
    await rows(owner).first().click()
    await owner.getByRole('button', { name: 'Set aside' }).click()
    const question = owner.getByRole('dialog', { name: 'Set this answer aside?' })
    await question.getByLabel('Why').fill('Meant for another shop')
    expect(await findings(stage, owner, 'set-aside')).toEqual([])
    await question.getByRole('button', { name: 'Set aside' }).click()
    await owner.getByText('Set aside: it does not count').waitFor()
    expect(await findings(stage, owner, 'aside')).toEqual([])
    expect(await answered(owner)).toBe(before - 1)
    await owner.goto('/responses')
    await owner.getByRole('link', { name: 'Set aside', exact: true }).click()
    const mine = rows(owner).filter({ hasText: 'Meant for another shop' })
    await mine.waitFor()
    // The other one is the sample's own.
    expect(await rows(owner).count()).toBe(2)
    expect(await findings(stage, owner, 'review')).toEqual([])
    await mine.click()
    await owner.getByRole('dialog').getByText('Meant for another shop').waitFor()
    await owner.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
    await expect.poll(() => rows(owner).count()).toBe(1)
    expect(await answered(owner)).toBe(before)
  })

  it('J11: setting aside can be undone at once', async () => {
    await owner.goto('/responses?period=7d')
    await rows(owner).first().waitFor()
    const before = await counted(owner)
    await rows(owner).first().click()
    await owner.getByRole('button', { name: 'Set aside' }).click()
    await owner
      .getByRole('dialog', { name: 'Set this answer aside?' })
      .getByRole('button', { name: 'Set aside' })
      .click()
    await owner.getByRole('button', { name: 'Undo' }).click()
    await owner.getByText('It counts again').waitFor()
    await owner.getByRole('dialog').getByRole('button', { name: 'Set aside' }).waitFor()
    await owner.keyboard.press('Escape')
    await expect.poll(() => counted(owner)).toBe(before)
  })
})

describe('negative remarks', () => {
  it('I16, I21: are read one by one by keyboard, and answered right there', async () => {
    await owner.goto('/responses?period=90d')
    await owner.getByRole('link', { name: 'Negative remarks' }).click()
    await owner.getByRole('heading', { name: 'Pick a remark' }).waitFor()
    await rows(owner).first().waitFor()
    expect(await findings(stage, owner, 'remarks')).toEqual([])
    for (const row of await rows(owner).allTextContents()) expect(row).toMatch(/[12] · (Terrible|Poor)/)
    await owner.getByText('Low scores (1–2), with and without a comment').waitFor()
    await owner.locator('#content').focus()
    await owner.keyboard.press('j')
    await owner.keyboard.press('Enter')
    const pane = owner.getByRole('region', { name: 'Conversation', exact: true })
    await pane.getByRole('textbox').waitFor()
    const first = owner.url()
    await owner.keyboard.press('j')
    await owner.waitForURL((url) => url.href !== first)
    await pane.getByRole('textbox').waitFor()
    const row = owner.locator('a[data-row][aria-current="page"]')
    // Of the demo's own story some were answered; one that was not is found further down.
    while ((await row.textContent())?.includes('Replied')) {
      const before = await row.getAttribute('data-row')
      await owner.keyboard.press('j')
      await owner.waitForURL((url) => url.searchParams.get('id') !== before)
    }
    await pane.getByRole('textbox').waitFor()
    expect(await findings(stage, owner, 'remark')).toEqual([])
    await owner.keyboard.press('r')
    await owner.keyboard.type('I am sorry. A new one is on its way.')
    await owner.keyboard.press('Control+Enter')
    await row.getByText('Replied').waitFor()
    const { rows: sent } = await stage.app.pool.query<{ n: number }>(
      `select count(*) as n from messages m join responses r using (workspace_id, conversation_id)
       where r.id = $1 and m.body = 'I am sorry. A new one is on its way.' and m.author_kind = 'teammate'`,
      [await row.getAttribute('data-row')],
    )
    expect(sent[0]!.n).toBe(1)
    await pane.getByRole('button', { name: 'Evidence' }).click()
    await owner.getByRole('dialog').getByRole('heading', { name: 'The survey' }).waitFor()
    await stage.shot(owner, 'remark-evidence')
  })
})

describe('what is taken along', () => {
  it('O7: a CSV with the filters of the page, also for Excel', async () => {
    await owner.goto('/responses?period=7d&score=1,2')
    await rows(owner).first().waitFor()
    await owner.getByRole('button', { name: 'Export' }).click()
    expect(await findings(stage, owner, 'export')).toEqual([])
    const take = async (name: RegExp) => {
      const [download] = await Promise.all([
        owner.waitForEvent('download'),
        owner.getByRole('menuitem', { name }).click(),
      ])
      expect(download.suggestedFilename()).toMatch(/\.csv$/)
      return readFile(await download.path(), 'utf8')
    }
    const csv = await take(/^Answers \(CSV\)/)
    const [head, ...lines] = csv.trim().split('\n')
    expect(head).toContain('CSAT Score')
    expect(lines.length).toBeGreaterThan(0)
    await owner.goto('/satisfaction?period=7d')
    await owner.getByRole('button', { name: 'Export' }).click()
    expect((await take(/for Excel/)).startsWith('\uFEFF')).toBe(true)
  })
})

describe('all of it', () => {
  it('J10: no page threw', () => {
    expect(stage.errors).toEqual([])
  })
})
