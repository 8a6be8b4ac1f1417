import { expect, it } from 'vitest'
import { canMake, type MakeFacts } from './make.ts'
import { type Answer, canRate, standingOf } from './rate.ts'
import { planStatus } from './resolution.ts'
import { PRESETS, STATUSES } from './settings.ts'
import { nextState, SURVEY_EVENTS, SURVEY_STATES } from './survey.ts'
import { HOUR, knownSurvey, makeFacts, NOW, policyOf, rateFacts } from './test-facts.ts'

/** What the core answers, spelt out: a change of behaviour reads as a change of these tables. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''].join('\n')
}

it('I12, J1: making, by preset, status, cause and what was asked before', async () => {
  const histories = {
    'not asked yet': [],
    'waiting elsewhere': [knownSurvey({ conversationId: 'another' })],
    'sent this resolution': [knownSurvey()],
    'answered this resolution': [knownSurvey({ state: 'answered' })],
    'withdrawn this resolution': [knownSurvey({ state: 'withdrawn' })],
    'answered last resolution': [knownSurvey({ state: 'answered', resolution: 0 })],
  }
  const causes: [string, Pick<MakeFacts, 'cause' | 'choice'>][] = [
    ['status change', { cause: 'status_change', choice: 'default' }],
    ['… with survey', { cause: 'status_change', choice: 'send' }],
    ['… without survey', { cause: 'status_change', choice: 'skip' }],
    ['by hand', { cause: 'hand', choice: 'default' }],
    ['API', { cause: 'api', choice: 'default' }],
    ['workflow', { cause: 'workflow', choice: 'default' }],
  ]
  const rows = PRESETS.flatMap((preset) =>
    STATUSES.flatMap((status) =>
      causes.map(([name, how]) => [
        preset,
        status,
        name,
        ...Object.values(histories).map(
          (surveys) =>
            canMake(makeFacts(policyOf(preset), { ...how, surveys, conversation: { status } })).reason ??
            'yes',
        ),
      ]),
    ),
  )
  const text = table(['preset', 'status', 'cause', ...Object.keys(histories)], rows)
  await expect(text).toMatchFileSnapshot('make.table.md')
})

it('J5, I6, C8: rating, by state, mode, rating so far and boundary', async () => {
  const modes = {
    never: {},
    'window of 2 h': { mode: 'window', hours: 2 },
    'latest wins': { mode: 'latest_wins' },
  }
  const soFar = { none: null, '3': { score: 3 }, '3 with a comment': { score: 3, comment: 'so so' } }
  const answers: Record<string, Answer> = {
    'a 3': { score: 3, comment: null, reasons: [] },
    'a 5 with a comment': { score: 5, comment: 'changed', reasons: [] },
  }
  const rows = SURVEY_STATES.flatMap((state) =>
    Object.entries(modes).flatMap(([mode, edit]) =>
      Object.entries(soFar)
        .filter(([, response]) => (response !== null) === (state === 'answered'))
        .flatMap(([before, response]) =>
          Object.entries(answers).map(([name, answer]) => {
            const policy = policyOf('by_hand', { rating: { edit, comment_locks: mode === 'latest wins' } })
            const cells = [1, 0, -1].map((left) => {
              const survey = { state, handedOver: false, rateUntil: NOW + left, editUntil: NOW + left }
              return canRate({ ...rateFacts(policy, { now: NOW, survey, response }), answer }).reason ?? 'yes'
            })
            return [state, mode, before, name, ...cells]
          }),
        ),
    ),
  )
  const heads = ['state', 'changing', 'rating so far', 'answer', 'before the end', 'at the end', 'after it']
  await expect(table(heads, rows)).toMatchFileSnapshot('rate.table.md')
})

it('C8, I6, I14: what may happen at a link, by state, mode, rating so far and boundary', async () => {
  const modes = {
    never: {},
    'window of 2 h': { mode: 'window', hours: 2 },
    'latest wins': { mode: 'latest_wins' },
  }
  const soFar = {
    none: null,
    own: { firstAt: NOW + 1 },
    'own with a comment': { firstAt: NOW + 1, comment: 'so so' },
    'of an earlier ask': { firstAt: NOW - 1, comment: 'so so' },
  }
  const states = SURVEY_STATES.flatMap((state) =>
    (state === 'scheduled' ? [false, true] : [false]).map((handedOver) => ({ state, handedOver })),
  )
  const rows = states.flatMap(({ state, handedOver }) =>
    Object.entries(modes).flatMap(([mode, edit]) =>
      Object.entries(soFar).map(([before, response]) => {
        const policy = policyOf('by_hand', { rating: { edit, comment_locks: mode === 'latest wins' } })
        const cells = [1, 0].map((left) => {
          const survey = { state, handedOver, rateUntil: NOW + left, editUntil: NOW + left }
          return standingOf(rateFacts(policy, { now: NOW, survey, response })).standing
        })
        return [handedOver ? 'scheduled, on its way' : state, mode, before, ...cells]
      }),
    ),
  )
  const heads = ['state', 'changing', 'rating so far', 'before the end', 'at the end']
  await expect(table(heads, rows)).toMatchFileSnapshot('standing.table.md')
})

it('J3, J4: what can happen to a survey in each state', async () => {
  const rows = SURVEY_STATES.map((state) => [
    state,
    ...SURVEY_EVENTS.map((event) => nextState(state, event) ?? '–'),
  ])
  await expect(table(['state', ...SURVEY_EVENTS], rows)).toMatchFileSnapshot('survey.table.md')
})

it('J2, J3, I18: what moving a conversation from one status to another does', async () => {
  const before = NOW - HOUR
  const said = (at: number | null): string =>
    at === null ? '–' : at === NOW ? 'now' : at === before ? 'as before' : 'later'
  const moves = STATUSES.flatMap((from) => STATUSES.map((to) => ({ from, to, until: null as number | null })))
  const snoozed = { from: 'snoozed' as const, to: 'snoozed' as const, until: NOW + HOUR }
  const rows = [...moves, { ...snoozed, from: 'open' as const }, snoozed].map(({ from, to, until }) => {
    const known = {
      status: from,
      statusAt: before,
      snoozedUntil: null,
      resolution: 3,
      endedAt: from === 'open' || from === 'snoozed' ? null : before,
    }
    const plan = planStatus(known, { to, now: NOW, snoozedUntil: until })
    const late = planStatus(known, { to, now: NOW, snoozedUntil: until, at: before - 1 })
    expect(late).toEqual({ ...known, effect: 'late', asks: false, unassignsGone: false })
    return [
      from,
      until === null ? to : `${to} for an hour`,
      plan.effect,
      plan.status,
      said(plan.statusAt),
      said(plan.snoozedUntil),
      String(plan.resolution),
      said(plan.endedAt),
      plan.asks ? 'asks' : '–',
      plan.unassignsGone ? 'taken off' : '–',
    ]
  })
  const heads = [
    'from',
    'to',
    'effect',
    'status',
    'since',
    'snoozed until',
    'resolution, after the 3rd',
    'ended',
    'the policy',
    'assignee who left',
  ]
  await expect(table(heads, rows)).toMatchFileSnapshot('resolution.table.md')
})
