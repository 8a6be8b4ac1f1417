import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import type { StaffStage } from './staff-stage.ts'

/** From one look to the next only one of the two changes, which is quicker. */
const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'light', width: 360 },
  { scheme: 'dark', width: 360 },
  { scheme: 'dark', width: 1280 },
] as const

/** Nothing stale, two frames drawn, and nothing left on its way from the look before. */
const SETTLED = `(async () => {
  while (document.querySelector('[aria-busy=true]')) await new Promise(requestAnimationFrame)
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame)
  const moving = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
  await Promise.allSettled(moving.map(({ finished }) => finished))
})()`

const RUN_AXE = `axe
  .run(document, { resultTypes: ['violations'], preload: false })
  .then(({ violations }) => violations)`

/** What can be moved sideways: the page, or a part of it that scrolls. */
const TOO_WIDE = `[...document.querySelectorAll('*')]
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
  .filter((each) => each === document.scrollingElement || /auto|scroll/.test(getComputedStyle(each).overflowX))
  .map((each) => each.cloneNode().outerHTML + ' by ' + (each.scrollWidth - each.clientWidth) + ' px')`

type Finding = { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }

/** What is wrong with a page as it stands, light and dark, on a desk and on the narrowest phone. */
export async function findings(stage: Pick<StaffStage, 'shot'>, page: Page, name: string): Promise<string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const wrong: string[] = []
  for (const { scheme, width } of LOOKS) {
    const look = `${scheme}-${width}`
    await page.setViewportSize({ width, height: width === 360 ? 740 : 800 })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.evaluate(SETTLED)
    await stage.shot(page, `${name}-${look}`)
    // Evaluated, so that the page's own policy stays in force; once for as long as the page stands.
    if (await page.evaluate('!window.axe')) await page.evaluate(axe)
    for (const { id, impact, nodes } of await page.evaluate<Finding[]>(RUN_AXE)) {
      if (impact !== 'serious' && impact !== 'critical') continue
      wrong.push(`${look} ${id}: ${nodes.map((node) => node.html + node.failureSummary).join(' | ')}`)
    }
    for (const wide of await page.evaluate<string[]>(TOO_WIDE)) wrong.push(`${look} too wide: ${wide}`)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return wrong
}
