import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../src/demo/seed-demo.ts'
import { OWNER } from '../kit/app.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

const PASSWORD = 'juniper and pine'
const AGENTS = ['Aiko Tanaka', 'Elif Demir', 'Luca Romano', 'Priya Nair', 'Sam Okafor', 'Tom Becker']

/** What a screen reader would call what has the focus. */
const SPOKEN = `document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''`

let stage: StaffStage

beforeAll(async () => {
  stage = await openStaffStage()
  const now = stage.clock.now()
  await seedDemo(stage.app.ctx, stage.app.auth, { conversations: 700, days: 60, now })
})
afterAll(() => stage.close())

const as = (name: string, address: string): Promise<Page> =>
  stage.signIn({ email: `${name}@juniper.example`, password: PASSWORD }, address)

const names = (page: Page): Promise<string[]> =>
  page.locator('tbody th[scope="row"] a').evaluateAll((links) => links.map((link) => link.textContent))

const query = (page: Page): Record<string, string> =>
  Object.fromEntries(new URL(page.url()).searchParams.entries())

describe('before the first answer', () => {
  it('C1: an empty workspace says that CSAT is off and where to turn it on', async () => {
    await stage.found()
    const page = await stage.signIn(OWNER, '/satisfaction')
    await page.getByRole('heading', { name: 'CSAT is off' }).waitFor()
    expect(await findings(stage, page, 'empty')).toEqual([])
    await page.getByRole('link', { name: 'Turn on CSAT' }).click()
    await page.waitForURL('**/settings/csat')
    await page.goto('/satisfaction/by/agents')
    await page.getByRole('heading', { name: 'CSAT is off' }).waitFor()
    await page.goto('/satisfaction/targets')
    await page.getByText('No targets yet').waitFor()
    await page.context().close()
  })
})

describe('the overview', () => {
  let page: Page
  beforeAll(async () => {
    page = await as('robin', '/satisfaction')
    await page.getByRole('region', { name: 'Figures' }).waitFor()
  })
  afterAll(() => page.context().close())

  it('A10: the score stands with its n and interval, and says on focus how it came to be', async () => {
    await page.getByText(/^\d+–\d+\u00a0% \(95 % sure\)$/).waitFor()
    await page.getByRole('button', { name: 'CSAT', exact: true }).focus()
    for (const keys of ['Shift+Tab', 'Tab']) await page.keyboard.press(keys)
    const tip = page.getByRole('tooltip')
    await tip.getByText('95 % Wilson interval').waitFor()
    await tip.getByText('a 4 or a 5').waitFor()
    expect(await findings(stage, page, 'overview')).toEqual([])
  })

  it('J10: every number leads to the answers behind it, with the same days and filters', async () => {
    const link = page.getByRole('link', { name: /Read the positive answers/ })
    const target = new URL((await link.getAttribute('href'))!, stage.base)
    expect(target.pathname).toBe('/responses')
    expect(target.searchParams.get('score')).toContain('4,5')
    expect(target.searchParams.get('from')).toMatch(/^\d{4}-\d\d-\d\d$/)
    const worst = page.getByRole('link', { name: /^1 Terrible/ })
    expect(new URL((await worst.getAttribute('href'))!, stage.base).searchParams.get('score')).toBe('1')
  })

  it('A8: the bars are one stop for the keyboard; arrow keys move and read them out', async () => {
    const bars = page.getByRole('group', { name: /^Answers over time/ })
    expect(await bars.locator('a[tabindex="0"]').count()).toBe(1)
    await bars.locator('a[tabindex="0"]').focus()
    await page.keyboard.press('Home')
    const spoken = () => page.evaluate<string>(SPOKEN)
    const first = await spoken()
    expect(first).toMatch(/^\d+ \w+ \d{4}: /)
    await page.keyboard.press('ArrowRight')
    expect(await spoken()).not.toBe(first)
    await stage.shot(page, 'overview-tip')
  })

  it('J10: the same numbers as a table', async () => {
    await page.getByText('Table', { exact: true }).click()
    await page.getByRole('table', { name: 'Answers over time' }).waitFor()
    expect(query(page)).toEqual({ view: 'table' })
    expect(await page.locator('tbody tr').count()).toBe(30)
    expect(await findings(stage, page, 'overview-table')).toEqual([])
  })

  it('A2: a changed definition is marked where the series breaks', async () => {
    const { rows } = await stage.app.pool.query<{ workspace_id: string; policy: { question: object } }>(
      'select workspace_id, policy from policies where version = 2 limit 1',
    )
    const policy = { ...rows[0]!.policy, question: { ...rows[0]!.policy.question, satisfied_from: 5 } }
    await stage.app.pool.query(
      `insert into policies (workspace_id, version, preset, policy, changed_by_kind, changed_by, changed_at)
       select workspace_id, 3, preset, $2, changed_by_kind, changed_by, $3 from policies
       where workspace_id = $1 and version = 2`,
      [rows[0]!.workspace_id, JSON.stringify(policy), new Date(stage.clock.now() - 8 * 86_400_000)],
    )
    await page.goto('/satisfaction')
    await page.getByText(/^From \d+ \w+ \d{4}, satisfied means only a 5/).waitFor()
    expect(await findings(stage, page, 'overview-break')).toEqual([])
  })

  it('J10: on paper there are the numbers, the period and the filters, and no navigation', async () => {
    await page.goto('/satisfaction?period=90d&channel=email')
    await page.getByRole('region', { name: 'Figures' }).waitFor()
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await page.getByText('Channel: Email', { exact: true }).waitFor()
    expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0)
    expect(await page.getByRole('button', { name: /^Period: / }).isVisible()).toBe(false)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    await stage.shot(page, 'print')
    await page.emulateMedia({ media: 'screen' })
  })
})

describe('the address', () => {
  it('J10: carries period and filters, can be shared, and goes back and forth', async () => {
    const page = await as('robin', '/satisfaction')
    await page.getByRole('button', { name: /^Period: / }).click()
    await page.getByRole('button', { name: 'Last 7 days' }).click()
    await page.getByRole('button', { name: 'Filters' }).click()
    expect(await findings(stage, page, 'filters')).toEqual([])
    await page.getByRole('combobox', { name: 'Channel' }).click()
    await page.getByRole('option', { name: 'Email' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Remove the filter Channel: Email' }).waitFor()
    expect(query(page)).toEqual({ period: '7d', channel: 'email' })
    const answers = async () => {
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
      return page.getByRole('link', { name: /\. Read the answers$/ }).textContent()
    }
    const seen = await answers()
    const shared = page.url()
    await page.goBack()
    await page.waitForURL((url) => !url.searchParams.has('channel'))
    await page.goForward()
    await page.getByRole('button', { name: 'Remove the filter Channel: Email' }).waitFor()
    await page.goto('/inbox')
    await page.goto(shared)
    await page.getByRole('button', { name: 'Remove the filter Channel: Email' }).waitFor()
    expect(await answers()).toBe(seen)
    await page.goto('/satisfaction?period=ever&channel=pigeon&agent_id=7&from=2026-02-31')
    await page.getByRole('region', { name: 'Figures' }).waitFor()
    await page.getByRole('button', { name: /^Period: Last 30 days/ }).waitFor()
    await page.context().close()
  })

  it('J10: two days of one’s own', async () => {
    const page = await as('robin', '/satisfaction')
    await page.getByRole('button', { name: /^Period: / }).click()
    const [from, to] = [30, 20].map((days) =>
      new Date(stage.clock.now() - days * 86_400_000).toISOString().slice(0, 10),
    )
    await page.getByLabel('From', { exact: true }).fill(to!)
    await page.getByLabel('To', { exact: true }).fill(from!)
    expect(await findings(stage, page, 'period')).toEqual([])
    await page.getByRole('button', { name: 'Show these days' }).click()
    await page.getByRole('button', { name: /^Period: Custom/ }).waitFor()
    expect(query(page)).toEqual({ from, to })
    await page.context().close()
  })

  it('J10: by keyboard alone: to the page, to another period, to a tab, through the table', async () => {
    const page = await as('robin', '/inbox')
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 60; presses += 1) {
        await press('Tab')
        const label = await page.evaluate<string>(SPOKEN)
        if (name.test(label)) return
      }
      throw new Error(`never came to ${name}`)
    }
    await page.getByRole('heading', { name: 'All conversations' }).waitFor()
    await press('g', 's')
    await page.waitForURL('**/satisfaction')
    await page.getByRole('region', { name: 'Figures' }).waitFor()
    await tabTo(/^Period: /)
    await press('Enter')
    await tabTo(/^Last 90 days$/)
    await press('Enter')
    await page.waitForURL('**/satisfaction?period=90d')
    await page.getByText('by week').waitFor()
    await page.locator('#content').focus()
    await page.goto('/satisfaction/by/agents?period=90d')
    await page.getByRole('table').waitFor()
    await tabTo(/^Topics$/)
    await press('Enter')
    await page.waitForURL('**/satisfaction/by/topics?period=90d')
    await page.getByRole('table', { name: 'Topics' }).waitFor()
    await tabTo(/^CSAT$/)
    await press('Enter')
    await page.waitForURL(/sort=-csat/)
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toContain('CSAT')
    await press('Enter')
    await page.waitForURL(/sort=csat/)
    await tabTo(/Read the answers of/)
    await page.context().close()
  })
})

describe('who sees what', () => {
  it('C11: owner and lead see every agent, sorted, with interval and course', async () => {
    for (const name of ['robin', 'marta']) {
      const page = await as(name, '/satisfaction/by/agents?sort=name')
      await page.getByRole('table', { name: 'Agents' }).waitFor()
      expect(await names(page)).toEqual(AGENTS)
      if (name === 'robin') {
        expect(await findings(stage, page, 'agents')).toEqual([])
        for (const tab of ['teams', 'topics', 'channels', 'handled-by']) {
          await page.locator(`nav a[href^="/satisfaction/by/${tab}"]`).click()
          await page.waitForURL(`**/satisfaction/by/${tab}*`)
          await page.getByRole('table').waitFor()
          expect(await findings(stage, page, tab)).toEqual([])
        }
      }
      await page.context().close()
    }
  })

  it('C11: an agent sees the own row alone, and of colleagues only what all have together', async () => {
    const page = await as('aiko', '/satisfaction')
    await page.getByRole('region', { name: 'Figures' }).waitFor()
    await page.getByRole('link', { name: 'My scores' }).click()
    await page.getByRole('heading', { name: 'My scores', level: 1 }).waitFor()
    await page.getByRole('table', { name: 'Agents' }).waitFor()
    expect(await names(page)).toEqual(['Aiko Tanaka'])
    for (const other of AGENTS.slice(1)) expect(await page.getByText(other).count()).toBe(0)
    expect(await findings(stage, page, 'mine')).toEqual([])
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByRole('combobox', { name: 'Agent' }).click()
    expect(await page.getByRole('option').allTextContents()).toEqual(['Only me'])
    const { rows } = await stage.app.pool.query<{ id: string }>(
      `select id from members where name = 'Tom Becker'`,
    )
    await page.goto(`/satisfaction?agent_id=${rows[0]!.id}`)
    await page.getByText('Agents see their own numbers').waitFor()
    await page.goto('/satisfaction/honest')
    await page.getByRole('heading', { name: 'Ranking that admits chance' }).waitFor()
    await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
    expect(await page.locator('main').getByText('Tom Becker').count()).toBe(0)
    await page.goto('/satisfaction/targets')
    await page.getByRole('progressbar').first().waitFor()
    expect(await page.getByRole('button', { name: 'Add a target' }).count()).toBe(0)
    await page.context().close()
  })
})

describe('honest numbers and targets', () => {
  it('A9: the honest test, ranks with ties, and who was asked', async () => {
    const page = await as('robin', '/satisfaction/honest?period=90d')
    await page.getByRole('heading', { name: 'Who was asked' }).waitFor()
    await page.getByText('Could be asked').first().waitFor()
    // One cohort: who answered is of those who were asked.
    const spoken = await page
      .getByRole('img', { name: /could be asked, .+ of these answered so far/ })
      .first()
      .getAttribute('aria-label')
    const [asked, answered, share] = spoken!
      .match(/([\d,]+) were asked, ([\d,]+) of .+\((\d+)/)!
      .slice(1)
      .map((number) => Number(number.replace(',', '')))
    expect(share).toBe(Math.round((answered! / asked!) * 100))
    await page
      .getByText(/\d tied/)
      .first()
      .waitFor()
    expect(await findings(stage, page, 'honest')).toEqual([])
    await page.getByText('Teams', { exact: true }).last().click()
    await page.waitForURL(/by=team/)
    await page.context().close()
  })

  it('A8: an alert says what changed, and can be put aside', async () => {
    const page = await as('robin', '/inbox')
    await page.route(
      '**/api/v1/reports/alerts?*',
      (route) => route.fulfill({ json: { data: [ALERT], next_cursor: null } }),
      {
        times: 1,
      },
    )
    await page.goto('/satisfaction/honest')
    await page.getByText(ROSE).waitFor()
    expect(await findings(stage, page, 'alert')).toEqual([])
    const dismissed = page.waitForRequest(/alerts\/[-\w]+\/dismiss$/)
    await page.route('**/dismiss', (route) => route.fulfill({ json: ALERT }))
    await page.getByRole('button', { name: /^Dismiss: Whole workspace/ }).click()
    expect((await dismissed).url()).toContain(ALERT.id)
    await page.getByText(ROSE).waitFor({ state: 'detached' })
    await page.context().close()
  })

  it('I20: a target is added, changed and deleted, and shows how it stands', async () => {
    const page = await as('robin', '/satisfaction/targets')
    await page.getByRole('button', { name: 'Add a target' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Goal' }).fill('70')
    expect(await findings(stage, page, 'target-form')).toEqual([])
    await dialog.getByRole('button', { name: 'Save target' }).click()
    await page.getByText('CSAT of 70\u00a0%').waitFor()
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(3)
    await dialog.waitFor({ state: 'detached' })
    expect(await findings(stage, page, 'targets')).toEqual([])
    await page.getByRole('button', { name: /^Edit the target Whole workspace/ }).click()
    await dialog.getByRole('textbox', { name: 'Goal' }).fill('99.5')
    await dialog.getByRole('button', { name: 'Save target' }).click()
    await page.getByText('CSAT of 100\u00a0%').or(page.getByText('CSAT of 99.5\u00a0%')).waitFor()
    await page.getByRole('button', { name: /^Delete the target Whole workspace/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete target' }).click()
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(2)
    await page.context().close()
  })

  it('J10: a failure says so and can be tried again', async () => {
    const page = await as('robin', '/inbox')
    await page.route(
      '**/api/v1/reports/csat?*',
      (route) => route.fulfill({ status: 400, json: { title: 'No.' } }),
      {
        times: 1,
      },
    )
    await page.goto('/satisfaction')
    await page.getByText('This could not be loaded').waitFor()
    expect(await findings(stage, page, 'failed')).toEqual([])
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('region', { name: 'Figures' }).waitFor()
    await page.context().close()
  })

  it('J10: no page threw', () => {
    expect(stage.errors).toEqual([])
  })
})

const week = (distribution: Record<string, number>, n: number, average: number) => ({
  n,
  distribution,
  average,
})

const ROSE = /^Scores of 1 rose to 15\s% of 60 answers, while the average stayed about the same\.$/

/** A week with more 1s and much the same average, as the server would tell it. */
const ALERT = {
  id: '0190a000-0000-7000-8000-000000000001',
  week: '2026-03-02',
  team_id: null,
  team_name: null,
  finding: {
    kinds: ['ones'],
    week: week({ 1: 9, 2: 1, 3: 3, 4: 12, 5: 35 }, 60, 4.05),
    before: { ...week({ 1: 7, 2: 12, 3: 20, 4: 66, 5: 105 }, 210, 4.19), weeks: 4 },
    p_distribution: 0.01,
    p_ones: 0.002,
    steady_average: true,
    most_moved: 1,
  },
  found_at: '2026-03-09T05:00:00.000Z',
  dismissed_at: null,
  dismissed_by: null,
}
