import { describe, expect, it } from 'vitest'
import { presetPolicy } from '../../policy/presets.ts'
import { opensAfter } from './opens-after.ts'

describe('when an answer opens to somebody who waits for the first one', () => {
  it('C12, C13: at once, after the embargo, never, or it depends on the channel', () => {
    const byHand = presetPolicy('by_hand')
    expect(opensAfter(byHand, 'owner')).toBe(48)
    expect(opensAfter(byHand, 'agent')).toBe(null)
    expect(opensAfter(presetPolicy('on_close'), 'owner')).toBe(0)
    const sms = { enabled: true, visibility: { embargo_hours: 4 } }
    const mixed = { ...byHand, trigger: { ...byHand.trigger, channels: { ...byHand.trigger.channels, sms } } }
    expect(opensAfter(mixed, 'owner')).toBe('varied')
  })
})
