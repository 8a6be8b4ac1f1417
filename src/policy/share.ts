import type { Policy } from './settings.ts'
import type { SurveyState } from './survey.ts'

/** One rating per teammate per conversation (I14), and the latest one of a conversation counts (O10). */

type Rules = Pick<Policy, 'scope'>
/** A survey of the conversation. */
type Asked = { id: string; agentId: string | null; state: SurveyState; responseId: string | null }
/** A response of the conversation. */
type Rated = { id: string; agentId: string | null; isSuperseded: boolean }

/** Do asks about these two share one rating? What belongs to nobody is shared with nobody. */
function share({ scope }: Rules, one: string | null, other: string | null): boolean {
  return scope === 'teammate' && one !== null && one === other
}

/** The response that answers a survey: its own, else the one about the same teammate (I14). Null: none does. */
export function responseFor<R extends Rated>(
  policy: Rules,
  survey: Asked,
  responses: readonly R[],
): R | null {
  return (
    responses.find(({ id }) => id === survey.responseId) ??
    responses.find(({ agentId }) => share(policy, agentId, survey.agentId)) ??
    null
  )
}

/** May any response of its conversation be this survey's? For those of which none can, none need be read. */
export function mayHaveResponse({ agentId, responseId }: Omit<Asked, 'id' | 'state'>): boolean {
  return responseId !== null || agentId !== null
}

/**
 * What an answer to a survey does to the others of its conversation: the response it revises, the surveys it
 * settles (this one, and every one about the same teammate that the customer has), and the responses whose place it
 * takes. What was withdrawn, has expired or was not sent yet stays as it is.
 */
export function planAnswer<S extends Asked, R extends Rated>(
  policy: Rules,
  survey: S,
  { surveys, responses }: { surveys: readonly S[]; responses: readonly R[] },
): { revises: R | null; settles: S[]; supersedes: R[] } {
  const revises = responseFor(policy, survey, responses)
  const isWithCustomer = ({ state }: Asked): boolean => state === 'sent' || state === 'answered'
  return {
    revises,
    settles: surveys.filter(
      (other) =>
        other.id === survey.id || (share(policy, other.agentId, survey.agentId) && isWithCustomer(other)),
    ),
    supersedes:
      policy.scope === 'conversation'
        ? responses.filter((other) => other.id !== revises?.id && !other.isSuperseded)
        : [],
  }
}

/** A teammate asked about again in the same conversation has one answer, and is counted as asked once (I14). */
export function repeatsAnAsk(facts: {
  policy: Rules
  conversation: { id: string }
  agentId: string | null
  surveys: readonly { conversationId: string; agentId: string | null; state: SurveyState }[]
}): boolean {
  const { policy, conversation, agentId, surveys } = facts
  return surveys.some(
    (other) =>
      other.conversationId === conversation.id &&
      share(policy, other.agentId, agentId) &&
      other.state !== 'withdrawn' &&
      other.state !== 'failed',
  )
}
