/** The life of a survey (SPEC § 1). */
export const SURVEY_STATES = ['scheduled', 'sent', 'answered', 'expired', 'withdrawn', 'failed'] as const
export type SurveyState = (typeof SURVEY_STATES)[number]

export const SURVEY_EVENTS = [
  'handed_over',
  'delivery_failed',
  'retried',
  'answered',
  'withdrawn',
  'expired',
] as const
export type SurveyEvent = (typeof SURVEY_EVENTS)[number]

/** The one table of what can happen to a survey. What is not in it cannot. */
const TRANSITIONS: Record<SurveyState, Partial<Record<SurveyEvent, SurveyState>>> = {
  scheduled: { handed_over: 'sent', delivery_failed: 'failed', withdrawn: 'withdrawn', expired: 'expired' },
  sent: { answered: 'answered', withdrawn: 'withdrawn', expired: 'expired', delivery_failed: 'failed' },
  // A changed rating is a further answer.
  answered: { answered: 'answered' },
  expired: {},
  withdrawn: {},
  // A retry, or an answer that proves the link arrived after all.
  failed: { handed_over: 'sent', retried: 'scheduled', answered: 'answered', withdrawn: 'withdrawn' },
}

/** The state after an event, or null when the event cannot happen in this state. */
export function nextState(state: SurveyState, event: SurveyEvent): SurveyState | null {
  return TRANSITIONS[state][event] ?? null
}

/** A survey that still waits for its answer: made or sent, and neither answered nor over. */
export function isLive(state: SurveyState): boolean {
  return state === 'scheduled' || state === 'sent'
}
