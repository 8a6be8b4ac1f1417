import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { customerText, direction, fill, isLanguage, languages, widgetText } from './catalogue.ts'
import { pickLanguage } from './pick-language.ts'
import { DEFAULT_MESSAGE, surveyMessage } from './survey-message.ts'

/** `{ 'rating.send': 'Send', … }` */
function leaves(value: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      typeof child === 'string'
        ? [[path + key, child]]
        : Object.entries(leaves(child as object, `${path}${key}.`)),
    ),
  )
}

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted()
const english = leaves(customerText('en'))

describe('the catalogue', () => {
  it('C7: speaks at least 14 languages, two of them right to left', () => {
    expect(languages.length).toBeGreaterThanOrEqual(14)
    expect(languages.filter((lang) => direction(lang) === 'rtl')).toEqual(['ar', 'he'])
    expect(Object.keys(english).length).toBeGreaterThan(70)
  })

  it.each(languages)('C7: %s has every text, the same places to fill, and nothing left empty', (lang) => {
    const texts = leaves(customerText(lang))
    expect(Object.keys(texts)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(texts)) {
      expect(text.trim(), `${lang} ${key}`).toBe(text)
      expect(text.length, `${lang} ${key}`).toBeGreaterThan(0)
      expect(places(text), `${lang} ${key}`).toEqual(places(english[key] ?? ''))
      expect(text.replaceAll(/\{\w+\}/g, ''), `${lang} ${key}`).not.toMatch(/[{}]/)
    }
  })

  it.each(languages.filter((lang) => lang !== 'en'))('C7: %s is translated, not copied', (lang) => {
    const texts = leaves(customerText(lang))
    const copied = Object.keys(english).filter((key) => texts[key] === english[key])
    expect(copied.length, copied.join(' ')).toBeLessThanOrEqual(3)
  })

  it.each(languages)('O4: %s names five different scores, and two thumbs', (lang) => {
    const { scores, thumbs } = customerText(lang)
    expect(new Set(Object.values(scores)).size).toBe(5)
    expect(thumbs.up).not.toBe(thumbs.down)
  })

  it('O4: the English labels are the ones of the specification', () => {
    expect(Object.values(customerText('en').scores)).toEqual([
      'Terrible',
      'Poor',
      'Okay',
      'Good',
      'Excellent',
    ])
  })

  it('I8: the web chat gets one language and only its own texts', () => {
    expect(Object.keys(widgetText('he'))).toEqual(['scores', 'thumbs', 'rating', 'chat'])
    expect(widgetText('he').rating).toBe(customerText('he').rating)
  })

  it('O3: filling happens once, so a name cannot smuggle another place in', () => {
    expect(fill('{brand}: {message} {link}', { brand: '{link}', message: '$&', link: 'x' })).toBe(
      '{link}: $& x',
    )
    expect(fill('{constructor} {brand}', { brand: 'A' })).toBe('{constructor} A')
  })
})

describe('pickLanguage', () => {
  it.each([
    [{ contactLocale: 'de-AT', acceptLanguage: 'fr' }, 'de'],
    [{ contactLocale: 'pt_BR' }, 'pt'],
    [{ contactLocale: 'zh-Hant-TW' }, 'zh'],
    [{ contactLocale: 'iw' }, 'he'],
    [{ contactLocale: 'de_DE.UTF-8' }, 'de'],
    [{ contactLocale: 'nb-NO', acceptLanguage: 'nb, de;q=0.5, fr;q=0.9' }, 'fr'],
    [{ contactLocale: null, acceptLanguage: 'es;q=0, it;q=0.1' }, 'it'],
    [{ acceptLanguage: 'fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5' }, 'fr'],
    [{ acceptLanguage: '*' }, 'en'],
    [{ acceptLanguage: 'constructor, __proto__;q=1' }, 'en'],
    [{ acceptLanguage: 'de;q=9, ja;q=0.4' }, 'ja'],
    [{ contactLocale: 'de"><script>' }, 'en'],
    [{}, 'en'],
  ] as const)('C7: %j is answered in %s', (wish, lang) => {
    expect(pickLanguage(wish)).toBe(lang)
  })

  it('C7: no input makes it fail or answer in a language we do not speak', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (contactLocale, acceptLanguage) => {
        expect(isLanguage(pickLanguage({ contactLocale, acceptLanguage } as never))).toBe(true)
      }),
    )
  })

  it('C7: an endless header is cut, not read', () => {
    expect(pickLanguage({ acceptLanguage: `${'xx,'.repeat(3)}de` })).toBe('de')
    expect(pickLanguage({ acceptLanguage: `${'xx,'.repeat(1_000_000)}de` })).toBe('en')
  })
})

describe('surveyMessage', () => {
  it('C2: the default message is translated', () => {
    expect(surveyMessage({ message: DEFAULT_MESSAGE }, 'de')).toBe(customerText('de').rating.message)
  })

  it('O12: a message of the workspace stays as written where it has no translation of its own', () => {
    const question = { message: 'How did Ada do?', translations: { de: 'Wie war Ada?', fr: ' ' } }
    expect(surveyMessage(question, 'de')).toBe('Wie war Ada?')
    expect(surveyMessage(question, 'fr')).toBe('How did Ada do?')
    expect(surveyMessage(question, 'ar')).toBe('How did Ada do?')
  })
})
