import { describe, expect, it } from 'vitest'
import { makeClock } from '../../test/kit/clock.ts'
import { failed } from './failure.ts'
import { makeGate, PACE } from './gate.ts'

const accepted = { kind: 'accepted', providerId: null } as const
const nobody = failed('unreachable')

function open(pace: Partial<typeof PACE> = {}) {
  const clock = makeClock()
  const gate = makeGate(clock, { ...PACE, ...pace })
  const go = (
    result: Parameters<Extract<ReturnType<typeof gate.enter>, { kind: 'go' }>['leave']>[0] = accepted,
  ) => {
    const passage = gate.enter()
    if (passage.kind === 'go') passage.leave(result)
    return passage.kind
  }
  return { clock, gate, go }
}

describe('the gate before a provider', () => {
  it('O3: lets a burst through and then keeps to its pace', () => {
    const { clock, go } = open({ burst: 3, perSecond: 2 })
    expect([go(), go(), go(), go()]).toEqual(['go', 'go', 'go', 'wait'])
    clock.advance(500)
    expect([go(), go()]).toEqual(['go', 'wait'])
  })

  it('O3: lets only so many in at once', () => {
    const { gate } = open({ atOnce: 2 })
    const [first] = [gate.enter(), gate.enter()]
    expect(gate.enter().kind).toBe('wait')
    if (first?.kind === 'go') first.leave(accepted)
    expect(gate.enter().kind).toBe('go')
  })

  it('O3: leaves a provider alone that answers nobody, tries with one, and doubles the rest', () => {
    const { clock, gate, go } = open({ failures: 2, restMs: 1000 })
    expect([go(nobody), go(accepted), go(nobody), go(nobody), go()]).toEqual(['go', 'go', 'go', 'go', 'wait'])
    clock.advance(1000)
    const probe = gate.enter()
    expect([probe.kind, gate.enter().kind]).toEqual(['go', 'wait'])
    if (probe.kind === 'go') probe.leave(nobody)
    clock.advance(1000)
    expect(go()).toBe('wait')
    clock.advance(1000)
    expect([go(accepted), go(), go()]).toEqual(['go', 'go', 'go'])
  })

  it('O3: a refusal is an answer, and nothing sent is none', () => {
    const { go } = open({ failures: 2 })
    expect([go(nobody), go(null), go(failed('refused')), go(nobody), go()]).toEqual(Array(5).fill('go'))
  })

  it('O3: a provider that answers quickly gets more at once, and loses that when it becomes slow', () => {
    const { gate, clock } = open({ atOnce: 2, atOnceIfQuick: 5, perSecond: 1000, burst: 1000 })
    const mostAtOnce = (): number => {
      const inside = []
      for (;;) {
        const passage = gate.enter()
        if (passage.kind === 'wait') break
        inside.push(passage)
      }
      for (const passage of inside) passage.leave(null)
      return inside.length
    }
    const attempts = (count: number, ms: number): void => {
      for (let each = 0; each < count; each += 1) {
        const passage = gate.enter()
        if (passage.kind !== 'go') throw new Error('no place')
        clock.advance(ms)
        passage.leave(accepted)
      }
    }
    expect(mostAtOnce()).toBe(2)
    attempts(20, 20)
    expect(mostAtOnce()).toBe(5)
    attempts(3, 5000)
    expect(mostAtOnce()).toBe(2)
  })
})
