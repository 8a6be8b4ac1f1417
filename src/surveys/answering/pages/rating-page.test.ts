import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { customerText, languages } from '../../../languages/catalogue.ts'
import { pageAssets, pageJs } from './assets.ts'
import { brandCss, brandShades, contrast, parse } from '../../../branding/brand.ts'
import { ratingPageHeaders } from './headers.ts'
import { renderRatingPage } from './rating-page.ts'
import type { RatingView } from './rating-view.ts'
import { renderUnsubscribePage } from './unsubscribe-page.ts'

const states = [
  'form',
  'preselected',
  'low_score',
  'thanks',
  'change',
  'expired',
  'withdrawn',
  'unknown',
  'invalid',
  'unsubscribed',
] as const

function view(over: Partial<RatingView> = {}): RatingView {
  return {
    state: 'form',
    lang: 'en',
    brand: { name: 'Northwind', iconUrl: null, color: '#0f766e' },
    message: 'How was your support experience?',
    scale: 'emoji',
    score: null,
    comment: null,
    reasons: [],
    chosenReasons: [],
    canEdit: false,
    thankYou: null,
    action: '/s/token',
    lowUntil: 2,
    ...over,
  }
}

const page = (over: Partial<RatingView> = {}) => renderRatingPage(view(over))
const radios = (text: string) => text.match(/<input\s+type="radio"[^>]*>/g) ?? []
/** One blank between attributes and none before the end of a tag, so that expectations can be read. */
const tidy = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/ ?\/?>/g, '>')
    .replace(/> </g, '><')

describe('asking', () => {
  it('C7: names the workspace, asks 1–5 and for an optional comment, and needs no sign-in', () => {
    const text = page()
    expect(text).toContain('<bdi>Northwind</bdi>')
    expect(radios(text).map((radio) => /value="(\d)"/.exec(radio)?.[1])).toEqual(['1', '2', '3', '4', '5'])
    expect(text).toMatch(/<textarea[^>]*\sname="comment"[^>]*\smaxlength="5000"/)
    expect(text).not.toMatch(/<textarea[^>]*\srequired/)
    expect(text).not.toMatch(/type="password"/)
  })

  it('A1: asks one question; the only thing that must be answered is the score', () => {
    const text = page({ message: 'How was the support you got?' })
    expect(text.match(/How was the support you got\?<\/h1>/g)).toHaveLength(1)
    expect(text.match(/<fieldset/g)).toHaveLength(1)
    const required = text.match(/<(input|textarea|select)[^>]*\srequired/g) ?? []
    expect(required.every((field) => field.includes('name="score"'))).toBe(true)
  })

  it('J9: score, comment and submit are one form that posts without JavaScript', () => {
    const text = page()
    expect(text.match(/<form/g)).toHaveLength(1)
    expect(tidy(text)).toContain('<form method="post" action="/s/token"')
    expect(text).toMatch(/<button class="main">Send rating<\/button>/)
    expect(text).toContain('<legend class="unseen">Rate your experience</legend>')
  })

  it('O4: every score has its emoji, hidden from screen readers, and its word', () => {
    const text = page()
    for (const [sign, label] of [
      ['😡', 'Terrible'],
      ['😞', 'Poor'],
      ['😐', 'Okay'],
      ['🙂', 'Good'],
      ['😍', 'Excellent'],
    ]) {
      expect(tidy(text)).toContain(`aria-hidden="true">${sign}</span><span class="name">${label}</span>`)
    }
  })

  it('J7: a score clicked in a mail is preselected, and nothing but a tap on the button sends it', () => {
    const text = page({ state: 'preselected', score: 4 })
    expect(radios(text).filter((radio) => radio.includes('checked'))).toEqual([
      expect.stringContaining('value="4"'),
    ])
    expect(text).toContain('Press “Send rating” to confirm')
    expect(text).not.toMatch(/http-equiv|autofocus|onload|prefetch/)
  })

  it('A2: thumbs are the ends of the scale; a 4 is up, a 2 is down, a 3 neither', () => {
    const chosen = (score: number) =>
      radios(page({ scale: 'thumbs', state: 'preselected', score })).findIndex((radio) =>
        radio.includes('checked'),
      )
    expect(radios(page({ scale: 'thumbs' }))).toHaveLength(2)
    expect([1, 2, 3, 4, 5].map(chosen)).toEqual([0, 0, -1, 1, 1])
  })

  it('O5: a low score changes the prompt before sending, and skipping comes only after it is recorded', () => {
    const asking = page()
    expect(radios(asking).filter((radio) => radio.includes('data-low'))).toHaveLength(2)
    expect(asking).toContain('What went wrong?')
    expect(asking).not.toContain('>Skip<')
    const recorded = page({ state: 'low_score', score: 1 })
    expect(recorded).toContain('Your rating is saved.')
    expect(recorded.indexOf('<textarea')).toBeLessThan(recorded.indexOf('>Skip<'))
    expect(tidy(recorded)).toContain('<input type="hidden" name="score" value="1">')
    expect(recorded).toContain('name="step" value="comment"')
  })

  it('I9: a good score without words can be asked for more in the same way', () => {
    expect(page({ state: 'low_score', score: 5 })).toContain('>Tell us more (optional)</h1>')
  })

  it('J9: what was typed survives a refused answer, leading line break included', () => {
    const text = page({
      state: 'invalid',
      comment: '\nslow',
      errors: { score: 'Required' },
      reasons: ['A', 'B'],
      chosenReasons: ['B'],
    })
    expect(text).toContain('>\n\nslow</textarea>')
    expect(tidy(text)).toContain('role="alert"> Please choose a rating. </p>')
    expect(tidy(text)).toContain('value="B" checked')
    expect(tidy(text)).not.toContain('value="A" checked')
  })
})

describe('telling', () => {
  it.each(['thanks', 'expired', 'withdrawn', 'unknown', 'unsubscribed'] as const)(
    'C8: %s shows no form',
    (state) => {
      expect(page({ state, score: 4, comment: 'ok' })).not.toMatch(/<form|<input|<textarea/)
    },
  )

  it('C8: the thank-you shows the answer, and a way to change it only where there is one', () => {
    const final = page({ state: 'thanks', score: 4, comment: 'Fine' })
    expect(final).toContain('Good')
    expect(final).toContain('Fine')
    expect(final).not.toContain('Change my rating')
    expect(page({ state: 'thanks', score: 4, canEdit: true })).toContain(
      'href="/s/token?change=1">Change my rating',
    )
    expect(page({ state: 'thanks', score: 4, thankYou: 'Cheers, you.' })).toContain('Cheers, you.')
  })

  it('I6: a change that came too late is told so, above the answer that stands', () => {
    expect(page({ state: 'thanks', score: 2, notice: 'change_closed' })).toContain(
      'Your earlier answer stands.',
    )
  })

  it('J3: a withdrawn link says so, and another than an expired one', () => {
    expect(page({ state: 'withdrawn' })).toContain('This survey was withdrawn')
    expect(page({ state: 'withdrawn' })).not.toContain('opened again')
    expect(page({ state: 'withdrawn', isReopened: true })).toContain('opened again')
    expect(page({ state: 'expired' })).toContain('This survey has ended')
  })

  it('C7: unsubscribing is confirmed by a posted form', () => {
    const asked = renderUnsubscribePage({ lang: 'en', brand: view().brand!, action: '/u/t', done: false })
    expect(asked).toContain('<form method="post" action="/u/t">')
    expect(
      renderUnsubscribePage({ lang: 'en', brand: view().brand!, action: '/u/t', done: true }),
    ).not.toContain('<form')
  })
})

describe('every page', () => {
  it.each(states)('C9: %s is noindex, nofollow and sends no referrer', (state) => {
    expect(tidy(page({ state, score: 1 }))).toContain('<meta name="robots" content="noindex, nofollow">')
    expect(tidy(page({ state, score: 1 }))).toContain('<meta name="referrer" content="no-referrer">')
  })

  it('C9: the headers say it too, and let nothing inline run', () => {
    const headers = ratingPageHeaders()
    expect(headers['x-robots-tag']).toBe('noindex, nofollow')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self'; /,
    )
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/)
  })

  it.each([
    ['https://cdn.example/a.png', ' https://cdn.example;'],
    ["https://evil;script-src 'self'/x", "'self' data:;"],
    ['javascript:alert(1)', "'self' data:;"],
  ])('C7: the icon %s adds no more than its host', (iconUrl, expected) => {
    const policy = ratingPageHeaders(iconUrl)['content-security-policy'] ?? ''
    expect(policy).toContain(expected)
    expect(policy.split(';')).toHaveLength(8)
  })

  it.each(states)('C9: %s holds nothing inline a strict policy would refuse', (state) => {
    const text = page({ state, score: 1, reasons: ['Speed'], scale: 'stars', canEdit: true })
    expect(text).not.toMatch(/\sstyle=|\son\w+=|<style|<script>/)
  })

  it.each(languages)('C7: in %s it is written in that language and direction', (lang) => {
    const text = page({ lang, message: customerText(lang).rating.message })
    expect(text).toContain(`<html lang="${lang}" dir="${lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr'}">`)
    expect(text).toContain(`<button class="main">${customerText(lang).rating.sendRating}</button>`)
  })

  it('C7: whatever a workspace or customer wrote stays text', () => {
    const attack = '"><script>alert(1)</script>\'<img src=x onerror=alert(1)>\u0000</textarea>'
    for (const state of states) {
      const text = page({
        state,
        score: 1,
        scale: 'stars',
        message: attack,
        comment: attack,
        reasons: [attack],
        thankYou: attack,
        action: attack,
        canEdit: true,
        errors: { other: attack },
        brand: { name: attack, iconUrl: attack, color: '#fff}body{display:none' },
      })
      expect(text).not.toMatch(/<script>|<img/)
      expect(text).not.toContain('\u0000')
      expect(text.match(/<\/textarea>/g)?.length ?? 0).toBe(text.match(/<textarea/g)?.length ?? 0)
      expect(text).toContain('brand.css?c=4f46e5')
    }
  })

  it('C7: no text can leave its element (any text)', () => {
    const tags = (text: string) => text.match(/<\/?[a-z0-9]+/g)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (words) => {
        const name = `x${words}x`
        const written = page({ message: name, comment: name, brand: { name, iconUrl: null, color: null } })
        expect(tags(written)).toEqual(tags(page()))
      }),
      { numRuns: 200 },
    )
  })

  it('C7: page, style and script together stay under 8 KB compressed', () => {
    const longest = page({
      lang: 'ru',
      reasons: ['Speed', 'Knowledge', 'Kindness'],
      state: 'preselected',
      score: 1,
    })
    const parts = [longest, brandCss('#0f766e'), ...pageAssets.map((asset) => asset.body)]
    const bytes = parts.reduce((sum, part) => sum + gzipSync(part).length, 0)
    expect(bytes).toBeLessThan(8 * 1024)
  })

  it('J7: the script sends only when the form is submitted', () => {
    const script = readFileSync(new URL('./page.js', import.meta.url), 'utf8')
    expect(script.match(/fetch\(|sendBeacon|XMLHttpRequest|\.submit\(|requestSubmit/g)).toEqual(['fetch('])
    expect(script.match(/\bsend\(/g)).toEqual(['send(', 'send('])
    expect(pageJs.path).toMatch(/^\/s\/assets\/page\.[0-9a-f]{12}\.js$/)
  })
})

describe('brand colour', () => {
  it('C7: any colour gives text that can be read, in light and dark', () => {
    const surfaces = { light: '#ffffff', dark: '#1b1e25' } as const
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
        const shades = brandShades(`#${number.toString(16).padStart(6, '0')}`)
        for (const mode of ['light', 'dark'] as const) {
          const { fill, onFill, rim, accent } = shades[mode]
          expect(contrast(parse(fill), parse(onFill))).toBeGreaterThanOrEqual(4.5)
          expect(contrast(parse(accent), parse(surfaces[mode]))).toBeGreaterThanOrEqual(4.5)
          expect(contrast(parse(rim ?? fill), parse(surfaces[mode]))).toBeGreaterThanOrEqual(3)
        }
      }),
    )
  })

  it('C7: its stylesheet holds nothing but hex colours, whatever was asked for', () => {
    for (const color of ['1a73e8', '#FFF', 'red;}', '</style>', '', null]) {
      expect(brandCss(color)).toMatch(/^[-:{};@()a-z0-9#]+$/)
    }
  })
})
