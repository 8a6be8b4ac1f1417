import { ENDED_STATUSES, ROLES, SCALES, SCOPES } from './settings.ts'

/** What a field takes and in which bounds: for the check (validate.ts) and for the controls of the settings screen. */
type FieldKind =
  | { kind: 'switch' }
  | { kind: 'choice'; options: readonly (string | number)[] }
  | { kind: 'choices'; options: readonly string[]; atLeast: number }
  | { kind: 'integer'; min: number; max: number; nullable?: boolean }
  | { kind: 'duration'; maxMs: number; nullable?: boolean }
  | { kind: 'text'; min: number; max: number; nullable?: boolean }
  | { kind: 'texts'; atMost: number; max: number }
  | { kind: 'translations'; max: number }

const DAY_MS = 86_400_000
const YEAR_HOURS = 8760

const ALL = [
  { path: 'enabled', kind: 'switch' },
  { path: 'trigger.mode', kind: 'choice', options: ['by_hand', 'automatic'] },
  { path: 'trigger.statuses', kind: 'choices', options: ENDED_STATUSES, atLeast: 1 },
  { path: 'trigger.delay', kind: 'duration', maxMs: 3 * DAY_MS },
  { path: 'trigger.audiences.users', kind: 'switch' },
  { path: 'trigger.audiences.leads', kind: 'switch' },
  { path: 'eligibility.min_characters', kind: 'integer', min: 0, max: 100_000 },
  { path: 'eligibility.max_idle', kind: 'duration', maxMs: 365 * DAY_MS, nullable: true },
  { path: 'eligibility.require_teammate_reply', kind: 'switch' },
  { path: 'eligibility.exclude_group', kind: 'switch' },
  { path: 'eligibility.include_direct_outbound', kind: 'switch' },
  { path: 'eligibility.include_automated_outbound', kind: 'switch' },
  { path: 'eligibility.contact_cooldown', kind: 'duration', maxMs: 365 * DAY_MS, nullable: true },
  { path: 'eligibility.tags.include', kind: 'texts', atMost: 50, max: 200 },
  { path: 'eligibility.tags.exclude', kind: 'texts', atMost: 50, max: 200 },
  { path: 'eligibility.sample_percent', kind: 'integer', min: 0, max: 100 },
  { path: 'scope', kind: 'choice', options: SCOPES },
  { path: 'on_reopen', kind: 'choice', options: ['withdraw', 'keep'] },
  { path: 'attribution', kind: 'choice', options: ['last_teammate', 'assignee', 'resolver'] },
  { path: 'rating.window.from', kind: 'choice', options: ['sent', 'ended'] },
  { path: 'rating.window.hours', kind: 'integer', min: 1, max: YEAR_HOURS },
  { path: 'rating.edit.mode', kind: 'choice', options: ['never', 'window', 'latest_wins'] },
  { path: 'rating.edit.hours', kind: 'integer', min: 1, max: YEAR_HOURS, nullable: true },
  { path: 'rating.comment_locks', kind: 'switch' },
  { path: 'question.message', kind: 'text', min: 1, max: 500 },
  { path: 'question.translations', kind: 'translations', max: 500 },
  { path: 'question.scale', kind: 'choice', options: SCALES },
  { path: 'question.satisfied_from', kind: 'choice', options: [4, 5] },
  { path: 'question.low_until', kind: 'integer', min: 1, max: 3 },
  { path: 'question.reasons', kind: 'texts', atMost: 20, max: 80 },
  { path: 'question.thank_you', kind: 'text', min: 1, max: 500, nullable: true },
  { path: 'visibility.embargo_hours', kind: 'integer', min: 0, max: YEAR_HOURS },
  { path: 'visibility.individual_roles', kind: 'choices', options: ROLES, atLeast: 0 },
  { path: 'visibility.lead_sees_low_at_once', kind: 'switch' },
  { path: 'visibility.score_in_timeline', kind: 'switch' },
  { path: 'visibility.min_n', kind: 'integer', min: 1, max: 1000 },
  { path: 'follow_up.open_case', kind: 'switch' },
  { path: 'follow_up.reopen', kind: 'switch' },
  { path: 'follow_up.due_hours', kind: 'integer', min: 1, max: 720 },
  { path: 'follow_up.owner_rule', kind: 'choice', options: ['assignee', 'team_lead', 'round_robin'] },
] as const satisfies readonly (FieldKind & { path: string })[]

/** A dotted path in the policy document. */
export type FieldPath = (typeof ALL)[number]['path']
export type Field = FieldKind & { path: FieldPath }

/** Every field of the policy but the channels: what `validatePolicy` takes, and what a channel may say differently. */
export const FIELDS: readonly Field[] = ALL
