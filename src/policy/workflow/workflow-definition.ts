import type { ConversationStatus } from '../settings.ts'

/** The workflow document (O9): the words are those of the JSON that people edit. */

export const TRIGGER_TYPES = [
  'conversation.created',
  'conversation.status_changed',
  'csat.score_submitted',
  'csat.expired',
  'schedule',
] as const

/** Which answers count as news: the first alone, also one with another score, also a comment that came later. */
export const ANSWER_UPDATES = ['first', 'score_changed', 'all'] as const
export type AnswerUpdates = (typeof ANSWER_UPDATES)[number]

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof WEEKDAYS)[number]

export type Schedule = {
  type: 'schedule'
  every: 'hour' | 'day' | 'week'
  /** "09:00" on the workspace's own clock; every hour takes its minute. */
  at: string
  /** Weekly only. */
  weekday: Weekday | null
  /** ISO 8601: conversations in which something happened since then. */
  look_back: string
  /** Each conversation is taken at most once, or each time anew. */
  once: boolean
}

export type Trigger =
  | { type: 'conversation.created' }
  | { type: 'conversation.status_changed'; to: ConversationStatus[] }
  | { type: 'csat.score_submitted'; updates: AnswerUpdates }
  | { type: 'csat.expired' }
  | Schedule

export const OPERATORS = [
  'is',
  'is_not',
  'any_of',
  'none_of',
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'contains',
  'not_contains',
  'has_any',
  'has_all',
  'has_none',
  'is_present',
  'is_absent',
] as const
export type Operator = (typeof OPERATORS)[number]

/** What a field is compared with; null for the operators that need nothing. */
export type TestValue = string | number | string[] | null

export type Test = { type: 'test'; field: string; operator: Operator; value: TestValue }
export type Condition =
  | { type: 'and'; conditions: Condition[] }
  | { type: 'or'; conditions: Condition[] }
  | { type: 'not'; condition: Condition }
  | Test

/** Whom a notice goes to. `leads`: of the conversation's team, else all leads, else admins and owners. */
export type Recipient =
  | { type: 'member'; member_id: string }
  | { type: 'team'; team_id: string }
  | { type: 'assignee' }
  | { type: 'leads' }

type Named = { id: string }
export type Step = Named &
  (
    | { type: 'send_csat'; message: string | null; window_hours: number | null; delay: string }
    | { type: 'generate_link'; window_hours: number | null; variable: string }
    | { type: 'get_score'; variable: string }
    | { type: 'branch'; conditions: Condition; then: Step[]; else: Step[] }
    /** `until_answered`: at most so long, and less once the last ask was answered. */
    | { type: 'wait'; duration: string; until_answered: boolean }
    | { type: 'reopen' }
    | { type: 'set_status'; status: Exclude<ConversationStatus, 'snoozed'>; survey: 'default' | 'skip' }
    /** What is left out stays; null takes it away. */
    | { type: 'assign'; member_id?: string | null | undefined; team_id?: string | null | undefined }
    | { type: 'tag'; add: string[]; remove: string[] }
    | {
        type: 'notify'
        to: Recipient[]
        email: boolean
        /** Left out in what was saved before there was a bell: it is meant there, too. */
        in_app?: boolean | undefined
        note: boolean
        subject: string
        body: string
      }
    | { type: 'post_message'; body: string }
    | { type: 'open_case'; reason: string | null }
    | { type: 'call_webhook'; url: string; variable: string; on_failure: 'stop' | 'continue' }
  )
export type StepType = Step['type']
export type StepOf<Type extends StepType> = Extract<Step, { type: Type }>

export type Definition = { trigger: Trigger; conditions: Condition | null; steps: Step[] }

export const WORKFLOW_LIMITS = {
  steps: 50,
  /** Branches within branches. */
  depth: 5,
  /** Tests of all conditions together. */
  tests: 100,
  /** and, or, not within one another. */
  nesting: 8,
  waitDays: 90,
  delayHours: 72,
  lookBackDays: 30,
  recipients: 20,
  body: 4000,
} as const

/** Workflows that one another's effects start, one after the other: no more than this. */
export const MAX_DEPTH = 3
/** How often one workflow may be started for one conversation within an hour. */
export const MAX_RUNS_PER_HOUR = 10
