import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isExpired } from './expire.ts'
import { canMake, type Cause } from './make.ts'
import { canRate, ratingWindows } from './rate.ts'
import { planReopen } from './reopen.ts'
import type { KnownSurvey } from './scope.ts'
import { planStatus, type StatusKnown } from './resolution.ts'
import {
  type ConversationStatus,
  ENDED_STATUSES,
  type Preset,
  PRESETS,
  type Scope,
  SCOPES,
  STATUSES,
} from './settings.ts'
import { isLive } from './survey.ts'
import { HOUR, makeFacts, NOW, policyOf } from './test-facts.ts'

type Step =
  | { kind: 'status'; conversation: number; status: ConversationStatus }
  | { kind: 'send'; conversation: number; cause: 'hand' | 'api' }
  | { kind: 'rate'; survey: number; score: number }
  | { kind: 'wait'; hours: number }

type Modelled = KnownSurvey & {
  id: string
  cause: Cause
  score: number | null
  ratedAt: number | null
  wasWithdrawn: boolean
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    conversation: fc.nat(1),
    status: fc.constantFrom(...STATUSES),
  }),
  fc.record({
    kind: fc.constant('send' as const),
    conversation: fc.nat(1),
    cause: fc.constantFrom('hand' as const, 'api' as const),
  }),
  fc.record({ kind: fc.constant('rate' as const), survey: fc.nat(9), score: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 100 }) }),
)

const NEW: StatusKnown = {
  status: 'open',
  statusAt: null,
  snoozedUntil: null,
  resolution: 0,
  endedAt: null,
}

/** One contact with two conversations, driven by the core alone; `judge` looks after every step. */
function play(
  preset: Preset,
  scope: Scope,
  steps: readonly Step[],
  judge: (surveys: readonly Modelled[], now: number) => void,
): void {
  const policy = policyOf(preset, { scope, trigger: { delay: 'PT0S' } })
  const conversations = [0, 1].map((index): StatusKnown & { id: string } => ({ id: `c${index}`, ...NEW }))
  const surveys: Modelled[] = []
  let now = NOW

  const make = (index: number, cause: 'status_change' | 'hand' | 'api'): void => {
    const conversation = conversations[index]!
    const relevant = surveys.filter((each) => each.conversationId === conversation.id || isLive(each.state))
    const facts = makeFacts(policy, {
      now,
      cause,
      surveys: relevant,
      conversation: {
        id: conversation.id,
        status: conversation.status,
        resolution: conversation.resolution,
        endedAt: conversation.endedAt,
        lastMessageAt: now,
      },
    })
    if (!canMake(facts).allowed) return
    const { rateUntil } = ratingWindows({
      policy,
      sentAt: now,
      endedAt: conversation.endedAt,
      explicit: cause !== 'status_change',
    })
    surveys.push({
      id: `s${surveys.length}`,
      conversationId: conversation.id,
      resolution: conversation.resolution,
      agentId: 'agent-1',
      state: 'sent',
      cause,
      madeAt: now,
      rateUntil,
      score: null,
      ratedAt: null,
      wasWithdrawn: false,
    })
  }

  const act: { [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => void } = {
    status({ conversation: index, status }) {
      const conversation = conversations[index]!
      const plan = planStatus(conversation, { to: status, now })
      conversations[index] = { id: conversation.id, ...plan }
      if (plan.effect === 'reopened') {
        const own = surveys.filter((each) => each.conversationId === conversation.id)
        for (const survey of planReopen(policy, own)) {
          survey.state = 'withdrawn'
          survey.wasWithdrawn = true
        }
      }
      if (plan.asks) make(index, 'status_change')
    },
    send: ({ conversation, cause }) => make(conversation, cause),
    rate({ survey: index, score }) {
      const survey = surveys[index]
      if (!survey) return
      const response =
        survey.score === null
          ? null
          : { score: survey.score, comment: null, reasons: [], at: survey.ratedAt!, firstAt: survey.ratedAt! }
      const decision = canRate({
        policy,
        now,
        survey: { ...survey, handedOver: false, editUntil: null },
        response,
        superseded: false,
        answer: { score, comment: null, reasons: [] },
      })
      if (!decision.allowed) return
      survey.state = 'answered'
      survey.score = score
      survey.ratedAt ??= now
    },
    wait({ hours }) {
      now += hours * HOUR
      for (const survey of surveys) if (isExpired(survey, now)) survey.state = 'expired'
    },
  }
  for (const each of steps) {
    act[each.kind](each as never)
    judge(surveys, now)
  }
}

const story = fc.tuple(
  fc.constantFrom(...PRESETS),
  fc.constantFrom(...SCOPES),
  fc.array(step, { maxLength: 25 }),
)

describe('whatever happens', () => {
  it('C5, J2, O10: there are never two live surveys in one scope', () => {
    fc.assert(
      fc.property(story, ([preset, scope, steps]) => {
        play(preset, scope, steps, (surveys) => {
          const key = {
            contact_pending: () => 'contact',
            resolution: (s: Modelled) => `${s.conversationId}:${s.resolution}`,
            conversation: (s: Modelled) => s.conversationId,
            teammate: (s: Modelled) => s.id,
          }[scope]
          const live = surveys.filter(({ state }) => isLive(state)).map(key)
          expect(new Set(live).size).toBe(live.length)
        })
      }),
      { numRuns: 400 },
    )
  })

  it('J2: a resolution asks by itself at most once', () => {
    fc.assert(
      fc.property(story, ([preset, scope, steps]) => {
        play(preset, scope, steps, (surveys) => {
          const own = surveys
            .filter(({ cause }) => cause === 'status_change')
            .map((s) => `${s.conversationId}:${s.resolution}`)
          expect(new Set(own).size).toBe(own.length)
        })
      }),
      { numRuns: 400 },
    )
  })

  it('J2, J3: a conversation asks by itself at most as often as it came to an end', () => {
    const ended = new Set<ConversationStatus>(ENDED_STATUSES)
    fc.assert(
      fc.property(story, ([preset, scope, steps]) => {
        let last: readonly Modelled[] = []
        play(preset, scope, steps, (surveys) => (last = surveys))
        for (const index of [0, 1]) {
          const moves = steps.flatMap((each) =>
            each.kind === 'status' && each.conversation === index ? [each.status] : [],
          )
          const ends = moves.filter((to, at) => ended.has(to) && !ended.has(moves[at - 1] ?? 'open'))
          const own = last.filter((s) => s.cause === 'status_change' && s.conversationId === `c${index}`)
          expect(own.length).toBeLessThanOrEqual(ends.length)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('J3, J4, J5: what was withdrawn stays so, what was answered stays so, nothing is rated too late', () => {
    fc.assert(
      fc.property(story, ([preset, scope, steps]) => {
        play(preset, scope, steps, (surveys) => {
          for (const survey of surveys) {
            if (survey.wasWithdrawn) expect(survey.state).toBe('withdrawn')
            if (survey.score !== null) expect(survey.state).toBe('answered')
            if (survey.ratedAt !== null && survey.rateUntil !== null)
              expect(survey.ratedAt).toBeLessThan(survey.rateUntil)
          }
        })
      }),
      { numRuns: 400 },
    )
  })
})
