import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, NOW } from '../test-facts.ts'
import { allSteps, nextAction, type Path, type RunState, startOf } from './workflow.ts'
import { judge, type WorkflowFacts } from './workflow-condition.ts'
import type { Condition, Operator, Step } from './workflow-definition.ts'
import { fill, neededIn } from './workflow-template.ts'

const test = (field: string, operator: Operator, value: any = null): Condition => ({
  type: 'test',
  field,
  operator,
  value,
})
const holds = (condition: Condition, facts: WorkflowFacts) => judge(condition, facts).holds

/** Facts of which some are not known, and conditions about them. */
const someFacts = fc.record({
  'csat.score': fc.option(fc.integer({ min: 1, max: 5 })),
  'csat.comment': fc.option(fc.constantFrom('', 'Good', 'bad')),
  'conversation.tags': fc.subarray(['vip', 'billing']),
  'conversation.assignee': fc.option(fc.constantFrom('anna', 'ben')),
})
const someTest: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fc.constantFrom<Operator>('lt', 'gte', 'eq', 'ne'), fc.integer({ min: 1, max: 5 }))
    .map(([operator, value]) => test('csat.score', operator, value)),
  fc.constantFrom(
    test('csat.comment', 'contains', 'good'),
    test('csat.comment', 'is_present'),
    test('conversation.tags', 'has_any', ['vip']),
    test('conversation.tags', 'has_none', ['billing']),
    test('conversation.assignee', 'is', 'anna'),
    test('conversation.assignee', 'none_of', ['anna']),
  ),
)
const { condition: someCondition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    someTest,
    fc.record({ type: fc.constant('not' as const), condition: tie('condition') }),
    fc.record({
      type: fc.constantFrom('and' as const, 'or' as const),
      conditions: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}))

describe('conditions', () => {
  it('O9: a score under 3, a comment that is there, a tag, nobody assigned', () => {
    const facts = { 'csat.score': 2, 'csat.comment': 'Slow!', 'conversation.tags': ['vip'] }
    expect(holds(test('csat.score', 'lt', 3), facts)).toBe(true)
    expect(holds(test('csat.score', 'lt', 3), { 'csat.score': 3 })).toBe(false)
    expect(holds(test('csat.comment', 'contains', 'slow'), facts)).toBe(true)
    expect(holds(test('csat.comment', 'is_present'), facts)).toBe(true)
    expect(holds(test('conversation.tags', 'has_all', ['vip', 'x']), facts)).toBe(false)
    expect(holds(test('conversation.assignee', 'is_not', 'anna'), facts)).toBe(true)
    expect(holds(test('conversation.assignee', 'is_absent'), facts)).toBe(true)
  })

  it('O9: what is not known never holds, turned round neither, and is named', () => {
    const low = test('csat.score', 'lt', 3)
    expect(judge(low, {})).toEqual({ holds: 'unknown', unknown: ['csat.score'] })
    expect(holds({ type: 'not', condition: low }, {})).toBe('unknown')
    const vip = test('conversation.tags', 'has_any', ['vip'])
    const tags = { 'conversation.tags': ['vip'] }
    expect(holds({ type: 'or', conditions: [low, vip] }, tags)).toBe(true)
    expect(holds({ type: 'and', conditions: [low, vip] }, tags)).toBe('unknown')
    expect(holds({ type: 'and', conditions: [low, vip] }, {})).toBe(false)
  })

  it('O9: not (not x) is x', () => {
    fc.assert(
      fc.property(someCondition, someFacts, (condition, facts) => {
        const twice: Condition = { type: 'not', condition: { type: 'not', condition } }
        expect(judge(twice, facts)).toEqual(judge(condition, facts))
      }),
    )
  })

  it('O9: not (x and y) is not x or not y (De Morgan), also where something is not known', () => {
    fc.assert(
      fc.property(someCondition, someCondition, someFacts, (x, y, facts) => {
        const not = (condition: Condition): Condition => ({ type: 'not', condition })
        const both: Condition = { type: 'and', conditions: [x, y] }
        const either: Condition = { type: 'or', conditions: [not(x), not(y)] }
        expect(holds(not(both), facts)).toBe(holds(either, facts))
      }),
    )
  })
})

let names = 0
const named = <T extends object>(step: T): Step => ({ id: `s${(names += 1)}`, ...step }) as never
const someStep: fc.Arbitrary<Step> = fc.letrec<{ step: Step; steps: Step[] }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 4 }),
  step: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom({ type: 'reopen' }, { type: 'get_score', variable: 'score' }).map(named),
    fc
      .record({ type: fc.constant('wait'), duration: fc.constant('PT1H'), until_answered: fc.boolean() })
      .map(named),
    fc
      .record({
        type: fc.constant('branch'),
        conditions: someCondition,
        then: tie('steps'),
        else: tie('steps'),
      })
      .map(named),
  ),
})).step

/** Runs a definition to its end without doing anything. Answers with the paths in the order of its visits. */
function visits(steps: Step[], facts: WorkflowFacts): string[] {
  let state: RunState = { at: startOf({ steps }), variables: {}, waitUntil: null }
  let now = NOW
  const seen: string[] = []
  for (;;) {
    const action = nextAction({ steps }, state, facts, now)
    if (action.kind === 'finished') return seen
    if (action.kind === 'stop') throw new Error('lost its place')
    if (action.kind === 'wait') {
      expect(action.until).toBe(now + HOUR)
      now = action.until
      state = { ...state, waitUntil: action.until }
      continue
    }
    seen.push(JSON.stringify(state.at))
    state = { ...state, at: action.next, waitUntil: null }
  }
}

describe('a run', () => {
  const reopen = (id: string): Step => ({ id, type: 'reopen' })
  const branch = (id: string, then: Step[], otherwise: Step[] = []): Step => ({
    id,
    type: 'branch',
    conditions: test('csat.score', 'lt', 3),
    then,
    else: otherwise,
  })
  const state = (at: Path | null, waitUntil: number | null = null): RunState => ({
    at,
    variables: {},
    waitUntil,
  })

  it('O9: goes into a branch and on after it, also after nothing on that side', () => {
    const steps = [branch('a', [branch('b', [reopen('c')])]), reopen('d')]
    expect(visits(steps, { 'csat.score': 1 })).toEqual([
      '[0]',
      '[0,"then",0]',
      '[0,"then",0,"then",0]',
      '[1]',
    ])
    expect(visits(steps, { 'csat.score': 5 })).toEqual(['[0]', '[1]'])
  })

  it('O9: a branch on what is not known goes the other way, and says what was not known', () => {
    const steps = [branch('a', [reopen('b')], [reopen('c')])]
    expect(nextAction({ steps }, state([0]), {}, NOW)).toMatchObject({
      side: 'else',
      unknown: ['csat.score'],
      next: [0, 'else', 0],
    })
  })

  it('O9: a wait ends at its time and not a millisecond before, or with the answer', () => {
    const steps: Step[] = [{ id: 'w', type: 'wait', duration: 'PT1H', until_answered: true }]
    expect(nextAction({ steps }, state([0]), {}, NOW)).toMatchObject({ kind: 'wait', until: NOW + HOUR })
    const waiting = state([0], NOW + HOUR)
    expect(nextAction({ steps }, waiting, {}, NOW + HOUR - 1)).toMatchObject({ until: NOW + HOUR })
    expect(nextAction({ steps }, waiting, {}, NOW + HOUR)).toMatchObject({ kind: 'waited', answered: false })
    const answered = { 'csat.state': 'answered' }
    expect(nextAction({ steps }, waiting, answered, NOW)).toMatchObject({ kind: 'waited', answered: true })
    expect(nextAction({ steps }, state(null), {}, NOW)).toEqual({ kind: 'finished' })
    expect(nextAction({ steps }, state([7]), {}, NOW)).toEqual({ kind: 'stop', reason: 'lost' })
  })

  it('O9: comes to its end in at most as many turns as there are steps, at each of them once, the same every time', () => {
    fc.assert(
      fc.property(fc.array(someStep, { maxLength: 6 }), someFacts, (steps, facts) => {
        const seen = visits(steps, facts)
        expect(seen.length).toBeLessThanOrEqual(allSteps(steps).length)
        expect(new Set(seen).size).toBe(seen.length)
        expect(visits(steps, facts)).toEqual(seen)
        // In the order in which they are written.
        const order = allSteps(steps).map(({ path }) => JSON.stringify(path))
        expect(seen.map((path) => order.indexOf(path))).toEqual(
          seen.map((path) => order.indexOf(path)).toSorted((a, b) => a - b),
        )
      }),
    )
  })
})

describe('texts', () => {
  it('O9: places are filled once, what is missing by the author’s own words', () => {
    const values = { 'contact.name': '{{score}}', score: 2 }
    expect(fill('Hi {{contact.name}}, {{ score }}', values)).toBe('Hi {{score}}, 2')
    expect(fill('Hi {{agent.name|there}}{{comment}}', values)).toBe('Hi there')
    expect(neededIn('{{a}} {{b|x}}')).toEqual(['a'])
    expect(fill('{{constructor}}{{toString|no}}{{__proto__}}', values)).toBe('no')
    expect(fill('{{constructor}}', { constructor: 5 } as never)).toBe('5')
  })
})
