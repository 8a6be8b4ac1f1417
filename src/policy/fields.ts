import { ENDED_STATUSES, ROLES, SCALES, SCOPES, type Preset } from './settings.ts'

/** How a field's value is checked (validate.ts) and entered (the settings screen). */
export type FieldKind =
  | { kind: 'switch' }
  | { kind: 'choice'; options: readonly (string | number)[] }
  | { kind: 'choices'; options: readonly string[]; atLeast: number }
  | { kind: 'integer'; min: number; max: number; nullable?: boolean; unit?: string }
  | { kind: 'duration'; maxMs: number; nullable?: boolean }
  | { kind: 'text'; min: number; max: number; nullable?: boolean }
  | { kind: 'texts'; atMost: number; max: number }
  | { kind: 'translations'; max: number }

export type FieldGroup = 'when' | 'who' | 'scope' | 'rating' | 'question' | 'visibility' | 'follow_up'

export type Field = FieldKind & {
  /** Dotted path in the policy document. */
  path: string
  group: FieldGroup
  label: string
  help: string
}

const DAY_MS = 86_400_000
const YEAR_HOURS = 8760

/** Every field of the policy but the channels, in the order of the settings screen. */
export const FIELDS: readonly Field[] = [
  {
    path: 'enabled',
    group: 'when',
    kind: 'switch',
    label: 'Ask customers',
    help: 'While this is off nobody is asked. Surveys already sent can still be answered.',
  },
  {
    path: 'trigger.mode',
    group: 'when',
    kind: 'choice',
    options: ['by_hand', 'automatic'],
    label: 'Who decides to ask',
    help: 'By hand: the agent chooses when resolving. Automatic: Candor asks whenever the rules below allow it.',
  },
  {
    path: 'trigger.statuses',
    group: 'when',
    kind: 'choices',
    options: ENDED_STATUSES,
    atLeast: 1,
    label: 'When a conversation becomes',
    help: 'Entering one of these asks the customer. By hand, an agent may send from these.',
  },
  {
    path: 'trigger.delay',
    group: 'when',
    kind: 'duration',
    maxMs: 3 * DAY_MS,
    label: 'Wait before asking',
    help: 'Counted from the end of the conversation; at most 72 hours.',
  },
  {
    path: 'trigger.audiences.users',
    group: 'who',
    kind: 'switch',
    label: 'Ask users',
    help: 'Contacts that your product knows.',
  },
  {
    path: 'trigger.audiences.leads',
    group: 'who',
    kind: 'switch',
    label: 'Ask leads',
    help: 'Visitors who have not signed up.',
  },
  {
    path: 'eligibility.min_characters',
    group: 'who',
    kind: 'integer',
    min: 0,
    max: 100_000,
    unit: 'characters',
    label: 'Longer than',
    help: 'All messages of both sides together must have more characters than this. 0: any length.',
  },
  {
    path: 'eligibility.max_idle',
    group: 'who',
    kind: 'duration',
    maxMs: 365 * DAY_MS,
    nullable: true,
    label: 'Ended within',
    help: 'The longest time between the last message and the end. Keeps surveys off old conversations.',
  },
  {
    path: 'eligibility.require_teammate_reply',
    group: 'who',
    kind: 'switch',
    label: 'Only after a teammate wrote',
    help: 'Conversations that nobody of your team took part in are not asked about.',
  },
  {
    path: 'eligibility.exclude_group',
    group: 'who',
    kind: 'switch',
    label: 'Leave out groups',
    help: 'Conversations with more than one contact are not asked about automatically.',
  },
  {
    path: 'eligibility.include_direct_outbound',
    group: 'who',
    kind: 'switch',
    label: 'Include conversations a teammate started',
    help: 'Outbound conversations are often about something else that is being asked about already.',
  },
  {
    path: 'eligibility.include_automated_outbound',
    group: 'who',
    kind: 'switch',
    label: 'Include conversations the API or a workflow started',
    help: 'A teammate must still have taken part.',
  },
  {
    path: 'eligibility.contact_cooldown',
    group: 'who',
    kind: 'duration',
    maxMs: 365 * DAY_MS,
    nullable: true,
    label: 'Rest between two asks',
    help: 'The same contact is not asked again sooner than this, in whichever conversation.',
  },
  {
    path: 'eligibility.tags.include',
    group: 'who',
    kind: 'texts',
    atMost: 50,
    max: 200,
    label: 'Only with one of these tags',
    help: 'Empty: any conversation.',
  },
  {
    path: 'eligibility.tags.exclude',
    group: 'who',
    kind: 'texts',
    atMost: 50,
    max: 200,
    label: 'Never with one of these tags',
    help: 'One of these is enough to leave a conversation out.',
  },
  {
    path: 'eligibility.sample_percent',
    group: 'who',
    kind: 'integer',
    min: 0,
    max: 100,
    unit: '%',
    label: 'Share of conversations asked',
    help: 'Which ones is drawn by the conversation itself, so asking twice gives the same answer.',
  },
  {
    path: 'scope',
    group: 'scope',
    kind: 'choice',
    options: SCOPES,
    label: 'One open survey per',
    help: 'Contact: nobody has two surveys waiting. Resolution: one for each time it is resolved. Conversation: the newest answer counts. Teammate: several asks for one teammate are one rating.',
  },
  {
    path: 'on_reopen',
    group: 'scope',
    kind: 'choice',
    options: ['withdraw', 'keep'],
    label: 'When the conversation is reopened',
    help: 'Withdraw: an unanswered survey no longer counts and its link says so. Keep: it can still be answered.',
  },
  {
    path: 'attribution',
    group: 'scope',
    kind: 'choice',
    options: ['last_teammate', 'assignee', 'resolver'],
    label: 'The rating belongs to',
    help: 'Who wrote last, who is assigned, or who resolved. Frozen when the survey is made.',
  },
  {
    path: 'rating.window.from',
    group: 'rating',
    kind: 'choice',
    options: ['sent', 'ended'],
    label: 'Time to answer counts from',
    help: 'The moment the survey was sent, or the end of the conversation.',
  },
  {
    path: 'rating.window.hours',
    group: 'rating',
    kind: 'integer',
    min: 1,
    max: YEAR_HOURS,
    unit: 'hours',
    label: 'Time to answer',
    help: 'After it the survey is expired and takes no answer. A workflow may set its own.',
  },
  {
    path: 'rating.edit.mode',
    group: 'rating',
    kind: 'choice',
    options: ['never', 'window', 'latest_wins'],
    label: 'Changing a rating',
    help: 'Never: a rating is final. Window: until some hours after the end. Latest wins: as long as it can be answered.',
  },
  {
    path: 'rating.edit.hours',
    group: 'rating',
    kind: 'integer',
    min: 1,
    max: YEAR_HOURS,
    nullable: true,
    unit: 'hours',
    label: 'Time to change',
    help: 'Hours after the end of the conversation. A change that comes later is refused and not recorded.',
  },
  {
    path: 'rating.comment_locks',
    group: 'rating',
    kind: 'switch',
    label: 'A comment makes it final',
    help: 'Once a rating came with a comment it can no longer change.',
  },
  {
    path: 'question.message',
    group: 'question',
    kind: 'text',
    min: 1,
    max: 500,
    label: 'Question',
    help: 'Under 100 characters works best. A change holds for surveys made from now on.',
  },
  {
    path: 'question.translations',
    group: 'question',
    kind: 'translations',
    max: 500,
    label: 'Question in other languages',
    help: 'Used for contacts of that language; otherwise the question above.',
  },
  {
    path: 'question.scale',
    group: 'question',
    kind: 'choice',
    options: SCALES,
    label: 'Scale',
    help: 'Five stars, five emoji, or thumbs up and down (stored as 5 and 1). Changing it starts a new series in reports.',
  },
  {
    path: 'question.satisfied_from',
    group: 'question',
    kind: 'choice',
    options: [4, 5],
    label: 'Satisfied means',
    help: 'The lowest score that counts as satisfied. Changing it starts a new series; history keeps its definition.',
  },
  {
    path: 'question.low_until',
    group: 'question',
    kind: 'integer',
    min: 1,
    max: 3,
    label: 'Low means up to',
    help: 'Low scores bring up the comment box first, and may open a case.',
  },
  {
    path: 'question.reasons',
    group: 'question',
    kind: 'texts',
    atMost: 20,
    max: 80,
    label: 'Reasons to choose from',
    help: 'Shown as tick boxes beside the comment. Empty: none.',
  },
  {
    path: 'question.thank_you',
    group: 'question',
    kind: 'text',
    min: 1,
    max: 500,
    nullable: true,
    label: 'Thank-you',
    help: 'Shown after the answer. Empty: our own words, in the contact’s language.',
  },
  {
    path: 'visibility.embargo_hours',
    group: 'visibility',
    kind: 'integer',
    min: 0,
    max: YEAR_HOURS,
    unit: 'hours',
    label: 'Hide single answers for',
    help: 'Customers answer more freely when nobody sees it at once. A changed answer waits anew. Totals are real-time.',
  },
  {
    path: 'visibility.individual_roles',
    group: 'visibility',
    kind: 'choices',
    options: ROLES,
    atLeast: 0,
    label: 'Single answers are seen by',
    help: 'Everybody else sees totals only.',
  },
  {
    path: 'visibility.lead_sees_low_at_once',
    group: 'visibility',
    kind: 'switch',
    label: 'Leads see low scores at once',
    help: 'A safety bypass of the waiting time, for low scores of their own teams.',
  },
  {
    path: 'visibility.score_in_timeline',
    group: 'visibility',
    kind: 'switch',
    label: 'Show scores in conversations',
    help: 'Off hides them from every conversation at once; reports and exports stay the same.',
  },
  {
    path: 'visibility.min_n',
    group: 'visibility',
    kind: 'integer',
    min: 1,
    max: 1000,
    unit: 'answers',
    label: 'Enough data from',
    help: 'Figures over fewer answers say "not enough data yet".',
  },
  {
    path: 'follow_up.open_case',
    group: 'follow_up',
    kind: 'switch',
    label: 'Open a case for a low score',
    help: 'Somebody owns it and answers the customer.',
  },
  {
    path: 'follow_up.reopen',
    group: 'follow_up',
    kind: 'switch',
    label: 'Reopen the conversation too',
    help: 'The conversation goes back to open when a low score arrives.',
  },
  {
    path: 'follow_up.due_hours',
    group: 'follow_up',
    kind: 'integer',
    min: 1,
    max: 720,
    unit: 'hours',
    label: 'Answer a case within',
    help: 'The clock of a case.',
  },
  {
    path: 'follow_up.owner_rule',
    group: 'follow_up',
    kind: 'choice',
    options: ['assignee', 'team_lead', 'round_robin'],
    label: 'A case belongs to',
    help: 'The assignee, the lead of the team, or the team’s members in turn.',
  },
]

/** What each preset is, for the person who chooses. */
export const PRESET_GUIDE: Record<Preset, { title: string; sentence: string; does: readonly string[] }> = {
  by_hand: {
    title: 'By hand',
    sentence: 'Your agents decide whom to ask, and ratings stay private for two days.',
    does: [
      'Resolving a conversation offers to send a survey',
      'A customer has one open survey at a time',
      'A rating is final',
      'Owners and admins see single answers after 48 hours',
    ],
  },
  on_close: {
    title: 'On close',
    sentence: 'Every real conversation is asked about when it is closed, in chat and by mail.',
    does: [
      'Asks when a conversation of more than 250 characters with a teammate’s reply is closed',
      'Leaves out groups and conversations silent for a week',
      'One rating per teammate in each conversation',
      'Can be changed until a comment is left',
    ],
  },
  after_delay: {
    title: 'After a delay',
    sentence: 'Asks five minutes after resolving, on the channels you choose.',
    does: [
      'Each channel has its own switch; none is on until you choose',
      'One score for each conversation, the latest counts',
      'Everyone sees answers at once',
      'Low scores open a case',
    ],
  },
  per_resolution: {
    title: 'Every resolution',
    sentence: 'Each resolution is rated once; reopening takes the question back.',
    does: [
      'Asks on resolved, closed and when the customer asks to close',
      'Reopening withdraws an unanswered survey',
      'Seven days to answer, and a rating is final',
      'Low scores open a case',
    ],
  },
}
