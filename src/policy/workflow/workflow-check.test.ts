import { describe, expect, it } from 'vitest'
import { checkDefinition } from './workflow-check.ts'
import type { Condition, Definition, Step } from './workflow-definition.ts'

const check = (input: Partial<Definition>): string[] =>
  checkDefinition({
    trigger: { type: 'conversation.created' },
    conditions: null,
    steps: [{ id: 'a', type: 'reopen' }],
    ...input,
  }).map(({ field, message }) => `${field}: ${message}`)

const condition = (field: string, operator: any, value: any = null): Condition => ({
  type: 'test',
  field,
  operator,
  value,
})
const conditions = (...args: Parameters<typeof condition>): string[] =>
  check({ conditions: condition(...args) })
const message = (body: string): Step => ({ id: 'm', type: 'post_message', body })

describe('what cannot be kept', () => {
  it('O9: a text of braces and spaces is read in no time', () => {
    // A pattern that tries every way to divide the spaces would be at it for hours.
    expect(check({ steps: [message(`a {{${' '.repeat(50_000)}x{`)] })).toHaveLength(1)
  })

  it('O9: operators and values that do not fit their field', () => {
    expect(conditions('csat.score', 'lt', 3)).toEqual([])
    expect(conditions('csat.score', 'lt', 'three')).toEqual(['conditions.value: must be a number'])
    expect(conditions('csat.score', 'lt', 6)).toEqual(['conditions.value: must be from 1 to 5'])
    expect(conditions('csat.score', 'contains', 'x')[0]).toMatch(
      /^conditions.operator: must be one of eq, ne/,
    )
    expect(conditions('contact.kind', 'is', 'vip')).toEqual(['conditions.value: must be of user, lead'])
    expect(conditions('contact.kind', 'is_present')[0]).toMatch(/^conditions.operator/)
    expect(conditions('conversation.tags', 'has_any', [])).toEqual([
      'conditions.value: must be a list with something in it',
    ])
    expect(conditions('csat.comment', 'is_present', 'x')[0]).toMatch(/must be null/)
    expect(conditions('csat.mood', 'is', 'x')).toEqual([
      'conditions.field: “csat.mood” is nothing that can be compared',
    ])
    expect(
      check({
        conditions: { type: 'or', conditions: [{ type: 'not', condition: condition('x', 'is', 'y') }] },
      }),
    ).toEqual(['conditions.conditions.0.condition.field: “x” is nothing that can be compared'])
  })

  it('O9: places that nothing fills; a variable is known from the step after the one that sets it', () => {
    const link: Step = { id: 'l', type: 'generate_link', window_hours: null, variable: 'csat_link' }
    expect(check({ steps: [link, message('{{csat_link}} {{contact.name|you}}')] })).toEqual([])
    expect(check({ steps: [message('{{csat_link}}'), link] })[0]).toMatch(
      /^steps.0.body: nothing fills {{csat_link}} here; there is contact.name/,
    )
    expect(check({ steps: [message('{{score')] })).toEqual([
      'steps.0.body: has {{ or }} that do not belong together',
    ])
    const called: Step = {
      id: 'c',
      type: 'call_webhook',
      url: 'https://a.test',
      variable: 'ok',
      on_failure: 'stop',
    }
    const asks = (then: Step[]): Step => ({
      id: 'b',
      type: 'branch',
      conditions: condition('variables.ok', 'gte', 400),
      then,
      else: [],
    })
    expect(check({ steps: [called, asks([message('{{ok}}')])] })).toEqual([])
    expect(check({ steps: [asks([message('{{ok}}')]), called] })).toEqual([
      'steps.0.conditions.field: is not set by any step before',
      expect.stringMatching(/^steps.0.then.0.body: nothing fills/),
    ])
  })

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'O9: what every object has is no variable: {{%s}}',
    (name) => {
      expect(check({ steps: [message(`{{${name}}}`)] })).toEqual([
        expect.stringMatching(/^steps.0.body: nothing fills/),
      ])
      expect(check({ conditions: condition(name, 'is_present') })).toEqual([
        `conditions.field: “${name}” is nothing that can be compared`,
      ])
      expect(check({ conditions: condition(`variables.${name}`, 'is_present') })).toEqual([
        'conditions.field: is not set by any step before',
      ])
    },
  )

  it('O9: limits: steps, branches within branches, waits, delays, names, schedules', () => {
    const many = Array.from({ length: 51 }, (_, n): Step => ({ id: `s${n}`, type: 'reopen' }))
    expect(check({ steps: many })).toEqual(['steps: are 51; at most 50 are possible'])
    const nested = (depth: number): Step =>
      depth === 0
        ? { id: 'in', type: 'reopen' }
        : {
            id: `b${depth}`,
            type: 'branch',
            conditions: condition('csat.score', 'lt', 3),
            then: [nested(depth - 1)],
            else: [],
          }
    expect(check({ steps: [nested(5)] })).toEqual([])
    expect(check({ steps: [nested(6)] })[0]).toMatch(/lies more than 5 branches deep/)
    const wait = (duration: string): string[] =>
      check({ steps: [{ id: 'w', type: 'wait', duration, until_answered: false }] })
    expect(wait('P90D')).toEqual([])
    expect(wait('P91D')).toEqual(['steps.0.duration: must be at most P90D'])
    expect(wait('PT0S')).toEqual(['steps.0.duration: must be longer than nothing'])
    expect(wait('soon')[0]).toMatch(/ISO 8601/)
    expect(
      check({
        steps: [
          { id: 'a', type: 'reopen' },
          { id: 'a', type: 'reopen' },
        ],
      }),
    ).toEqual(['steps.1.id: “a” is the name of another step'])
    const schedule = {
      type: 'schedule',
      every: 'week',
      at: '25:00',
      weekday: null,
      look_back: 'P31D',
      once: true,
    } as const
    expect(check({ trigger: schedule }).map((each) => each.split(':')[0])).toEqual([
      'trigger.at',
      'trigger.weekday',
      'trigger.look_back',
    ])
  })

  it('O9: a notice that reaches nobody, an assignment of nothing, a tag step without tags', () => {
    const step = (input: object): string[] => check({ steps: [{ id: 's', ...input } as never] })
    const notify = { type: 'notify', to: [], email: true, note: false, subject: 'x', body: 'y' }
    expect(step(notify)).toEqual(['steps.0.to: needs somebody to be told'])
    expect(step({ ...notify, email: false })).toEqual(['steps.0.to: needs somebody to be told'])
    expect(step({ ...notify, email: false, in_app: false })[0]).toMatch(/nobody would be told/)
    expect(step({ ...notify, email: false, note: true })).toEqual([])
    expect(step({ type: 'assign' })).toEqual(['steps.0: needs a member_id, a team_id or both'])
    expect(step({ type: 'tag', add: [], remove: [] })).toEqual(['steps.0: needs a tag to add or to remove'])
  })
})
