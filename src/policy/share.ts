import type { Policy } from './settings.ts'
import type { SurveyState } from './survey.ts'

/** One rating per teammate per conversation (I14), and the latest one of a conversation counts (O10). */

type Rules = Pick<Policy, 'scope'>
type RulesOfRating = Rules & Pick<Policy, 'rating'>
/** A survey of the conversation. */
type Asked = { id: string; agentId: string | null; state: SurveyState; responseId: string | null }
/** A response of the conversation. */
type Rated = {
  id: string
  agentId: string | null
  isSuperseded: boolean
  isSetAside: boolean
  comment: string | null
}

/** Do asks about these two share one rating? What belongs to nobody is shared with nobody. */
function share({ scope }: Rules, one: string | null, other: string | null): boolean {
  return scope === 'teammate' && one !== null && one === other
}

/**
 * The response that answers a survey: its own, else the one about the same teammate that counts (I14). Null: none
 * does. Responses are in the order in which they were first given.
 */
export function responseFor<R extends Rated>(
  policy: Rules,
  survey: Asked,
  responses: readonly R[],
): R | null {
  return (
    responses.find(({ id }) => id === survey.responseId) ??
    responses.findLast((other) => !other.isSuperseded && share(policy, other.agentId, survey.agentId)) ??
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
  policy: RulesOfRating,
  survey: S,
  { surveys, responses }: { surveys: readonly S[]; responses: readonly R[] },
): { revises: R | null; settles: S[]; supersedes: R[] } {
  const found = responseFor(policy, survey, responses)
  const isOwn = found?.id === survey.responseId
  const revises = found !== null && (isOwn || isOpen(policy, found)) ? found : null
  return {
    revises,
    settles: surveys.filter(
      (other) =>
        other.id === survey.id || (share(policy, other.agentId, survey.agentId) && follows(other, revises)),
    ),
    supersedes: responses.filter(
      (other) => other.id !== revises?.id && !other.isSuperseded && takesPlace(policy, other, survey),
    ),
  }
}

/**
 * May the answer to a later ask be written into this response? One that its comment locked stays, to the letter, as
 * it was given (I10): a later answer gets a response of its own and only counts in its place. So does one that was
 * set aside, or the later answer would go unheard with it.
 */
function isOpen({ rating }: RulesOfRating, { comment, isSetAside }: Rated): boolean {
  return !isSetAside && !(rating.comment_locks && comment !== null)
}

/** Does this ask, that the customer has, go along with the rating? One that has a rating of its own keeps it. */
function follows({ state, responseId }: Asked, revises: Rated | null): boolean {
  if (state !== 'sent' && state !== 'answered') return false
  return responseId === null || responseId === revises?.id
}

/**
 * Which responses of a conversation lose or regain their place when this one is set aside or restored: of those that
 * take each other's place the latest counts (O10, I14). What is set aside takes nobody's. Those that stay as they
 * are, are not named. Responses are in the order in which they were last given.
 */
export function settlePlaces<R extends Rated>(
  policy: Rules,
  reviewed: R,
  responses: readonly R[],
): { loses: R[]; regains: R[] } {
  const rivals = responses.filter((other) => !other.isSetAside && takesPlace(policy, other, reviewed))
  const counts = rivals.at(-1)
  return {
    loses: rivals.filter((response) => response !== counts && !response.isSuperseded),
    regains: rivals.filter((response) => response === counts && response.isSuperseded),
  }
}

function takesPlace(policy: Rules, one: { agentId: string | null }, other: { agentId: string | null }) {
  return policy.scope === 'conversation' || share(policy, one.agentId, other.agentId)
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
