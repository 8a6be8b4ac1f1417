import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChatBrowser, openChatBrowser } from '../../test/kit/chat-browser.ts'

const HOUR_MS = 3_600_000

let chat: ChatBrowser

beforeAll(async () => {
  chat = await openChatBrowser()
})
afterAll(() => chat.close())

describe('the web chat on a shop', () => {
  it('I8: write, be answered, rate with one tap, I9: comment, be thanked', async () => {
    const page = await chat.ended()
    expect(await page.locator('.theirs .author').textContent()).toBe('Mara Lindqvist')
    await page.getByRole('radio', { name: 'Excellent' }).click()
    await page.locator('.more textarea').fill('Quick and kind')
    await expect.poll(async () => (await chat.surveyRow()).state).toBe('answered')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Thank you!').waitFor()
    expect(await page.locator('.card q').textContent()).toBe('Quick and kind')
    expect(await chat.responseRow()).toMatchObject({ score: 5, comment: 'Quick and kind', revision: 2 })
    // I10: left with a comment, it cannot change.
    expect(await page.getByRole('button', { name: 'Change my rating' }).count()).toBe(0)
    await page.context().close()
  })

  it('O5: a low score brings up the comment first; skipping stays possible, and the rating stands', async () => {
    const page = await chat.ended()
    await page.getByRole('radio', { name: 'Terrible' }).click()
    await page.getByLabel('What went wrong?').waitFor()
    await expect.poll(() => chat.focused(page)).toContain('comment')
    await page.getByRole('button', { name: 'Skip' }).click()
    await page.getByRole('button', { name: 'Change my rating' }).click()
    await page.getByRole('radio', { name: 'Good' }).click()
    await page.getByRole('button', { name: /Keep|Skip/ }).click()
    await expect.poll(async () => (await chat.responseRow()).score).toBe(4)
    await page.reload()
    await page.getByText('Your rating: Good').waitFor()
    await page.context().close()
  })

  it('I8: keyboard alone is enough, arrows rate nothing, Escape closes and gives the focus back', async () => {
    const page = await chat.ended()
    await page.getByRole('radio', { name: 'Terrible' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect((await chat.surveyRow()).state).toBe('sent')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await chat.surveyRow()).state).toBe('answered')
    expect((await chat.responseRow()).score).toBe(3)
    await page.keyboard.press('Escape')
    expect(await page.locator('.panel').isVisible()).toBe(false)
    expect(await chat.focused(page)).toContain('launcher')
    await page.context().close()
  })

  it('J3: a survey withdrawn by reopening says so calmly, and the next end asks anew', async () => {
    await chat.stage.setPolicy({ on_reopen: 'withdraw', scope: 'resolution' })
    const page = await chat.ended()
    await chat.write(page, 'One more thing')
    await page.getByText('This survey was withdrawn').waitFor()
    await chat.reply('Of course')
    await chat.closeIt()
    await page.getByRole('radio', { name: 'Good' }).waitFor()
    expect(await page.locator('.card').count()).toBe(2)
    await chat.stage.setPolicy({})
    await page.context().close()
  })

  it('J5: a card left open past its time says so, and nothing is recorded', async () => {
    await chat.stage.setPolicy({ rating: { window: { from: 'sent', hours: 1 } } })
    const page = await chat.ended()
    chat.stage.clock.pass(2 * HOUR_MS)
    await page.getByRole('radio', { name: 'Good' }).click()
    await page.getByText('This survey has ended').waitFor()
    expect((await chat.surveyRow()).response_id).toBeNull()
    await chat.stage.setPolicy({})
    await page.context().close()
  })

  it('I6: a change from a card left open past the window is refused, said, and not recorded', async () => {
    await chat.stage.setPolicy({ rating: { edit: { mode: 'window', hours: 1 }, comment_locks: false } })
    const page = await chat.ended()
    await page.getByRole('radio', { name: 'Poor' }).click()
    await page.getByRole('button', { name: 'Skip' }).click()
    await page.getByRole('button', { name: 'Change my rating' }).click()
    chat.stage.clock.pass(2 * HOUR_MS)
    await page.getByRole('radio', { name: 'Excellent' }).click()
    await page.getByText('The rating can no longer be changed').waitFor()
    await page.getByText('Your rating: Poor').waitFor()
    expect((await chat.responseRow()).score).toBe(2)
    await chat.stage.setPolicy({})
    await page.context().close()
  })

  it('I9: where a rating is final after the tap, its comment may still follow', async () => {
    await chat.stage.setPolicy({ rating: { edit: { mode: 'never' } } })
    const page = await chat.ended()
    await page.getByRole('radio', { name: 'Poor' }).click()
    await page.getByLabel('What went wrong?').fill('Too slow')
    await expect.poll(() => page.getByRole('radio', { name: 'Excellent' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Thank you!').waitFor()
    expect(await chat.responseRow()).toMatchObject({ score: 2, comment: 'Too slow' })
    await chat.stage.setPolicy({})
    await page.context().close()
  })

  it('C6: what is written offline is kept through a reload and sent once', async () => {
    const page = await chat.ended()
    await page.context().setOffline(true)
    await chat.write(page, 'Written in a tunnel')
    await page.getByText('Not sent').waitFor()
    await page.getByText('Reconnecting…').waitFor()
    await page.context().setOffline(false)
    await expect.poll(async () => (await chat.conversation()).contact_message_count).toBe(2)
    await page.getByText('Not sent').waitFor({ state: 'detached' })
    await page.locator('.composer textarea').fill('Half a thou')
    await page.reload()
    expect(await page.locator('.composer textarea').inputValue()).toBe('Half a thou')
    expect((await chat.conversation()).contact_message_count).toBe(2)
    await page.context().close()
  })

  it('C6: markup in messages and names stays text', async () => {
    const page = await chat.ended()
    await chat.reply('<img src=x onerror="document.title=1"> https://example.com/?a=1&b=<b>')
    await page.getByText('<img src=x').waitFor()
    expect(await page.title()).not.toBe('1')
    expect(await page.locator('.bubble a').getAttribute('href')).toBe('https://example.com/?a=1&b=')
    await page.context().close()
  })

  const looks: [string, BrowserContextOptions][] = [
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }],
  ]
  it.each(looks)('I8: axe finds nothing, %s', async (_look, options) => {
    const page = await chat.ended(options)
    expect(await chat.findings(page)).toEqual([])
    await page.getByRole('radio', { name: 'Poor' }).click()
    expect(await chat.findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Skip' }).click()
    expect(await chat.findings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.context().close()
  })

  it('C6: an Arabic visitor reads Arabic, from the right', async () => {
    const page = await chat.visit({ locale: 'ar' })
    await page.evaluate(() => {
      document.documentElement.lang = 'ar'
      ;(window as unknown as { Candor: { update(): void } }).Candor.update()
    })
    await page.locator('.root[dir=rtl]').waitFor({ state: 'attached' })
    await page.locator('.launcher').click()
    expect((await page.locator('.launcher').boundingBox())!.x).toBeLessThan(100)
    expect(await chat.findings(page)).toEqual([])
    await page.context().close()
  })

  it('I8: on a phone the focus stays in the panel, which covers the page', async () => {
    const page = await chat.ended({ viewport: { width: 360, height: 700 } })
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('candor-chat')
    }
    expect(await page.locator('.panel').getAttribute('aria-modal')).toBe('true')
    expect(await page.locator('.panel').boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 700 })
    await page.context().close()
  })

  it('C6: what comes while the panel is closed is counted on the bubble, and said', async () => {
    const page = await chat.ended()
    await page.locator('.launcher').click()
    await chat.reply('And one more thing')
    await chat.reply('Have a good day')
    await page.getByRole('button', { name: 'Open chat (New message: 2)' }).waitFor()
    await page.locator('.launcher').click()
    await page.getByText('Have a good day').waitFor()
    await page.locator('.launcher').click()
    expect(await page.locator('.badge').textContent()).toBe('')
    await page.context().close()
  })
})
