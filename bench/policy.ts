// Policy decisions per second on one core: may a survey be made, may a rating be taken.
import { canMake, type MakeFacts } from '../src/policy/make.ts'
import { presetPolicy } from '../src/policy/presets.ts'
import { canRate } from '../src/policy/rate.ts'
import { PRESETS } from '../src/policy/settings.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const facts: MakeFacts[] = PRESETS.flatMap((preset) =>
  (['status_change', 'hand', 'workflow'] as const).map((cause) => ({
    policy: { ...presetPolicy(preset), enabled: true },
    now,
    channel: 'email' as const,
    cause,
    choice: 'default' as const,
    conversation: {
      id: 'a',
      status: 'closed' as const,
      resolution: 2,
      endedAt: now,
      origin: 'inbound' as const,
      contactCount: 1,
      characters: 900,
      messages: 9,
      teammateMessages: 4,
      supportMessages: 4,
      lastMessageAt: now - 60_000,
      tags: ['billing'],
    },
    agentId: 'm',
    contact: { kind: 'user' as const, unsubscribed: false, hasAddress: true, lastAskedAt: null },
    surveys: [],
    closingApp: false,
    sample: 12,
  })),
)
const rating = {
  policy: presetPolicy('on_close'),
  now,
  survey: {
    state: 'answered' as const,
    handedOver: true,
    madeAt: now - 1e6,
    rateUntil: null,
    editUntil: null,
  },
  response: { score: 3, comment: null, reasons: [], at: now - 1e5, firstAt: now - 2e5 },
  superseded: false,
  answer: { score: 5, comment: 'better', reasons: [] },
}

function measure(name: string, decide: (index: number) => { allowed: boolean }): void {
  let allowed = 0
  for (let index = 0; index < 200_000; index += 1) allowed += decide(index).allowed ? 1 : 0
  const began = performance.now()
  const count = 2_000_000
  for (let index = 0; index < count; index += 1) allowed += decide(index).allowed ? 1 : 0
  const seconds = (performance.now() - began) / 1000
  console.log(
    `${name}: ${(count / seconds / 1e6).toFixed(1)} million decisions per second (${allowed > 0 ? 'some' : 'none'} allowed)`,
  )
}

measure('may a survey be made', (index) => canMake(facts[index % facts.length]!))
measure('may a rating be taken', () => canRate(rating))
