import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consentIn, partsOf, shortened, withLink } from './chat-text.ts'
import { discordText } from './discord/discord-text.ts'
import { plainText } from './plain-text.ts'

const unescaped = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
const words = (text: string): string => text.replace(/\s+/g, '')
const anyText = fc.string({
  unit: fc.constantFrom(...'ab1 .\n*_#-[]<>\\|`~', '😍', 'https://x.test/a_b'),
  maxLength: 400,
})

describe('text in chats', () => {
  it('C15: every part fits, none is lost, and no character is cut in two', () => {
    const fits = [{ max: 50 }, { max: 50, dress: discordText }]
    fc.assert(
      fc.property(anyText, fc.constantFrom(...fits), (raw, fit) => {
        const text = plainText(raw)
        const parts = partsOf(text, fit)
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(50)
          expect(part.isWellFormed()).toBe(true)
        }
        const read = fit.dress ? parts.map(unescaped) : parts
        // A backslash before a mark is in the text itself; escaped it is two, read it is one again.
        expect(words(read.join(''))).toBe(words(text))
      }),
    )
  })

  it('A4: the link stays whole however long the message is', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const text = withLink(plainText(raw), 'https://c.test/s/1', { max: 60, dress: discordText })
        expect(text.length).toBeLessThanOrEqual(60)
        expect(text.endsWith('\nhttps://c.test/s/1')).toBe(true)
      }),
    )
  })

  it('C2: what is cut off shows, and what fits is not touched', () => {
    expect(shortened('How was it?', { max: 11 })).toBe('How was it?')
    expect(shortened('How was it today?', { max: 12 })).toBe('How was it…')
  })

  it('C15: only the words alone end or begin messages', () => {
    expect([consentIn('STOP'), consentIn('/stop'), consentIn('start')]).toEqual([false, false, true])
    expect([consentIn('please stop'), consentIn('/stopp'), consentIn('')]).toEqual([null, null, null])
  })
})
