import { describe, expect, it } from 'vitest'
import { fromInputValue, fromWallTime, toInputValue, toWallTime } from './zone.ts'

describe('wall time in a zone', () => {
  it('reads the clock of the zone, not of the machine', () => {
    const instant = Date.parse('2026-01-31T23:30:00Z')
    expect(toWallTime(instant, 'Europe/Berlin')).toEqual({
      year: 2026,
      month: 2,
      day: 1,
      hour: 0,
      minute: 30,
    })
    expect(toWallTime(instant, 'America/Los_Angeles').hour).toBe(15)
  })

  it('finds the instant again, also where the offset is not whole hours', () => {
    for (const zone of ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham']) {
      const instant = Date.parse('2026-07-04T09:00:00Z')
      expect(fromWallTime(toWallTime(instant, zone), zone)).toBe(instant)
    }
  })

  it('keeps 9:00 at 9:00 over a change of the clocks', () => {
    const saturday = { year: 2026, month: 3, day: 28, hour: 9, minute: 0 }
    const before = fromWallTime(saturday, 'Europe/Berlin')
    const after = fromWallTime({ ...saturday, day: 29 }, 'Europe/Berlin')
    expect((after - before) / 3_600_000).toBe(23)
  })

  it('rolls days over the end of the month', () => {
    const wall = { year: 2026, month: 1, day: 32, hour: 9, minute: 0 }
    expect(new Date(fromWallTime(wall, 'UTC')).toISOString()).toBe('2026-02-01T09:00:00.000Z')
  })

  it('writes and reads what date inputs use', () => {
    const wall = { year: 2026, month: 1, day: 5, hour: 9, minute: 5 }
    expect(toInputValue(wall)).toBe('2026-01-05T09:05')
    expect(fromInputValue('2026-01-05T09:05')).toEqual(wall)
    expect(fromInputValue('')).toBeNull()
  })
})
