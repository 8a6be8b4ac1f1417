import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetPolicy } from '../../../policy/presets.ts'
import { mergePatch, PRESETS } from '../../../policy/settings.ts'
import { applySettings } from '../../../policy/validate.ts'
import { getAt, makePatch, removeAt, setAt } from './policy-path.ts'
import { fromPreset, requestFor } from './use-draft.ts'

describe('paths', () => {
  it('sets deep without touching the original', () => {
    const before = { a: { b: 1 } }
    expect(setAt(before, 'a.c.d', 2)).toEqual({ a: { b: 1, c: { d: 2 } } })
    expect(before).toEqual({ a: { b: 1 } })
  })

  it('removes what it empties, and nothing else', () => {
    expect(removeAt({ a: { b: { c: 1 } }, d: 2 }, 'a.b.c')).toEqual({ d: 2 })
    expect(removeAt({ a: { b: 1, c: 2 } }, 'a.b')).toEqual({ a: { c: 2 } })
  })

  it('reads nothing where there is nothing', () => {
    expect(getAt({ a: null }, 'a.b')).toBeUndefined()
  })
})

describe('merge patches', () => {
  const leaf = fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.array(fc.integer(), { maxLength: 3 }))
  const key = fc.constantFrom('a', 'b', 'c')
  const document = fc.dictionary(
    key,
    fc.oneof(leaf, fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf)))),
  )

  it('lead from any document to any other', () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        expect(mergePatch(before, makePatch(before, after))).toEqual(after)
      }),
    )
  })

  it('C1: from every saved preset to every other, the server arrives at the draft', () => {
    for (const from of PRESETS) {
      for (const to of PRESETS) {
        const base = { version: 3, preset: from, policy: fromPreset(from, false) }
        const policy = setAt(
          setAt(fromPreset(to, true), 'rating.window', { from: 'ended', hours: 5 }),
          'question.scale',
          'thumbs',
        )
        const saved = applySettings(base, requestFor(base, { preset: to, policy }))
        expect(saved).toMatchObject({ ok: true, preset: to, policy })
      }
    }
  })

  it('a limit that is lifted and a channel rule that is cleared are gone at the server', () => {
    const limited = setAt(presetPolicy('per_resolution'), 'trigger.channels.sms', {
      enabled: true,
      question: { scale: 'thumbs' },
    })
    const base = { version: 2, preset: 'per_resolution' as const, policy: limited }
    const policy = setAt(removeAt(limited, 'trigger.channels.sms.question'), 'rating.window', null)
    const saved = applySettings(base, requestFor(base, { preset: 'per_resolution', policy }))
    expect(saved).toMatchObject({ ok: true, policy: { rating: { window: null } } })
    expect(saved.ok && saved.policy.trigger.channels.sms).toEqual({ enabled: true })
  })
})
