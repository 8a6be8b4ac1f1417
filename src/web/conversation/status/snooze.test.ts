import { describe, expect, it } from 'vitest'
import { snoozePresets } from './snooze.ts'

const at = (now: string, zone: string) =>
  Object.fromEntries(
    snoozePresets(Date.parse(now), zone).map((each) => [each.label, new Date(each.at).toISOString()]),
  )

describe('snooze presets', () => {
  it('tomorrow is tomorrow at nine in the workspace, though it is another day in UTC', () => {
    expect(at('2026-11-20T23:30:00Z', 'Europe/Berlin').Tomorrow).toBe('2026-11-22T08:00:00.000Z')
  })

  it('next week is the coming Monday, on a Monday the one after', () => {
    expect(at('2026-11-22T10:00:00Z', 'UTC')['Next week']).toBe('2026-11-23T09:00:00.000Z')
    expect(at('2026-11-23T10:00:00Z', 'UTC')['Next week']).toBe('2026-11-30T09:00:00.000Z')
  })

  it('later today is not offered in the evening', () => {
    expect(at('2026-11-20T10:20:00Z', 'UTC')['Later today']).toBe('2026-11-20T13:00:00.000Z')
    expect(at('2026-11-20T18:00:00Z', 'UTC')['Later today']).toBeUndefined()
  })
})
