import type { Policy } from '../policy/settings.ts'

/** What a replay takes for granted because nobody kept it, in sentences: only what concerns this run. */
export function assumptionsOf(facts: {
  before: Policy
  after: Policy
  hasApps: boolean
  /** How often somebody asked for a survey. */
  asked: number
  unclear: number
}): string[] {
  const { before, after, hasApps, asked, unclear } = facts
  const policies = [before, after]
  const hands = policies.map(({ trigger }) => trigger.mode === 'by_hand')
  const has = (test: (policy: Policy) => boolean): boolean => policies.some(test)
  const sentences: [boolean, string][] = [
    [
      hands.includes(true),
      `${hands.every(Boolean) ? 'Both policies ask' : hands[0] ? 'The saved policy asks' : 'The changed policy asks'} by hand: nothing is sent by itself, and only what people, the API and workflows really asked for is tried again. How often agents would have sent is not guessed.`,
    ],
    [
      asked > 0,
      `${asked === 1 ? 'One survey that was' : `${asked} surveys that were`} asked for, by hand, by the API or by a workflow, ${asked === 1 ? 'is' : 'are'} asked for again under both policies. The rules for what is sent by itself, such as length or a teammate’s reply, do not hold for ${asked === 1 ? 'it' : 'them'}.`,
    ],
    [
      true,
      'Each real survey stands for one of the replay: it is answered as long after it was sent as the real one was. A survey that was not made in reality is taken as never answered.',
    ],
    [
      true,
      'Contacts are taken as they are today: their addresses, and whether they are users or leads. When they left is known.',
    ],
    [
      has(({ eligibility }) => eligibility.exclude_group),
      'Groups are told by the people that are in a conversation today.',
    ],
    [hasApps, 'Apps that show a card of their own are taken as they are today.'],
    [
      unclear > 0,
      `Of ${unclear === 1 ? 'one end' : `${unclear} ends`} of a conversation it is not known whether a survey was wanted; ${unclear === 1 ? 'it is' : 'they are'} taken as ended without one.`,
    ],
  ]
  return sentences.filter(([concerns]) => concerns).map(([, sentence]) => sentence)
}
