import { CHANNEL_IDS, STATUSES } from '../settings.ts'
import { type Operator, WEEKDAYS } from './workflow-definition.ts'

/** What a condition can be about, and how it is compared. */

export type FieldKind = 'choice' | 'member' | 'team' | 'number' | 'text' | 'list'

export type WorkflowField = {
  name: string
  label: string
  kind: FieldKind
  /** What stands for it where it is empty: nothing there is an answer too ("nobody"), or nothing is known. */
  empty: 'never' | 'known' | 'unknown'
  options?: readonly string[]
  min?: number
  max?: number
}

const EITHER: readonly Operator[] = ['is', 'is_not', 'any_of', 'none_of']

/** The operators of each kind; `is_present` and `is_absent` come on top where something may be missing. */
export const OPERATORS_OF: Record<FieldKind, readonly Operator[]> = {
  choice: EITHER,
  member: EITHER,
  team: EITHER,
  number: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'],
  text: ['contains', 'not_contains'],
  list: ['has_any', 'has_all', 'has_none'],
}

const HANDLED_BY = ['bot', 'human', 'both'] as const

export const WORKFLOW_FIELDS: readonly WorkflowField[] = [
  { name: 'contact.kind', label: 'Contact is', kind: 'choice', empty: 'never', options: ['user', 'lead'] },
  { name: 'contact.locale', label: 'Contact’s language', kind: 'text', empty: 'unknown' },
  { name: 'conversation.channel', label: 'Channel', kind: 'choice', empty: 'never', options: CHANNEL_IDS },
  { name: 'conversation.status', label: 'Status', kind: 'choice', empty: 'never', options: STATUSES },
  {
    name: 'conversation.origin',
    label: 'Started by',
    kind: 'choice',
    empty: 'never',
    options: ['inbound', 'direct_outbound', 'api', 'workflow'],
  },
  {
    name: 'conversation.handled_by',
    label: 'Handled by',
    kind: 'choice',
    empty: 'never',
    options: HANDLED_BY,
  },
  { name: 'conversation.tags', label: 'Tags', kind: 'list', empty: 'known' },
  { name: 'conversation.team', label: 'Team', kind: 'team', empty: 'known' },
  { name: 'conversation.assignee', label: 'Assignee', kind: 'member', empty: 'known' },
  { name: 'conversation.subject', label: 'Subject', kind: 'text', empty: 'known' },
  { name: 'conversation.messages', label: 'Messages', kind: 'number', empty: 'never', min: 0 },
  { name: 'conversation.characters', label: 'Characters', kind: 'number', empty: 'never', min: 0 },
  { name: 'conversation.resolution', label: 'Times resolved', kind: 'number', empty: 'never', min: 0 },
  { name: 'conversation.contacts', label: 'People in it', kind: 'number', empty: 'never', min: 1 },
  {
    name: 'csat.state',
    label: 'Last survey',
    kind: 'choice',
    empty: 'never',
    options: ['none', 'scheduled', 'sent', 'answered', 'expired', 'withdrawn', 'failed'],
  },
  { name: 'csat.score', label: 'Score', kind: 'number', empty: 'unknown', min: 1, max: 5 },
  {
    name: 'csat.sentiment',
    label: 'Rating is',
    kind: 'choice',
    empty: 'unknown',
    options: ['positive', 'neutral', 'negative'],
  },
  { name: 'csat.comment', label: 'Comment', kind: 'text', empty: 'unknown' },
  { name: 'csat.reasons', label: 'Reasons', kind: 'list', empty: 'unknown' },
  { name: 'csat.agent', label: 'Rated agent', kind: 'member', empty: 'unknown' },
  { name: 'csat.team', label: 'Rated team', kind: 'team', empty: 'unknown' },
  { name: 'csat.channel', label: 'Surveyed on', kind: 'choice', empty: 'unknown', options: CHANNEL_IDS },
  { name: 'csat.tags', label: 'Tags when surveyed', kind: 'list', empty: 'unknown' },
  {
    name: 'csat.handled_by',
    label: 'Handled by when surveyed',
    kind: 'choice',
    empty: 'unknown',
    options: HANDLED_BY,
  },
  { name: 'time.hour', label: 'Hour of the day', kind: 'number', empty: 'never', min: 0, max: 23 },
  { name: 'time.weekday', label: 'Day of the week', kind: 'choice', empty: 'never', options: WEEKDAYS },
]

const BY_NAME = new Map(WORKFLOW_FIELDS.map((field) => [field.name, field]))
const VARIABLE = 'variables.'

/** What an earlier step leaves behind for later ones. */
export type VariableKind = 'number' | 'text'

/** The field of a name; `variables.x` is one where an earlier step sets `x`. */
export function fieldOf(
  name: string,
  variables: ReadonlyMap<string, VariableKind> = new Map(),
): WorkflowField | null {
  if (!name.startsWith(VARIABLE)) return BY_NAME.get(name) ?? null
  const variable = name.slice(VARIABLE.length)
  const kind = variables.get(variable)
  return kind ? { name, label: variable, kind, empty: 'unknown' } : null
}

/** The operators that fit a field. */
export function operatorsOf(field: WorkflowField): readonly Operator[] {
  const own = OPERATORS_OF[field.kind]
  return field.empty === 'never' ? own : [...own, 'is_present', 'is_absent']
}
