import { sql } from 'kysely'
import type { By } from '../../inbox/by.ts'
import { addEntries } from '../../inbox/timeline/timeline.ts'
import { toIsoOrNull } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { enqueueMany, type StillToDo } from '../../platform/jobs.ts'
import type { Instant } from '../../policy/decision.ts'
import { isExplicit } from '../../policy/make.ts'
import { ratingWindows } from '../../policy/rate.ts'
import type { Policy } from '../../policy/settings.ts'
import { stateAfter, type SurveyRow, wayOf } from '../store.ts'

export const stillToExpire: StillToDo = {
  task: 'expire_survey',
  key: 'expire:',
  rows: `select workspace_id, id, rate_until as at from surveys where state = 'sent' and rate_until is not null`,
}

type Sent = {
  by: By
  survey: SurveyRow
  policy: Pick<Policy, 'rating'>
  /** Where the customer is looking at it, when that is not the channel. */
  place?: 'portal'
}

/**
 * The surveys are with the customers: their windows begin, the timelines show *CSAT requested* (O6). A few statements,
 * however many they are; answers with them as they are now, in their order.
 */
export async function markAllSent(tx: Tx, all: readonly Sent[], now: Instant): Promise<SurveyRow[]> {
  if (all.length === 0) return []
  const sent = await moveAll(tx, all, now)
  await addEntries(
    tx,
    all.map(({ by, survey, place }) => ({
      by,
      conversationId: survey.conversation_id,
      contactId: survey.contact_id,
      kind: 'csat_requested' as const,
      surveyId: survey.id,
      data: {
        channel: wayOf(survey),
        agent_id: survey.agent_id,
        link_only: survey.link_only,
        ...(place ? { place } : {}),
      },
      at: now,
    })),
  )
  await publish(
    tx,
    ...sent.map((survey) => ({
      workspaceId: survey.workspace_id,
      type: 'csat.requested' as const,
      conversationId: survey.conversation_id,
      surveyId: survey.id,
      depth: survey.depth,
      at: now,
    })),
  )
  const ends = sent.flatMap(({ workspace_id: workspaceId, id, rate_until: runAt }) =>
    runAt === null ? [] : { workspaceId, id, runAt },
  )
  await enqueueMany(tx, stillToExpire, ends)
  return sent
}

/** The same of one. */
export async function markSent(
  tx: Tx,
  by: By,
  survey: SurveyRow,
  policy: Pick<Policy, 'rating'>,
  now: Instant,
  place?: 'portal',
): Promise<SurveyRow> {
  return (await markAllSent(tx, [{ by, survey, policy, place }], now))[0]!
}

/** Throws when it cannot happen to one of them, or when a row is not the current one. */
async function moveAll(tx: Tx, all: readonly Sent[], now: Instant): Promise<SurveyRow[]> {
  const changes = all.map(({ survey, policy }) => {
    const { rateUntil, editUntil } = ratingWindows({
      policy,
      sentAt: now,
      endedAt: survey.ended_at,
      windowHours: survey.window_hours,
      explicit: isExplicit({ cause: survey.cause, choice: 'default' }),
    })
    return {
      workspace_id: survey.workspace_id,
      id: survey.id,
      was: survey.state,
      state: stateAfter(survey, 'handed_over'),
      rate_until: toIsoOrNull(rateUntil),
      edit_until: toIsoOrNull(editUntil),
    }
  })
  const { rows } = await sql<SurveyRow>`update surveys s
    set state = x.state, sent_at = ${new Date(now)}, rate_until = x.rate_until, edit_until = x.edit_until,
      end_reason = null, updated_at = ${new Date(now)}
    from json_to_recordset(${JSON.stringify(changes)}::json) as x
      (workspace_id uuid, id uuid, was text, state text, rate_until timestamptz, edit_until timestamptz)
    where s.workspace_id = x.workspace_id and s.id = x.id and s.state = x.was
    returning s.*`.execute(tx)
  const moved = new Map(rows.map((row) => [row.id, row]))
  return all.map(({ survey }) => {
    const row = moved.get(survey.id)
    if (!row) throw new Error(`survey ${survey.id} is not ${survey.state} any more`)
    return row
  })
}
