import { plural } from './plural.ts'

/** What figures are called, and what they rest on. */
export const figures = {
  label: 'Figures',
  csat: 'CSAT',
  average: 'Average',
  outOf: 'of 5',
  responseRate: 'Response rate',
  sent: 'Surveys sent',
  answered: 'Answers',
  positive: 'Positive',
  reopened: 'Reopened',
  answers: (n: number) => plural(n, 'answer', 'answers'),
  /** What a score rests on: these words, wherever one stands. */
  interval: (span: string) => `${span} (95 % sure)`,
  told: (n: number, answered: number) =>
    n === answered ? plural(n, 'answer', 'answers') : `${n} of ${answered} answers shown`,
  /** The same in a column that is called Answers. */
  shown: (n: number, answered: number) => (n === answered ? String(n) : `${n} of ${answered} shown`),
  rate: (percent: string) => `response rate ${percent}`,
  of: (answers: string) => `of ${answers}`,
  asked: (n: string) => `${n} asked`,
  soFar: (answered: string, sent: string) => `${answered} of ${sent} asked so far`,
  ofResolutions: (reopened: string, resolutions: string) => `${reopened} of ${resolutions}`,
  notEnough: 'Not enough data',
  missing: (n: number, min: number) => `${plural(n, 'answer', 'answers')} of the ${min} it takes`,
  closed: (opens: boolean) => (opens ? 'Not open to you yet' : 'Not shown'),
  change: {
    up: (amount: string) => `up ${amount}`,
    down: (amount: string) => `down ${amount}`,
    same: 'unchanged',
    versus: (days: string) => `vs ${days}`,
    chance: 'may be chance',
    none: (days: string) => `too little to compare with ${days}`,
    noBefore: 'nothing before to compare with',
  },
  before: (value: string, days: string) => `${value} on ${days}, the period before`,
  beforeNone: 'There is no period before to compare with.',
  chance: 'Chance alone makes a change as large more often than once in 20 times.',
  comingIn: (n: number) => `still coming in: ${n} can be answered`,
  comingInBefore: (n: number, days: string) => `${n} of ${days} can still be answered`,
  stillOpen: 'Surveys sent lately can still be answered, so the rate of a running period rises.',
  open: {
    csat: 'Read the answers behind the score',
    answered: 'Read the answers',
    positive: 'Read the positive answers',
    sent: 'See who was asked',
  },
  explain: {
    csat: (what: string, n: string) =>
      `The share of satisfied answers: ${what}, out of ${n}. A 3 never counts as satisfied unless you set it so.`,
    csatMixed: (n: string) =>
      `The share of satisfied answers out of ${n}, each by the definition it was given under.`,
    interval: (span: string) =>
      `With this many answers the true share lies at ${span} in 19 of 20 cases (95 % Wilson interval).`,
    average: (n: string) => `The mean of ${n} from 1 to 5.`,
    responseRate: (sent: string, answered: string) =>
      `Of ${sent} sent in the period, the share answered so far: ${answered}, whenever they were given.`,
    sent: 'Surveys that went out in the period and were not taken back.',
    answered: (answered: string, asked: string, sent: string) =>
      `${answered} given in the period, whenever they were asked for. Of those asked in it, ${asked} of ${sent} answered so far.`,
    positive: (n: string) => `Answers with a 4 or a 5, out of ${n}.`,
    reopened: (n: string) => `Of ${n} in the period, the share that was reopened so far.`,
  },
  surveys: (n: number) => plural(n, 'survey', 'surveys'),
  resolutions: (n: number) => plural(n, 'resolution', 'resolutions'),
  withheld: (told: string, opens: boolean) =>
    `${told}; the rest could give single answers away that are not open to you${opens ? ' yet' : ''}.`,
}
