import { customerText, fill, type Language } from '../../../languages/catalogue.ts'
import type { Brand } from '../../../branding/brand.ts'
import { pageDocument } from './document.ts'
import { html } from '../../../branding/html.ts'
import { heading, told } from './rating-page.ts'
import { symbol } from './symbols.ts'

export type UnsubscribeView = {
  lang: Language
  brand: Brand
  /** Where the form posts to. */
  action: string
  done: boolean
}

/** Asks before it unsubscribes: link scanners open every link of a mail, so only the posted form counts. */
export function renderUnsubscribePage({ lang, brand, action, done }: UnsubscribeView): string {
  const { page } = customerText(lang)
  if (done) {
    const { title, body } = told(
      'muted',
      page.unsubscribedTitle,
      fill(page.unsubscribedText, { brand: brand.name }),
    )
    return pageDocument({ lang, brand, title, body })
  }
  const body = html`<div class="hero plain">${symbol('muted')}</div>
    ${heading(page.unsubscribeTitle)}
    <p class="lead">${fill(page.unsubscribeText, { brand: brand.name })}</p>
    <form method="post" action="${action}"><button class="main">${page.unsubscribe}</button></form>`
  return pageDocument({ lang, brand, title: page.unsubscribeTitle, body })
}
