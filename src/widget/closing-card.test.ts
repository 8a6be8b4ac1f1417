import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChatBrowser, openChatBrowser } from '../../test/kit/chat-browser.ts'
import { seal } from '../platform/crypto.ts'
import { newId } from '../platform/ids.ts'
import { showClosingCard } from '../surveys/asking/show-closing-card.ts'

let chat: ChatBrowser

beforeAll(async () => {
  chat = await openChatBrowser()
})
afterAll(() => chat.close())

/** An app that always shows this card. */
async function addApp(card: object): Promise<void> {
  const { ctx, workspaceId } = chat.stage
  const at = new Date(ctx.clock.now())
  await ctx.db
    .insertInto('apps')
    .values({
      workspace_id: workspaceId,
      id: newId(),
      name: 'Tips',
      kind: 'static',
      card: JSON.stringify(card),
      secret: seal(ctx.keys.sealing, 'whsec_AAAA'),
      channels: ['web_chat'],
      created_at: at,
      updated_at: at,
    })
    .execute()
}

describe('a closing app’s card in the web chat', () => {
  it('I11: stands where the rating card would, whole and with nothing parsed as markup', async () => {
    await addApp({
      text: 'Care for your teapot <b>well</b>',
      buttons: [{ label: 'Read how', url: 'https://hearth.example/care' }],
      link: { label: 'Not now', url: 'https://hearth.example/' },
      image: null,
    })
    const page = await chat.visit()
    await page.locator('.launcher').click()
    await chat.write(page, 'My teapot arrived with a chip')
    await page.locator('.received').waitFor()
    await chat.reply('A new one ships today')
    await page.getByText('A new one ships today').waitFor()
    await chat.closeIt()
    const { ctx, workspaceId } = chat.stage
    const { id } = await ctx.db.selectFrom('closing_cards').select('id').executeTakeFirstOrThrow()
    await showClosingCard(ctx, workspaceId, id)
    await page.locator('.closing').waitFor()
    expect(await page.locator('.closing p').textContent()).toBe('Care for your teapot <b>well</b>')
    const button = page.getByRole('link', { name: 'Read how' })
    expect(await button.getAttribute('href')).toBe('https://hearth.example/care')
    expect(await button.getAttribute('rel')).toContain('noopener')
    expect(await page.locator('.scores').count()).toBe(0)
    expect(await chat.findings(page)).toEqual([])
    await chat.write(page, 'One more question')
    await page.locator('.closing').waitFor({ state: 'detached' })
    expect(chat.errors).toEqual([])
  })
})
