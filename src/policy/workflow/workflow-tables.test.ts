import { expect, it } from 'vitest'
import { allow, refuse } from '../decision.ts'
import { planStepRetry } from '../handing/call-again.ts'
import { SCORES, sentimentOf } from '../score.ts'
import { HOUR, MINUTE, NOW } from '../test-facts.ts'
import type { ActionStep } from './workflow.ts'
import { tellsOfAnswer } from './workflow-answer.ts'
import { judge } from './workflow-condition.ts'
import { ANSWER_UPDATES, type Condition, type Operator, type Trigger } from './workflow-definition.ts'
import { operatorsOf, WORKFLOW_FIELDS } from './workflow-fields.ts'
import { mayStart, startsBy, stopSentence } from './workflow-start.ts'
import { planStep, type StepFacts } from './workflow-step.ts'

/** What workflows do, spelt out: a change of behaviour reads as a change of this table. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''].join('\n')
}

function operators(): string {
  const samples: Record<string, { values: any; facts: any[] }> = {
    choice: { values: 'a', facts: ['a', 'b'] },
    number: { values: 3, facts: [2, 3, 4] },
    text: { values: 'slow', facts: ['', 'So SLOW', 'quick'] },
    list: { values: ['a', 'b'], facts: [[], ['a'], ['a', 'b'], ['c']] },
  }
  const rows = [...Object.keys(samples), 'member'].flatMap((kind) => {
    const sample = samples[kind] ?? samples['choice']!
    const field = WORKFLOW_FIELDS.find((each) => each.kind === kind && each.empty !== 'never')!
    return operatorsOf(field).map((operator) => {
      const isList = operator === 'any_of' || operator === 'none_of'
      const bare = operator.startsWith('is_') && operator !== 'is_not'
      const value = bare ? null : isList ? [sample.values] : sample.values
      const cells = [...sample.facts, null].map((fact) => {
        const condition: Condition = {
          type: 'test',
          field: field.name,
          operator: operator as Operator,
          value,
        }
        const { holds } = judge(condition, { [field.name]: fact })
        return `${JSON.stringify(fact)}: ${holds === 'unknown' ? '?' : holds ? 'yes' : 'no'}`
      })
      return [field.name, operator, JSON.stringify(value), cells.join(', ')]
    })
  })
  return table(['field', 'operator', 'value', 'holds'], rows)
}

function starts(): string {
  const answers = {
    'an answer that was set aside': null,
    'a first 3': { score: 3, before: null },
    'a 3 after a 2': { score: 3, before: 2 },
    'a 3 after a 3, with a comment now': { score: 3, before: 3 },
  }
  const rated = ANSWER_UPDATES.flatMap((updates) =>
    Object.entries(answers).map(([name, answer]) => {
      const trigger: Trigger = { type: 'csat.score_submitted', updates }
      const does = startsBy(trigger, { type: 'csat.score_submitted' }, answer)
      return [`csat.score_submitted, ${updates}`, name, does ? 'yes' : 'no']
    }),
  )
  const others: [Trigger, string, { type: string; to?: string }][] = [
    [{ type: 'conversation.created' }, 'it begins', { type: 'conversation.created' }],
    [{ type: 'conversation.created' }, 'it is rated', { type: 'csat.score_submitted' }],
    [{ type: 'csat.expired' }, 'its survey expires', { type: 'csat.expired' }],
    ...['resolved', 'closed'].map((to): [Trigger, string, { type: string; to: string }] => [
      { type: 'conversation.status_changed', to: ['resolved'] },
      `it becomes ${to}`,
      { type: 'conversation.status_changed', to },
    ]),
  ]
  const rows = others.map(([trigger, name, news]) => {
    const of = trigger.type === 'conversation.status_changed' ? `, ${trigger.to.join(', ')}` : ''
    return [`${trigger.type}${of}`, name, startsBy(trigger, news, null) ? 'yes' : 'no']
  })
  return table(['trigger', 'news', 'starts'], [...rated, ...rows])
}

function stops(): string {
  const judgements = {
    hold: { holds: true, unknown: [] },
    'do not hold': { holds: false, unknown: [] },
    'are not known': { holds: 'unknown', unknown: ['csat.score'] },
  } as const
  const rows = Object.entries(judgements).flatMap(([conditions, judged]) =>
    (['csat.expired', 'schedule'] as const).flatMap((type) =>
      [3, 4].flatMap((depth) =>
        [9, 10].map((runs) => {
          const unknown = [...judged.unknown]
          const start = mayStart({ trigger: { type }, judged: { ...judged, unknown }, depth, runs })
          const what = typeof start === 'string' ? start : `${start.reason}: ${stopSentence(start)}`
          return [conditions, type, String(depth), String(runs), what]
        }),
      ),
    ),
  )
  return table(['conditions', 'trigger', 'workflows in a row', 'runs within an hour', 'then'], rows)
}

const open = {
  values: { score: 2, csat_link: null, 'contact.name': null },
  tells: ['score', 'comment'],
  closed: false,
}
const FACTS: StepFacts = {
  now: NOW,
  status: 'open',
  tags: ['vip'],
  score: null,
  ask: allow({ channel: 'email' }),
  lastAsk: null,
  text: open,
  assignable: 'yes',
  case: 'none',
  mail: { configured: true, readers: 1 },
  told: 0,
  answered: 200,
}
const tags = (n: number): string[] => Array.from({ length: n }, (_each, index) => `t${index}`)
const pending = refuse('pending_survey', { since: NOW })
const waits = { state: 'sent', rateUntil: NOW + 1 } as const
const STEPS: Record<string, [any, Record<string, Partial<StepFacts>>]> = {
  'send_csat, its own message': [
    { type: 'send_csat', message: 'How was it, {{contact.name}}?', window_hours: null, delay: 'PT0S' },
    {
      allowed: {},
      'CSAT is off': { ask: refuse('csat_off') },
      'asked already': { ask: refuse('already_asked', { since: NOW }), lastAsk: waits },
    },
  ],
  'send_csat, a message with a link': [
    { type: 'send_csat', message: '{{csat_link}}', window_hours: null, delay: 'PT0S' },
    { 'the link is not known, CSAT is off': { ask: refuse('csat_off') } },
  ],
  generate_link: [
    { type: 'generate_link', window_hours: null, variable: 'csat_link' },
    {
      allowed: { lastAsk: waits },
      'CSAT is off, one waits': { ask: refuse('csat_off'), lastAsk: waits },
      'one waits': { ask: pending, lastAsk: waits },
      'one waits without an end': { ask: pending, lastAsk: { state: 'sent', rateUntil: null } },
      'its time is over just now': { ask: pending, lastAsk: { state: 'sent', rateUntil: NOW } },
      'it is not sent yet': { ask: pending, lastAsk: { state: 'scheduled', rateUntil: null } },
      'it was answered': {
        ask: refuse('already_asked', { since: NOW }),
        lastAsk: { state: 'answered', rateUntil: null },
      },
      'one of another conversation waits': { ask: pending, lastAsk: null },
    },
  ],
  get_score: [
    { type: 'get_score', variable: 'kept' },
    { 'no answer': {}, 'a 2': { score: 2 } },
  ],
  reopen: [{ type: 'reopen' }, { open: {}, snoozed: { status: 'snoozed' }, closed: { status: 'closed' } }],
  'set_status, resolved': [
    { type: 'set_status', status: 'resolved', survey: 'skip' },
    { open: {}, resolved: { status: 'resolved' } },
  ],
  assign: [
    { type: 'assign', member_id: 'm' },
    { there: {}, gone: { assignable: 'missing' }, 'he has left': { assignable: 'left' } },
  ],
  'tag, adds vip and new, removes old': [
    { type: 'tag', add: ['vip', 'new'], remove: ['old'] },
    {
      vip: {},
      'vip, new': { tags: ['new', 'vip'] },
      'vip, new, old': { tags: ['vip', 'new', 'old'] },
      '48 others': { tags: tags(48) },
      '49 others': { tags: tags(49) },
      '49 others and old': { tags: [...tags(49), 'old'] },
    },
  ],
  'notify, mail and note': [
    { type: 'notify', to: [], email: true, note: true, subject: 's', body: 'b' },
    {
      'one reader': {},
      'two readers': { mail: { configured: true, readers: 2 } },
      nobody: { mail: { configured: true, readers: 0 } },
      'no mail server': { mail: { configured: false, readers: 2 } },
      'no mail server, told in the app': { mail: { configured: false, readers: 2 }, told: 2 },
      'two readers, told in the app': { mail: { configured: true, readers: 2 }, told: 2 },
    },
  ],
  'notify, in the app alone': [
    { type: 'notify', to: [], email: false, in_app: true, note: false, subject: 's', body: 'b' },
    {
      'no mail server, two are told': { mail: { configured: false, readers: 0 }, told: 2 },
      nobody: { mail: { configured: true, readers: 0 } },
    },
  ],
  'notify, a note alone': [
    { type: 'notify', to: [], email: false, note: true, subject: 's', body: 'b' },
    { 'no mail server': { mail: { configured: false, readers: 0 } } },
  ],
  'post_message, {{score}}': [
    { type: 'post_message', body: 'You gave {{score}}' },
    {
      open: {},
      'closed to the inbox': { text: { ...open, closed: true } },
      'no answer': { text: { ...open, values: {} } },
    },
  ],
  'post_message, score or “nothing”': [
    { type: 'post_message', body: '{{score|nothing}}' },
    { 'no answer': { text: { ...open, values: {} } } },
  ],
  'post_message, {{constructor}}': [
    { type: 'post_message', body: 'You gave {{constructor}}' },
    {
      'no answer was read as that': { text: { ...open, values: {} } },
      'a 2 was': { text: { ...open, values: { ...open.values, ['constructor']: 2 } } },
    },
  ],
  'post_message, {{contact.name}}': [
    { type: 'post_message', body: ' {{contact.name}} ' },
    {
      'without a name': {},
      'closed to the inbox': { text: { ...open, values: { 'contact.name': 'Ann' }, closed: true } },
    },
  ],
  open_case: [
    { type: 'open_case', reason: null },
    { none: {}, open: { case: 'open' }, 'no conversation': { case: 'no conversation' } },
  ],
  call_webhook: [
    { type: 'call_webhook', url: 'https://example.com', variable: 'webhook_status', on_failure: 'stop' },
    { answered: { answered: 202 } },
  ],
}

function steps(): string {
  const rows = Object.entries(STEPS).flatMap(([name, [step, cases]]) =>
    Object.entries(cases).map(([where, facts]) => {
      const plan = planStep({ id: 's', ...step } as ActionStep, { ...FACTS, ...facts })
      const left = [
        plan.variables && JSON.stringify(plan.variables),
        plan.text,
        plan.tags?.slice(-3).join(', '),
      ]
      return [name, where, plan.verdict, plan.sentence, left.filter(Boolean).join('; ')]
    }),
  )
  return table(['step', 'where', 'then', 'sentence', 'with'], rows)
}

function retries(): string {
  const rows = [1, 2, 3, 4, 5].map((attempts) => {
    const after = (gone: boolean, wish: number | null): string => {
      const at = planStepRetry({ attempts, now: NOW, gone, wish })
      return at === null ? 'given up' : `${(at - NOW) / 1000} s`
    }
    return [
      String(attempts),
      after(false, null),
      after(false, MINUTE),
      after(false, 25 * HOUR),
      after(true, null),
    ]
  })
  return table(['attempts', 'again after', 'asked for a minute', 'asked for 25 hours', 'status 410'], rows)
}

function sentiments(): string {
  return table(
    ['score', 'sentiment'],
    SCORES.map((score) => [String(score), sentimentOf(score)]),
  )
}

function tellers(): string {
  const kept = { id: 'k', type: 'get_score', variable: 'kept' } as const
  const branch = (field: string): any => ({
    id: 'b',
    type: 'branch',
    then: [],
    else: [],
    conditions: { type: 'not', condition: { type: 'test', field, operator: 'is_present', value: null } },
  })
  const plain =
    'send_csat generate_link get_score wait reopen set_status assign tag notify post_message open_case'
  const types = [...plain.split(' '), 'call_webhook'].map((type) => [type, { id: 's', type } as any])
  const fields = [
    ...WORKFLOW_FIELDS.map(({ name }) => name),
    'variables.kept',
    'variables.score',
    'variables.x',
  ]
  const rows = [...types, ...fields.map((field) => [`branch on ${field}`, branch(field)])]
  return table(
    ['step', 'tells of an answer'],
    rows.map(([name, step]) => [name, tellsOfAnswer(step, { steps: [kept] }) ? 'yes' : 'no']),
  )
}

it('O9, O8, I17, C13: what starts a workflow, what stops it, what its steps do, and what tells of an answer', async () => {
  const tables = [operators(), starts(), stops(), steps(), retries(), sentiments(), tellers()]
  await expect(tables.join('\n')).toMatchFileSnapshot('workflow.table.md')
})
