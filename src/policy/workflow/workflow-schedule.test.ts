import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastTick } from './workflow-schedule.ts'
import { HOUR } from '../test-facts.ts'
import type { Schedule } from './workflow-definition.ts'

const schedule = (every: Schedule['every'], at = '09:00', weekday: Schedule['weekday'] = null) => ({
  every,
  at,
  weekday,
})
const tick = (of: ReturnType<typeof schedule>, zone: string, now: string): string =>
  new Date(lastTick(of, zone, Date.parse(now)).at).toISOString()

describe('the last moment of a schedule', () => {
  it('O9: every day, every week and every hour, by the clock on the wall', () => {
    expect(tick(schedule('day'), 'UTC', '2026-03-03T09:00:00Z')).toBe('2026-03-03T09:00:00.000Z')
    expect(tick(schedule('day'), 'UTC', '2026-03-03T08:59:59Z')).toBe('2026-03-02T09:00:00.000Z')
    expect(tick(schedule('day'), 'Europe/Berlin', '2026-03-03T08:00:00Z')).toBe('2026-03-03T08:00:00.000Z')
    expect(tick(schedule('day'), 'Asia/Kolkata', '2026-03-03T03:29:00Z')).toBe('2026-03-02T03:30:00.000Z')
    // 2 March 2026 is a Monday.
    expect(tick(schedule('week', '09:00', 'monday'), 'UTC', '2026-03-03T00:00:00Z')).toBe(
      '2026-03-02T09:00:00.000Z',
    )
    expect(tick(schedule('week', '09:00', 'tuesday'), 'UTC', '2026-03-03T08:00:00Z')).toBe(
      '2026-02-24T09:00:00.000Z',
    )
    expect(tick(schedule('hour', '00:15'), 'Asia/Kolkata', '2026-03-03T03:44:00Z')).toBe(
      '2026-03-03T02:45:00.000Z',
    )
  })

  it('O9: where the clocks are put forward over it, an hour later; where they are put back, once', () => {
    const half = schedule('day', '02:30')
    expect(tick(half, 'Europe/Berlin', '2026-03-29T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z')
    const first = lastTick(half, 'Europe/Berlin', Date.parse('2026-10-25T00:45:00Z'))
    const second = lastTick(half, 'Europe/Berlin', Date.parse('2026-10-25T01:45:00Z'))
    expect(second).toEqual(first)
    expect(new Date(first.at).toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  it('O9: is never in the future, at most a week back, and goes only forward, with a name of its own', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Chatham',
    )
    const at = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) })
    const which = fc.constantFrom(
      schedule('hour', '00:20'),
      schedule('day', '02:30'),
      schedule('week', '23:10', 'sunday'),
    )
    fc.assert(
      fc.property(zones, at, which, (zone, now, of) => {
        const here = lastTick(of, zone, now)
        const later = lastTick(of, zone, now + HOUR)
        expect(here.at).toBeLessThanOrEqual(now)
        expect(now - here.at).toBeLessThanOrEqual(7 * 24 * HOUR + HOUR)
        expect(later.at).toBeGreaterThanOrEqual(here.at)
        expect(later.at === here.at).toBe(later.name === here.name)
      }),
    )
  })
})
