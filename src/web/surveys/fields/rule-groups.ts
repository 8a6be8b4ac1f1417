import { type Field, type FieldPath, FIELDS } from '../../../policy/fields.ts'
import type { text } from '../../text.ts'

export type RuleGroup = keyof typeof text.csat.groups

/** Which rules stand together, in the order of the screen. The main switch and the channels have places of their own. */
const GROUPS: Record<RuleGroup, readonly FieldPath[]> = {
  when: ['trigger.mode', 'trigger.statuses', 'trigger.delay'],
  who: [
    'trigger.audiences.users',
    'trigger.audiences.leads',
    'eligibility.min_characters',
    'eligibility.max_idle',
    'eligibility.require_teammate_reply',
    'eligibility.exclude_group',
    'eligibility.include_direct_outbound',
    'eligibility.include_automated_outbound',
    'eligibility.contact_cooldown',
    'eligibility.tags.include',
    'eligibility.tags.exclude',
    'eligibility.sample_percent',
  ],
  channels: [],
  scope: ['scope', 'on_reopen', 'attribution'],
  rating: [
    'rating.window.from',
    'rating.window.hours',
    'rating.edit.mode',
    'rating.edit.hours',
    'rating.comment_locks',
  ],
  question: [
    'question.message',
    'question.translations',
    'question.scale',
    'question.satisfied_from',
    'question.low_until',
    'question.reasons',
    'question.thank_you',
  ],
  visibility: [
    'visibility.embargo_hours',
    'visibility.individual_roles',
    'visibility.lead_sees_low_at_once',
    'visibility.score_in_timeline',
    'visibility.min_n',
  ],
  follow_up: ['follow_up.open_case', 'follow_up.reopen', 'follow_up.due_hours', 'follow_up.owner_rule'],
}

export const RULE_GROUPS = Object.keys(GROUPS) as RuleGroup[]

/** The rules of a group. */
export function rulesIn(group: RuleGroup): Field[] {
  return GROUPS[group].map((path) => FIELDS.find((field) => field.path === path)!)
}

/** The group that a rule stands in. */
export function groupOf(path: FieldPath): RuleGroup {
  return RULE_GROUPS.find((group) => GROUPS[group].includes(path))!
}

/** What a limit starts from where there was none: a week, as in the preset that has one; and a day. */
export const FIRST_WINDOW = { from: 'sent', hours: 168 }
export const FIRST_EDIT_HOURS = 24
