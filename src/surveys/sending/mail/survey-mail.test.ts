import { describe, expect, it } from 'vitest'
import { customerText, languages } from '../../../languages/catalogue.ts'
import { renderReplyMail } from './reply-mail.ts'
import { renderSurveyMail, type SurveyMailFacts } from './survey-mail.ts'

const brand = { name: 'Northwind', iconUrl: null, color: '#0f766e' }
const linkFor = (score: number) => `https://c.example/s/t?score=${score}`

function mail(over: Partial<SurveyMailFacts> = {}) {
  return renderSurveyMail({
    lang: 'en',
    brand,
    message: 'How was your support experience?',
    scale: 'emoji',
    conversationSubject: 'Broken grinder',
    agentName: 'Ada',
    linkFor,
    link: 'https://c.example/s/t',
    unsubscribeUrl: 'https://c.example/u/t',
    ...over,
  })
}

/** One blank between attributes and none around tags, so that expectations can be read. */
const tidy = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/ ?\/?>/g, '>')
    .replace(/> /g, '>')
    .replace(/ </g, '<')
const scoresLinked = (text: string) => [...text.matchAll(/\?score=(\d)/g)].map(([, score]) => Number(score))

describe('the survey mail', () => {
  it.each([
    ['emoji', [1, 2, 3, 4, 5]],
    ['stars', [1, 2, 3, 4, 5]],
    ['thumbs', [1, 5]],
  ] as const)('I8: %s are links in both parts, in order', (scale, scores) => {
    expect(scoresLinked(mail({ scale }).html)).toEqual(scores)
    expect(scoresLinked(mail({ scale }).text)).toEqual(scores)
  })

  it('O4: each emoji carries its word', () => {
    const { html, text } = mail()
    expect(tidy(html)).toMatch(/😡<\/span><span class="label"[^>]*>Terrible</)
    expect(text).toContain('😍 Excellent: https://c.example/s/t?score=5')
  })

  it('O4: each star carries its number, in the text part as many stars of five', () => {
    const { html, text } = mail({ scale: 'stars' })
    const shown = [...tidy(html).matchAll(/class="sign"[^>]*>(\d)<span aria-hidden="true"[^>]*>★</g)]
    expect(shown.map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5])
    expect(tidy(html)).toMatch(/>4<span[^>]*>★<\/span><\/span><span class="label"[^>]*>Good</)
    expect(text).toContain('★☆☆☆☆ 1 · Terrible: https://c.example/s/t?score=1')
    expect(text).toContain('★★★★★ 5 · Excellent: https://c.example/s/t?score=5')
  })

  it('A4: the rating is the first thing to click', () => {
    expect(/<a\s[^>]*href="([^"]+)"/.exec(mail().html)?.[1]).toBe(linkFor(1))
  })

  it('O12: the custom message replaces the intro, and O3: the mail is the brand’s', () => {
    const { html, text } = mail({ message: 'Did Ada\nhelp?' })
    expect(tidy(html)).toContain('>Did Ada<br>help?</h1>')
    expect(text).toContain('Did Ada\nhelp?')
    expect(html).not.toContain(customerText('en').rating.message)
    expect(html).toContain('#0f766e')
  })

  it.each(languages)('C6: in %s the mail is written in that language', (lang) => {
    const { html, text } = mail({ lang })
    expect(html).toContain(`lang="${lang}" dir="${lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr'}"`)
    expect(text).toContain(customerText(lang).mail.unsubscribe)
    expect(scoresLinked(html)).toEqual([1, 2, 3, 4, 5])
  })

  it('I8: nobody sees the trap, and without one there is none', () => {
    expect(mail({ trapUrl: 'https://c.example/trap' }).html).toMatch(
      /display:none[^>]*><a href="https:\/\/c\.example\/trap"/,
    )
    expect(mail({ trapUrl: 'https://c.example/trap' }).text).not.toContain('trap')
    expect(mail().html).not.toContain('tabindex')
  })

  it('C6: hostile names stay text and stay out of the header', () => {
    const attack = 'x"><script>alert(1)</script>\r\nBcc: all@example.org'
    const { subject, html } = mail({
      message: attack,
      agentName: attack,
      conversationSubject: attack,
      brand: { ...brand, name: attack, iconUrl: 'javascript:x', color: 'red;x' },
    })
    expect(html).not.toMatch(/<script|javascript:|red;x/)
    expect(subject).not.toMatch(/[\r\n]/)
    expect(mail({ unsubscribeUrl: 'javascript:alert(1)' }).html).not.toContain('href="javascript:')
  })

  it('O3: it stays far under the size where Gmail cuts a mail off', () => {
    expect(Buffer.byteLength(mail({ lang: 'ru' }).html)).toBeLessThan(20_000)
  })
})

describe('other mails', () => {
  it('I21: a reply keeps its lines, links addresses and answers the subject once', () => {
    const { subject, html, text } = renderReplyMail({
      lang: 'en',
      brand,
      body: 'Hi <Sam>,\nsee https://a.example/?x=1&y=2.',
      agentName: 'Ada',
      subject: 'RE: re: Broken grinder',
      conversationUrl: 'https://c.example/c',
      canAnswer: true,
    })
    expect(text).toContain('simply reply')
    expect(subject).toBe('Re: Broken grinder')
    expect(html).toContain(
      'Hi &lt;Sam&gt;,<br />see <a class="accent" href="https://a.example/?x=1&amp;y=2" style="color:inherit">https://a.example/?x=1&amp;y=2</a>.',
    )
    expect(text).toContain('Hi <Sam>,\nsee')
    expect(text).toContain('Open conversation: https://c.example/c')
  })
})
