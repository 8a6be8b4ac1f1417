import type { MakeRefusal } from '../../policy/decision.ts'
import { plural } from './plural.ts'

/** A few words for a table; the sentence itself comes with each conversation. */
const reasons: Record<MakeRefusal, string> = {
  csat_off: 'CSAT is off',
  channel_off: 'Channel is off',
  audience_off: 'Users or leads are off',
  status_not_ended: 'Another status',
  not_by_hand: 'Nobody sent one',
  group_conversation: 'Group',
  too_short: 'Too short',
  too_old: 'Ended too late',
  no_teammate_reply: 'No teammate took part',
  direct_outbound_excluded: 'Started by a teammate',
  automated_outbound_excluded: 'Started by API or workflow',
  outbound_without_follow_up: 'Nothing after the first message',
  no_support_message: 'No word from support',
  already_asked: 'Asked already',
  pending_survey: 'A survey still waits',
  contact_cooldown: 'Asked recently',
  tag_excluded: 'Tags',
  not_sampled: 'Not in the sample',
  no_address: 'No address',
  unsubscribed: 'Unsubscribed',
  replaced_by_app: 'An app’s own card',
}

const number = new Intl.NumberFormat('en-GB')

export const dryRun = {
  open: 'Try on the last 30 days',
  title: 'What would have changed',
  lead: 'Your changes are tried on conversations that really ended. Nothing is sent and nothing is saved.',
  period: 'Days to look back',
  days: (n: number) => `${n} days`,
  reading: 'Looking at conversations…',
  progress: (done: number, total: number) =>
    `${number.format(done)} of ${plural(total, 'conversation', 'conversations')}`,
  cancelled: 'Cancelled. Nothing was changed.',
  start: 'Try again',
  cutOff: 'The answer was cut off. Nothing was changed; please try again.',
  number: (n: number) => number.format(n),
  change: (n: number) => (n === 0 ? '0' : `${n > 0 ? '+' : '−'}${number.format(Math.abs(n))}`),
  more: (n: number) => `${number.format(n)} more`,
  fewer: (n: number) => `${number.format(n)} fewer`,
  of: (n: number) => `of ${plural(n, 'resolution', 'resolutions')}`,
  same: 'The same surveys as now',
  actual: (n: number) =>
    `${plural(n, 'survey was', 'surveys were')} really made then, partly under other rules than those saved now.`,
  table: 'Surveys and reasons, before and after',
  outcome: 'Resolutions',
  before: 'Now saved',
  after: 'Your changes',
  difference: 'Change',
  asked: 'Asked',
  reasons,
  list: 'Conversations that differ',
  surveys: (n: number) => `${n} surveys`,
  by: {
    hand: 'Sent by hand, as then.',
    api: 'Asked for by the API, as then.',
    workflow: 'Asked for by a workflow, as then.',
  },
  really: 'Really',
  reallyMade: (n: number) =>
    n === 0
      ? 'No survey was made, under the rules of that time.'
      : n === 1
        ? 'A survey was made, under the rules of that time.'
        : `${n} surveys were made, under the rules of that time.`,
  opens: (name: string) => `${name}, opens in a new tab`,
  noSubject: 'No subject',
  assumptions: 'What this takes for granted',
  emptyTitle: (days: number) => `No conversation ended in the last ${days} days`,
  emptyHelp: 'There is nothing to try your changes on. Look further back, or save and see.',
}
