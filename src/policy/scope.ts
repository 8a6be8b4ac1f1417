import { type Decision, type Instant, type MakeRefusal, refuse } from './decision.ts'
import type { Policy } from './settings.ts'
import { isLive, type SurveyState } from './survey.ts'

/** A survey that exists already: one of this conversation, or another of the same contact. */
export type KnownSurvey = {
  conversationId: string
  resolution: number
  agentId: string | null
  state: SurveyState
  madeAt: Instant
  rateUntil: Instant | null
}

/** One live survey per contact, resolution or conversation (C5, C14, J2, O10); null where there is room for one. */
export function hasRoomInScope({
  policy,
  surveys,
  conversation,
  now,
}: {
  policy: Pick<Policy, 'scope'>
  surveys: readonly KnownSurvey[]
  conversation: { id: string; resolution: number }
  now: Instant
}): Decision<MakeRefusal> | null {
  const isOpen = (survey: KnownSurvey): boolean =>
    isLive(survey.state) && (survey.rateUntil === null || now < survey.rateUntil)
  const ofConversation = surveys.filter((survey) => survey.conversationId === conversation.id)
  switch (policy.scope) {
    case 'contact_pending': {
      const pending = surveys.find(isOpen)
      return pending ? refuse('pending_survey', { since: pending.madeAt }) : null
    }
    case 'resolution': {
      const earlier = ofConversation.find(
        (survey) =>
          survey.resolution === conversation.resolution &&
          survey.state !== 'withdrawn' &&
          survey.state !== 'failed',
      )
      return earlier
        ? refuse('already_asked', { since: earlier.madeAt, resolution: earlier.resolution })
        : null
    }
    case 'conversation': {
      const open = ofConversation.find(isOpen)
      return open ? refuse('already_asked', { since: open.madeAt, resolution: open.resolution }) : null
    }
    case 'teammate':
      // Several asks for one teammate all go out and share one rating (I14).
      return null
  }
}
