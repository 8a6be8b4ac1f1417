import { plural } from './plural.ts'

const wholes = new Intl.NumberFormat('en-GB')

/** A thumb down is stored as a 1; answers of another scale are listed beside. */
function lowScores(lowUntil: number, thumbs: boolean): string {
  const scores = lowUntil > 1 ? `1–${lowUntil}` : '1'
  return thumbs ? `a thumb down, which is a 1; of five points ${scores}` : scores
}

/** The sentences of single answers: the list, the queue, one answer with its evidence. */
export const responses = {
  title: 'Responses',
  lead: 'Every answer that is open to you, with the words that came with it.',
  tabs: { label: 'Which answers', all: 'All answers', remarks: 'Negative remarks', review: 'Set aside' },
  remarksLead: (lowUntil: number, thumbs: boolean) =>
    `Low scores (${lowScores(lowUntil, thumbs)}), with and without a comment.${
      lowUntil > 1 ? ' Breakdown counts only a 1 as negative.' : ''
    } Read them one by one, and answer the customer right there.`,
  reviewLead: 'Answers that do not count, and why. Restore those that a customer meant.',
  search: 'Comments, names, subjects',
  searchLabel: 'Search comments, names and subjects',
  sort: {
    label: 'Order',
    newest: 'Newest first',
    oldest: 'Oldest first',
    lowest: 'Lowest score first',
    highest: 'Highest score first',
  },
  filter: {
    score: 'Score',
    comment: 'Comment',
    withComment: 'With a comment',
    withoutComment: 'Without a comment',
    words: 'Search',
    followUp: 'Follow-up',
    states: {
      none: 'No case',
      open: 'Open',
      overdue: 'Overdue',
      contacted: 'Contacted',
      closed: 'Closed',
    },
  },
  list: 'Answers',
  queue: 'Negative remarks',
  nobody: 'No agent',
  noComment: 'No comment',
  changed: 'Changed',
  changedHelp: 'The customer changed this answer later.',
  replied: 'Replied',
  repliedHelp: 'A teammate has written to the customer since.',

  closed: (n: number, until: string) =>
    n === 1
      ? `One more answer is closed to you until ${until}.`
      : `${plural(n, 'more answer', 'more answers')} are closed to you. The next one opens on ${until}.`,
  closedAside: (n: number, until: string) =>
    n === 1
      ? `1 answer is set aside and opens on ${until}.`
      : `${n} answers are set aside and not open to you yet. The next one opens on ${until}.`,
  shown: (n: number, total: number, isMore: boolean) =>
    n < total
      ? `${n} of ${isMore ? 'more than ' : ''}${wholes.format(total)}`
      : plural(n, 'answer', 'answers'),
  empty: {
    noneTitle: 'No answers yet',
    none: (opens: string) => `When customers answer a survey, what they say is read here. ${opens}`,
    opens: {
      atOnce: 'It appears as soon as they answer.',
      after: (hours: number) => `To you it opens ${plural(hours, 'hour', 'hours')} after they answered.`,
      varied: 'It appears as soon as it is open to you.',
    },
    offTitle: 'CSAT is off',
    off: 'Nobody is asked. Choose one of four ways to ask; answers appear here as soon as they are open to you.',
    offAsk: 'Nobody is asked. An owner or admin can turn CSAT on.',
    turnOn: 'Turn on CSAT',
    toInbox: 'Go to the inbox',
    matchTitle: 'No answer matches',
    match: 'Nothing in these days fits the search and the filters.',
    periodTitle: 'No answers in these days',
    period: 'Look further back to find earlier ones.',
    clear: 'Clear search and filters',
    longer: 'Show the last 90 days',
    remarksTitle: 'No negative remarks',
    remarks: 'Nobody left a low score in these days. Enjoy it.',
    reviewTitle: 'Nothing was set aside',
    review: 'Answers that look like the work of a machine wait here until a person has looked at them.',
    closedTitle: 'Not open to you yet',
    role: 'Single answers are not open to you',
    roleHelp:
      'Your workspace shows them to other roles only. What customers think, all together, is open to you.',
    toScores: 'Go to My scores',
    toOverview: 'Go to the overview',
    pickTitle: 'Pick a remark',
    pick: 'Its conversation opens here, and you can answer right away.',
    next: 'next',
    previous: 'previous',
    reply: 'write a reply',
  },
  pane: {
    label: 'Conversation',
    back: 'Back to the remarks',
    evidence: 'Evidence',
    inInbox: 'Open in the inbox',
  },
  detail: {
    title: 'Answer',
    conversation: 'Open the conversation',
    comment: 'Comment',
    by: { agent: 'Agent', channel: 'Channel', tags: 'Topics', handledBy: 'Handled by', at: 'Answered' },
    none: 'None',
    aside: { title: 'Set aside: it does not count' },
    revisions: 'Versions',
    revision: (n: number) => `Version ${n}`,
    latest: 'counts now',
    evidence: 'What was seen of the link',
    evidenceHelp: 'Opening or clicking a link never records a score; only sending the form does.',
    noEvidence: 'Nothing was seen of the link: the answer came another way.',
    kinds: {
      view: 'Page opened',
      click: 'Score clicked',
      submit: 'Answer sent',
      unsubscribe: 'Unsubscribed',
    },
    agents: {
      none: 'No browser named',
      bot: 'Automatic, such as a link scanner',
      mobile: 'Phone or tablet',
      desktop: 'Computer',
      other: 'Another program',
    },
    survey: 'The survey',
    question: 'Question',
    made: 'Made',
    sent: 'Sent',
    notSent: 'Not sent by Candor',
    rateUntil: 'Could be answered until',
    editUntil: 'Can be changed until',
    always: 'no end',
    never: 'not at all',
    policy: 'Rules',
    version: (n: number) => `version ${n}`,
  },
  review: {
    action: 'Set aside',
    title: 'Set this answer aside?',
    body: 'It no longer counts in any number, and only those who review answers still see it. You can restore it at any time.',
    reason: 'Why',
    reasonHelp: 'Kept with the answer and in the audit log.',
    reasonExample: 'Such as: given for another company',
    done: 'Answer set aside',
    restore: 'Restore',
    restored: 'Answer restored. It counts again.',
  },
  export: {
    action: 'Export',
    csv: { answered: 'Answers (CSV)', asked: 'Surveys (CSV)' },
    csvHelp: { answered: 'One row for each answer', asked: 'One row for each survey' },
    by: { answered: 'By day of answering', asked: 'By day of asking' },
    excel: { answered: 'Answers for Excel (CSV with BOM)', asked: 'Surveys for Excel (CSV with BOM)' },
    excelHelp: 'Opens with the right letters in Excel',
    note: 'With the days and filters you have set. What is closed to you stays empty.',
  },
}

/** One's own praise (I19). */
export const achievements = {
  title: 'My achievements',
  lead: 'The good your customers saw in your work.',
  period: 'Period',
  periods: { '7': '7 days', '30': '30 days', '90': '90 days', all: 'All time' },
  positive: (n: number) => (n === 1 ? 'positive rating' : 'positive ratings'),
  of: (told: number, withheld: number, opens: boolean) =>
    withheld === 0
      ? `of ${plural(told, 'rating', 'ratings')}`
      : `of ${told} shown (${withheld} not shown${opens ? ' yet' : ''})`,
  streak: 'positive in a row',
  streakHelp: 'Your latest ratings, counted back to the last one below 4',
  streakNone: 'The next good one starts it',
  words: (n: number) => (n === 1 ? 'kind word' : 'kind words'),
  wordsHelp: 'Comments with a 4 or a 5',
  notTold: (opens: boolean) => (opens ? 'Not shown yet' : 'Not shown'),
  comments: 'What customers said',
  none: 'No kind words in these days',
  noneHelp: 'When a customer leaves a good rating with a comment, it is kept here for you.',
  all: 'Show all time',
  open: 'Open',
  openOf: (who: string) => `Open the conversation with ${who}`,
}
