import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Doubt,
  isLost,
  MESSAGE_KINDS,
  missedTurnMs,
  nextWay,
  type Outcome,
  planAttempt,
  planNext,
  planTurn,
} from './hand-over.ts'
import { DAY, HOUR, MINUTE, NOW } from '../test-facts.ts'

const SECOND = 1000
const COUNTED = ['survey', 'reply', 'press_answer'] as const
const ACCEPTED: Outcome = { kind: 'accepted' }
const REFUSED: Outcome = { kind: 'rejected' }
const away = (afterMs = 30 * SECOND): Outcome => ({ kind: 'retry', reason: 'unreachable', afterMs })
const lost = (afterMs = 30 * SECOND): Outcome => ({ kind: 'retry', reason: 'no_answer', afterMs })

/** An unremarkable first attempt, at a provider that knows a repeat for three minutes. */
function after(outcome: Outcome, change: Partial<Parameters<typeof planNext>[0]> = {}) {
  return planNext({
    kind: 'survey',
    outcome,
    attempts: 1,
    doubt: isLost(outcome) ? { since: NOW - SECOND, last: NOW } : null,
    repeatsKnownMs: 3 * MINUTE,
    since: NOW,
    now: NOW,
    chance: 0,
    ...change,
  })
}

describe('after an attempt', () => {
  it.each(COUNTED)('O3: a %s that is accepted is there, whatever was before', (kind) => {
    const doubt = { since: NOW - DAY, last: NOW - DAY }
    expect(after(ACCEPTED, { kind, doubt, attempts: 99, since: NOW - DAY })).toEqual({ next: 'sent' })
  })

  it('O2: a survey is brought eight times to one channel, with pauses that grow fourfold up to an hour', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => {
      const plan = after(away(SECOND), { attempts })
      return plan.next === 'again' ? (plan.at - NOW) / SECOND : plan
    })
    expect(pauses).toEqual([5, 20, 80, 320, 1280, 2800, 2800, { next: 'over', because: 'tried_enough' }])
    expect(after(away(SECOND), { attempts: 7, chance: 1 })).toEqual({
      next: 'again',
      at: NOW + 3500 * SECOND,
    })
    expect(after(away(HOUR))).toEqual({ next: 'again', at: NOW + HOUR })
  })

  it('C15: a reply is brought eight times, at the provider’s wish, longer each time', () => {
    const again = (attempts: number) => after(away(MINUTE), { kind: 'reply', attempts })
    expect([again(1), again(7)]).toEqual([
      { next: 'again', at: NOW + MINUTE },
      { next: 'again', at: NOW + 7 * MINUTE },
    ])
    expect(again(8)).toEqual({ next: 'over', because: 'tried_enough' })
    // Spread, so that those who failed together do not come back together.
    const spread = after(away(MINUTE), { kind: 'reply', attempts: 2, chance: 1 })
    expect(spread).toEqual({ next: 'again', at: NOW + 2.5 * MINUTE })
  })

  it('I9: the answer to a press is brought five times, and not an hour later', () => {
    const again = (change: object) => after(away(MINUTE), { kind: 'press_answer', ...change })
    expect(again({ attempts: 4 })).toEqual({ next: 'again', at: NOW + MINUTE })
    expect(again({ attempts: 5 })).toEqual({ next: 'over', because: 'tried_enough' })
    expect(again({ since: NOW - HOUR + MINUTE })).toEqual({ next: 'over', because: 'too_late' })
    expect(again({ since: NOW - HOUR + MINUTE + 1 })).toEqual({ next: 'again', at: NOW + MINUTE })
  })

  it('O3: what had no answer goes again where a repeat is known, else a survey waits an hour for a word', () => {
    expect(after(lost())).toEqual({ next: 'again', at: NOW + 30 * SECOND })
    expect(after(lost(), { repeatsKnownMs: 0 })).toEqual({ next: 'again', at: NOW + HOUR })
    for (const kind of ['reply', 'press_answer'] as const) {
      expect(after(lost(), { kind, repeatsKnownMs: 0 })).toEqual({ next: 'over', because: 'may_be_there' })
    }
  })

  it('O3: a survey that may be there is waited for, also where another attempt was refused', () => {
    const doubt = { since: NOW - 10 * MINUTE, last: NOW - 9 * MINUTE }
    for (const outcome of [REFUSED, away()]) {
      expect(after(outcome, { doubt })).toEqual({ next: 'again', at: NOW + 51 * MINUTE })
      const late = { since: NOW - 2 * HOUR, last: NOW - HOUR }
      expect(after(outcome, { doubt: late })).toEqual({ next: 'over', because: 'may_be_there' })
    }
  })

  it.each(COUNTED)(
    'O3: a %s that may be there is over for no other reason, whatever went wrong last',
    (kind) => {
      const doubt = { since: NOW - MINUTE, last: NOW - MINUTE }
      const mayBeThere = { next: 'over', because: 'may_be_there' }
      expect(after(REFUSED, { kind, doubt })).toEqual(mayBeThere)
      for (const outcome of [away(), lost()]) {
        expect(after(outcome, { kind, doubt, attempts: 8 })).toEqual(mayBeThere)
      }
    },
  )
})

describe('before an attempt', () => {
  const known = 3 * MINUTE
  const doubt: Doubt = { since: NOW, last: NOW + MINUTE }
  const at = (kind: (typeof MESSAGE_KINDS)[number], now: number, repeatsKnownMs = known) =>
    planAttempt({ kind, doubt, repeatsKnownMs, now })

  it.each(MESSAGE_KINDS)('O3: a %s goes as long as it is known where it is, or a repeat is', (kind) => {
    expect(planAttempt({ kind, doubt: null, repeatsKnownMs: 0, now: NOW })).toEqual({ next: 'go' })
    expect(at(kind, NOW + known - 1)).toEqual({ next: 'go' })
    expect(at(kind, NOW + 9 * DAY, Infinity)).toEqual({ next: 'go' })
    expect(at(kind, NOW + known).next).not.toBe('go')
  })

  it('O3: only a survey waits for a word, for an hour from the last attempt', () => {
    const end = doubt.last + HOUR
    expect(at('survey', end - 1)).toEqual({ next: 'again', at: end })
    expect(at('survey', end)).toEqual({ next: 'over', because: 'may_be_there' })
    for (const kind of ['reply', 'press_answer', 'closing_card'] as const) {
      expect(at(kind, NOW + known)).toEqual({ next: 'over', because: 'may_be_there' })
    }
  })
})

describe('who has no turn at the provider', () => {
  const turn = (kind: (typeof COUNTED)[number], afterMs: number, waited: number) =>
    planTurn({ kind, afterMs, since: NOW - waited, doubt: null, repeatsKnownMs: 0, now: NOW })

  it('O3: comes again when it is let in, or soon where it was', () => {
    for (const kind of COUNTED) expect(turn(kind, MINUTE, 0)).toEqual({ next: 'again', at: NOW + MINUTE })
    expect(COUNTED.map(missedTurnMs)).toEqual([SECOND, 5 * SECOND, 5 * SECOND])
  })

  it('O3, C15: waits for a day, the answer to a press for an hour', () => {
    const late = { next: 'over', because: 'too_late' }
    for (const kind of ['survey', 'reply'] as const) {
      expect(turn(kind, MINUTE, DAY)).toEqual({ next: 'again', at: NOW + MINUTE })
      expect(turn(kind, MINUTE, DAY + 1)).toEqual(late)
    }
    expect(turn('press_answer', MINUTE, HOUR - MINUTE - 1).next).toBe('again')
    expect(turn('press_answer', MINUTE, HOUR - MINUTE)).toEqual(late)
  })

  it('O3: waits for none with what may be there, but for a word; where a repeat is known, as others do', () => {
    const doubt: Doubt = { since: NOW - 2 * MINUTE, last: NOW - MINUTE }
    const turns = (repeatsKnownMs: number, waited: number) =>
      COUNTED.map((kind) =>
        planTurn({ kind, afterMs: MINUTE, since: NOW - waited, doubt, repeatsKnownMs, now: NOW }),
      )
    const mayBeThere = { next: 'over', because: 'may_be_there' }
    expect(turns(0, 0)).toEqual([{ next: 'again', at: doubt.last + HOUR }, mayBeThere, mayBeThere])
    expect(turns(3 * MINUTE, 0)).toEqual(COUNTED.map(() => ({ next: 'again', at: NOW + MINUTE })))
    // Nor is it said of it that it was never there.
    expect(turns(3 * MINUTE, 2 * DAY)).toEqual(COUNTED.map(() => mayBeThere))
  })
})

describe('another way', () => {
  const open = { isOn: true, hasAddress: true, optedOut: false }
  const others = [
    { ...open, channel: 'whatsapp' as const },
    { ...open, channel: 'email' as const, hasAddress: false },
    { ...open, channel: 'telegram' as const, isOn: false },
    { ...open, channel: 'sms' as const, optedOut: true },
    { ...open, channel: 'slack' as const },
  ]
  const facts = { because: 'refused' as const, unsubscribed: false, tried: ['whatsapp' as const], others }

  it('O3, A5: is the first one not tried, where it is asked, with an address that takes messages', () => {
    expect(nextWay(facts)).toBe('slack')
    expect(nextWay({ ...facts, tried: [] })).toBe('whatsapp')
    expect(nextWay({ ...facts, tried: ['whatsapp', 'slack'] })).toBeNull()
  })

  it('O3: is not gone by a survey that may be there already, or to somebody who has unsubscribed', () => {
    expect(nextWay({ ...facts, because: 'may_be_there' })).toBeNull()
    expect(nextWay({ ...facts, unsubscribed: true })).toBeNull()
  })
})

it('O3: nothing is ever handed over twice where the provider would make two of it, nor for ever', () => {
  const ms = fc.integer({ min: 0, max: 3 * DAY })
  fc.assert(
    fc.property(
      fc.constantFrom(...COUNTED),
      fc.constantFrom(REFUSED, away(), lost()),
      fc.integer({ min: 1, max: 20 }),
      fc.option(fc.tuple(ms, ms)),
      fc.constantFrom(0, 3 * MINUTE, Infinity),
      ms,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (kind, outcome, attempts, earlier, repeatsKnownMs, age, chance) => {
        const first = earlier === null ? 0 : Math.max(...earlier)
        const last = earlier === null || isLost(outcome) ? 0 : Math.min(...earlier)
        const isDoubted = earlier !== null || isLost(outcome)
        const doubt = isDoubted ? { since: NOW - first, last: NOW - last } : null
        const plan = after(outcome, { kind, attempts, doubt, repeatsKnownMs, since: NOW - age, chance })
        if (plan.next !== 'again')
          return plan.next === 'over' && (!isDoubted || plan.because === 'may_be_there')
        const then = planAttempt({ kind, doubt, repeatsKnownMs, now: plan.at })
        const mayGo = then.next === 'go'
        return plan.at > NOW && (!mayGo || attempts < 8) && (!isLost(outcome) || mayGo || kind === 'survey')
      },
    ),
    { numRuns: 2000 },
  )
})

it('O3, C15: what comes next, by message, doubt, attempt and outcome', async () => {
  const times = (plan: ReturnType<typeof planNext> | ReturnType<typeof planAttempt>): string => {
    if (plan.next === 'again') return `again in ${(plan.at - NOW) / SECOND} s`
    return plan.next === 'over' ? plan.because.replaceAll('_', ' ') : plan.next
  }
  const doubts: Record<string, Doubt | null> = {
    none: null,
    'a minute': { since: NOW - MINUTE, last: NOW - MINUTE },
    'ten minutes': { since: NOW - 10 * MINUTE, last: NOW - 10 * MINUTE },
    'two hours': { since: NOW - 2 * HOUR, last: NOW - 2 * HOUR },
  }
  const rows = MESSAGE_KINDS.flatMap((kind) =>
    Object.entries(doubts).flatMap(([name, doubt]) => {
      const before = times(planAttempt({ kind, doubt, repeatsKnownMs: 3 * MINUTE, now: NOW }))
      if (kind === 'closing_card') return [[kind, name, before, '–', '–', '–', '–', '–']]
      return [1, 4, 5, 7, 8].map((attempts) => {
        const cells = [ACCEPTED, REFUSED, away(), lost()].map((outcome) => {
          const own = { since: doubt?.since ?? NOW - SECOND, last: NOW }
          const told = { kind, attempts, doubt: isLost(outcome) ? own : doubt }
          return times(after(outcome, told))
        })
        return [kind, name, before, String(attempts), ...cells]
      })
    }),
  )
  const heads = [
    'message',
    'in doubt for',
    'may it go',
    'attempts made',
    'accepted',
    'refused',
    'away, wait 30 s',
    'no answer',
  ]
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const text = [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''].join('\n')
  await expect(text).toMatchFileSnapshot('hand-over.table.md')
})
