import type { By } from '../inbox/by.ts'
import { addEntry } from '../inbox/timeline.ts'
import type { Tx } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import { enqueueOne, type StillToDo } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import { isExplicit } from '../policy/make.ts'
import { ratingWindows } from '../policy/rate.ts'
import type { Policy } from '../policy/settings.ts'
import { moveSurvey, type SurveyRow, wayOf } from './store.ts'

export const stillToExpire: StillToDo = {
  task: 'expire_survey',
  key: 'expire:',
  rows: `select workspace_id, id, rate_until as at from surveys where state = 'sent' and rate_until is not null`,
}

/** The survey is with the customer: its windows begin, the timeline shows *CSAT requested* (O6). */
export async function markSent(
  tx: Tx,
  by: By,
  survey: SurveyRow,
  policy: Pick<Policy, 'rating'>,
  now: Instant,
  /** Where the customer is looking at it, when that is not the channel. */
  place?: 'portal',
): Promise<SurveyRow> {
  const { rateUntil, editUntil } = ratingWindows({
    policy,
    sentAt: now,
    endedAt: survey.ended_at,
    windowHours: survey.window_hours,
    explicit: isExplicit({ cause: survey.cause, choice: 'default' }),
  })
  const changes = {
    sent_at: new Date(now),
    rate_until: rateUntil === null ? null : new Date(rateUntil),
    edit_until: editUntil === null ? null : new Date(editUntil),
    end_reason: null,
  }
  const sent = await moveSurvey(tx, survey, 'handed_over', changes, now)
  await addEntry(tx, by, {
    conversationId: survey.conversation_id,
    contactId: survey.contact_id,
    kind: 'csat_requested',
    surveyId: survey.id,
    data: {
      channel: wayOf(survey),
      agent_id: survey.agent_id,
      link_only: survey.link_only,
      ...(place ? { place } : {}),
    },
    at: now,
  })
  await publish(tx, {
    workspaceId: survey.workspace_id,
    type: 'csat.requested',
    conversationId: survey.conversation_id,
    surveyId: survey.id,
    depth: survey.depth,
    at: now,
  })
  if (rateUntil !== null) {
    const name = { workspaceId: survey.workspace_id, id: survey.id }
    await enqueueOne(tx, stillToExpire, name, rateUntil)
  }
  return sent
}
