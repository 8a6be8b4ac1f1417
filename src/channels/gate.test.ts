import { describe, expect, it, vi } from 'vitest'
import { makeClock } from '../../test/kit/clock.ts'
import type { SendResult } from './channel.ts'
import { failed } from './failure.ts'
import { makeGate, PACE } from './gate.ts'

const accepted = { kind: 'accepted', providerId: null } as const
const nobody = failed('unreachable')

function open(pace: Partial<typeof PACE> = {}) {
  const clock = makeClock()
  const gate = makeGate(clock, { ...PACE, ...pace })
  /** Somebody comes, and may ask; the provider takes so long for what it answers. */
  const go = async (result: SendResult | null = accepted, ms = 0) => {
    const passage = await gate.enter()
    if (passage.kind === 'wait') return 'wait'
    if (result !== null) {
      await passage.ask(async () => {
        clock.advance(ms)
        return result
      })
    }
    passage.leave()
    return 'go'
  }
  const inTurn = async (...results: (SendResult | null | undefined)[]) => {
    const came = []
    for (const result of results) came.push(await go(result))
    return came
  }
  /** Comes in and stays. */
  const stay = async () => {
    const passage = await gate.enter()
    if (passage.kind === 'wait') throw new Error('no place')
    return passage
  }
  return { clock, gate, go, inTurn, stay }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A provider that answers when it is told to. */
function held() {
  let answer = (_result: SendResult): void => {}
  const result = new Promise<SendResult>((resolve) => (answer = resolve))
  return { answer, ask: vi.fn<() => Promise<SendResult>>(() => result) }
}

describe('the gate before a provider', () => {
  it('O3: lets a burst through and then keeps to its pace', async () => {
    const { clock, inTurn } = open({ burst: 3, perSecond: 2 })
    const now = undefined
    expect(await inTurn(now, now, now, now)).toEqual(['go', 'go', 'go', 'wait'])
    clock.advance(500)
    expect(await inTurn(now, now)).toEqual(['go', 'wait'])
  })

  it('O3: lets only so many in at once', async () => {
    const { gate, go, stay } = open({ atOnce: 2 })
    const first = await stay()
    await stay()
    expect((await gate.enter()).kind).toBe('wait')
    first.leave()
    first.leave()
    expect(await go()).toBe('go')
    await stay()
    expect((await gate.enter()).kind).toBe('wait')
  })

  it('O3: who found no room has used up nothing of the pace', async () => {
    const { gate, go, stay } = open({ burst: 2, perSecond: 1, atOnce: 1 })
    // It is slow: nobody waits at its door.
    await go(accepted, 5000)
    const inside = await stay()
    for (let each = 0; each < 5; each += 1) expect((await gate.enter()).kind).toBe('wait')
    inside.leave()
    expect([await go(), await go()]).toEqual(['go', 'wait'])
  })

  it('O3: leaves a provider alone that answers nobody, tries with one, and doubles the rest', async () => {
    const { clock, gate, go, inTurn, stay } = open({ failures: 2, restMs: 1000 })
    expect(await inTurn(nobody, accepted, nobody, nobody, accepted)).toEqual(['go', 'go', 'go', 'go', 'wait'])
    clock.advance(1000)
    const probe = await stay()
    expect((await gate.enter()).kind).toBe('wait')
    await probe.ask(async () => nobody)
    probe.leave()
    clock.advance(1000)
    expect(await go()).toBe('wait')
    clock.advance(1000)
    expect(await inTurn(accepted, accepted, accepted)).toEqual(['go', 'go', 'go'])
  })

  it('O3: a refusal is an answer, and nothing sent is none', async () => {
    const { inTurn } = open({ failures: 2 })
    expect(await inTurn(nobody, null, failed('refused'), nobody, accepted)).toEqual(Array(5).fill('go'))
  })

  it('O3: a provider that answers quickly gets more at once, and loses that when it becomes slow', async () => {
    const { go, stay } = open({ atOnce: 2, atOnceIfQuick: 5, perSecond: 1000, burst: 1000 })
    async function mostAtOnce(): Promise<number> {
      const provider = held()
      const inside = []
      try {
        for (;;) inside.push(await stay())
      } catch {
        const answers = inside.map((passage) => passage.ask(provider.ask))
        await turn()
        const atOnce = provider.ask.mock.calls.length
        provider.answer(failed('refused'))
        await Promise.all(answers)
        for (const passage of inside) passage.leave()
        return atOnce
      }
    }
    expect(await mostAtOnce()).toBe(2)
    for (let each = 0; each < 30; each += 1) await go(accepted, 50)
    expect(await mostAtOnce()).toBe(5)
    for (let each = 0; each < 5; each += 1) await go(accepted, 5000)
    expect(await mostAtOnce()).toBe(2)
  })

  it('O3: before a quick provider some stand ready, as many as will soon have their turn', async () => {
    const { go, stay } = open({ atOnce: 2, atOnceIfQuick: 2, perSecond: 1000, burst: 1000 })
    for (let each = 0; each < 50; each += 1) await go(accepted, 20)
    const inside = await Promise.all(Array.from({ length: 11 }, () => stay()))
    await expect(stay()).rejects.toThrow('no place')
    const provider = held()
    const answers = inside.map((passage) => passage.ask(provider.ask))
    await turn()
    expect(provider.ask).toHaveBeenCalledTimes(2)
    provider.answer(accepted)
    expect(await Promise.all(answers)).toEqual(inside.map(() => accepted))
  })

  it('O3: who stands ready when it stops answering does not go', async () => {
    const { clock, go, stay } = open({
      failures: 1,
      atOnce: 2,
      atOnceIfQuick: 2,
      perSecond: 1000,
      burst: 1000,
    })
    for (let each = 0; each < 50; each += 1) await go(accepted, 20)
    const inside = await Promise.all(Array.from({ length: 5 }, () => stay()))
    const provider = held()
    const answers = inside.map((passage) => passage.ask(provider.ask))
    clock.advance(1000)
    provider.answer(nobody)
    expect(await Promise.all(answers)).toEqual([nobody, nobody, null, null, null])
  })

  it('O3: who has no turn within moments leaves, and from then on it is slow', async () => {
    vi.useFakeTimers()
    try {
      const { gate, go, stay } = open({ atOnce: 1, atOnceIfQuick: 1, perSecond: 1000, burst: 1000 })
      for (let each = 0; each < 50; each += 1) await go(accepted, 20)
      const provider = held()
      const [first, second] = [await stay(), await stay()]
      const taken = first.ask(provider.ask)
      const waiting = second.ask(provider.ask)
      await vi.advanceTimersByTimeAsync(2000)
      expect(await waiting).toBeNull()
      second.leave()
      expect((await gate.enter()).kind).toBe('wait')
      provider.answer(accepted)
      expect(await taken).toEqual(accepted)
    } finally {
      vi.useRealTimers()
    }
  })

  it('O3: those who have to wait come back one after the other, as fast as it bears', async () => {
    const { gate, stay } = open({ burst: 1, perSecond: 2, atOnce: 100 })
    await stay()
    const waits = await Promise.all(Array.from({ length: 100 }, () => gate.enter()))
    const back = waits.map((passage) => (passage.kind === 'wait' ? passage.afterMs : 0))
    expect(back).toEqual(back.toSorted((a, b) => a - b))
    expect(back[0]).toBeGreaterThanOrEqual(500)
    expect(back.at(-1)).toBeGreaterThan(35_000)
    expect(back.at(-1)).toBeLessThan(65_000)
  })
})
