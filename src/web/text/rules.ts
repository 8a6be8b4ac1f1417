import type { FieldPath } from '../../policy/fields.ts'

/** The policy's rules in words: the groups they stand in on the screen, their names, and the values they take. */

export const groups = {
  when: { title: 'When to ask', lead: 'The moment a customer is asked.' },
  who: { title: 'Who is asked', lead: 'Which conversations and contacts qualify.' },
  channels: {
    title: 'Channels',
    lead: 'Surveys go out on the channel of the conversation. Any rule can differ on a channel.',
  },
  scope: { title: 'Once per', lead: 'How often one customer is asked, and whom the rating belongs to.' },
  rating: { title: 'Rating', lead: 'How long a customer may answer and change the answer.' },
  question: { title: 'Question', lead: 'What the customer reads.' },
  visibility: { title: 'Visibility', lead: 'Who in your team sees which answers, and when.' },
  follow_up: { title: 'Follow-up', lead: 'What a low score sets in motion.' },
} satisfies Record<string, { title: string; lead: string }>

/** Every rule's name, what it means, and the unit of its number. */
export const fields: Record<FieldPath, { label: string; help: string; unit?: string }> = {
  enabled: {
    label: 'Ask customers',
    help: 'While this is off nobody is asked. Surveys already sent can still be answered.',
  },
  'trigger.mode': {
    label: 'Who decides to ask',
    help: 'By hand: the agent chooses when resolving. Automatic: Candor asks whenever the rules below allow it.',
  },
  'trigger.statuses': {
    label: 'When a conversation becomes',
    help: 'Entering one of these asks the customer. By hand, an agent may send from these.',
  },
  'trigger.delay': {
    label: 'Wait before asking',
    help: 'Counted from the end of the conversation; at most 72 hours.',
  },
  'trigger.audiences.users': { label: 'Ask users', help: 'Contacts that your product knows.' },
  'trigger.audiences.leads': { label: 'Ask leads', help: 'Visitors who have not signed up.' },
  'eligibility.min_characters': {
    label: 'Longer than',
    help: 'All messages of both sides together must have more characters than this. 0: any length.',
    unit: 'characters',
  },
  'eligibility.max_idle': {
    label: 'Ended within',
    help: 'The longest time between the last message and the end. Keeps surveys off old conversations.',
  },
  'eligibility.require_teammate_reply': {
    label: 'Only after a teammate wrote',
    help: 'Conversations that nobody of your team took part in are not asked about.',
  },
  'eligibility.exclude_group': {
    label: 'Leave out groups',
    help: 'Conversations with more than one contact are not asked about automatically.',
  },
  'eligibility.include_direct_outbound': {
    label: 'Include conversations a teammate started',
    help: 'Outbound conversations are often about something else that is being asked about already.',
  },
  'eligibility.include_automated_outbound': {
    label: 'Include conversations the API or a workflow started',
    help: 'A teammate must still have taken part.',
  },
  'eligibility.contact_cooldown': {
    label: 'Rest between two asks',
    help: 'The same contact is not asked again sooner than this, in whichever conversation.',
  },
  'eligibility.tags.include': { label: 'Only with one of these tags', help: 'Empty: any conversation.' },
  'eligibility.tags.exclude': {
    label: 'Never with one of these tags',
    help: 'One of these is enough to leave a conversation out.',
  },
  'eligibility.sample_percent': {
    label: 'Share of conversations asked',
    help: 'Which ones is drawn by the conversation itself, so asking twice gives the same answer.',
    unit: '%',
  },
  scope: {
    label: 'One open survey per',
    help: 'Contact: nobody has two surveys waiting. Resolution: one for each time it is resolved. Conversation: the newest answer counts. Teammate: several asks for one teammate are one rating.',
  },
  on_reopen: {
    label: 'When the conversation is reopened',
    help: 'Withdraw: an unanswered survey no longer counts and its link says so. Keep: it can still be answered.',
  },
  attribution: {
    label: 'The rating belongs to',
    help: 'Who wrote last, who is assigned, or who resolved. Frozen when the survey is made.',
  },
  'rating.window.from': {
    label: 'Time to answer counts from',
    help: 'The moment the survey was sent, or the end of the conversation.',
  },
  'rating.window.hours': {
    label: 'Time to answer',
    help: 'After it the survey is expired and takes no answer. A workflow may set its own.',
    unit: 'hours',
  },
  'rating.edit.mode': {
    label: 'Changing a rating',
    help: 'Never: a rating is final. Window: until some hours after the end. Latest wins: as long as it can be answered.',
  },
  'rating.edit.hours': {
    label: 'Time to change',
    help: 'Hours after the end of the conversation. A change that comes later is refused and not recorded.',
    unit: 'hours',
  },
  'rating.comment_locks': {
    label: 'A comment makes it final',
    help: 'Once a rating came with a comment it can no longer change.',
  },
  'question.message': {
    label: 'Question',
    help: 'Under 100 characters works best. A change holds for surveys made from now on.',
  },
  'question.translations': {
    label: 'Question in other languages',
    help: 'Used for contacts of that language; otherwise the question above.',
  },
  'question.scale': {
    label: 'Scale',
    help: 'Five stars, five emoji, or thumbs up and down (stored as 5 and 1). Changing it starts a new series in reports.',
  },
  'question.satisfied_from': {
    label: 'Satisfied means',
    help: 'The lowest score that counts as satisfied. Changing it starts a new series; history keeps its definition.',
  },
  'question.low_until': {
    label: 'Low means up to',
    help: 'Low scores bring up the comment box first, and may open a case.',
  },
  'question.reasons': {
    label: 'Reasons to choose from',
    help: 'Shown as tick boxes beside the comment. Empty: none.',
  },
  'question.thank_you': {
    label: 'Thank-you',
    help: 'Shown after the answer. Empty: our own words, in the contact’s language.',
  },
  'visibility.embargo_hours': {
    label: 'Hide single answers for',
    help: 'Customers answer more freely when nobody sees it at once. A changed answer waits anew. Totals are real-time.',
    unit: 'hours',
  },
  'visibility.individual_roles': {
    label: 'Single answers are seen by',
    help: 'Everybody else sees totals only.',
  },
  'visibility.lead_sees_low_at_once': {
    label: 'Leads see low scores at once',
    help: 'A safety bypass of the waiting time, for low scores of their own teams.',
  },
  'visibility.score_in_timeline': {
    label: 'Show scores in conversations',
    help: 'Off hides them from every conversation at once; reports and exports stay the same.',
  },
  'visibility.min_n': {
    label: 'Enough data from',
    help: 'Figures over fewer answers say "not enough data yet".',
    unit: 'answers',
  },
  'follow_up.open_case': {
    label: 'Open a case for a low score',
    help: 'Somebody owns it and answers the customer.',
  },
  'follow_up.reopen': {
    label: 'Reopen the conversation too',
    help: 'The conversation goes back to open when a low score arrives.',
  },
  'follow_up.due_hours': { label: 'Answer a case within', help: 'The clock of a case.', unit: 'hours' },
  'follow_up.owner_rule': {
    label: 'A case belongs to',
    help: 'The assignee, the lead of the team, or the team’s members in turn.',
  },
}

/** Words for the values a field can take; a value that is not here is written as it is. */
export const options: Record<string, Record<string, string>> = {
  'trigger.mode': { by_hand: 'By hand', automatic: 'Automatic' },
  'trigger.statuses': {
    pending_closure: 'Pending closure',
    closure_scheduled: 'Closure scheduled',
    resolved: 'Resolved',
    closed: 'Closed',
  },
  scope: {
    contact_pending: 'Contact',
    resolution: 'Resolution',
    conversation: 'Conversation',
    teammate: 'Teammate',
  },
  on_reopen: { withdraw: 'Withdraw the survey', keep: 'Keep it open' },
  attribution: { last_teammate: 'Who wrote last', assignee: 'The assignee', resolver: 'Who resolved' },
  'rating.window.from': { sent: 'When it was sent', ended: 'When the conversation ended' },
  'rating.edit.mode': { never: 'Never', window: 'For some hours', latest_wins: 'Latest wins' },
  'question.scale': { stars: '★ Stars', emoji: '😍 Emoji', thumbs: '👍 Thumbs' },
  'question.satisfied_from': { '4': '4 and 5', '5': 'Only 5' },
  'visibility.individual_roles': { owner: 'Owners', admin: 'Admins', lead: 'Leads', agent: 'Agents' },
  'follow_up.owner_rule': {
    assignee: 'The assignee',
    team_lead: 'The team’s lead',
    round_robin: 'Members in turn',
  },
}
