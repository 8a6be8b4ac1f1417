import { sql } from 'kysely'
import { byContact } from '../../inbox/by.ts'
import { addEntries, rewriteEntries } from '../../inbox/timeline/timeline.ts'
import { toIsoOrNull } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { Instant } from '../../policy/decision.ts'
import { stateAfter, storeDecision } from '../store.ts'
import type { AnswerChange, TakenAnswer } from './take-answer.ts'

type Changed = TakenAnswer & { change: AnswerChange }

/**
 * Writes answers of different conversations in one go: a few statements, however many there are. Each answer's
 * response with its revision, its surveys, its place in the timeline and its event; each refusal's decision.
 */
export async function writeAnswers(tx: Tx, taken: readonly TakenAnswer[], now: Instant): Promise<void> {
  const changed = taken.filter((each): each is Changed => each.change !== null)
  await writeResponses(tx, changed, now)
  await settleSurveys(tx, changed, now)
  await supersede(tx, changed, now)
  await tellNews(tx, changed, now)
  await storeDecision(
    tx,
    ...taken.flatMap(({ survey, decision, policyVersion }) =>
      decision === null || decision.allowed
        ? []
        : {
            workspaceId: survey.workspace_id,
            conversationId: survey.conversation_id,
            surveyId: survey.id,
            kind: 'rate' as const,
            cause: 'contact',
            decision,
            policyVersion,
            at: now,
          },
    ),
  )
}

/** Responses, new or revised; every version of them is kept. */
async function writeResponses(tx: Tx, changed: readonly Changed[], now: Instant): Promise<void> {
  const at = new Date(now)
  const responses = changed.map(({ change }) => change.response)
  await insertRows(
    tx,
    'responses',
    responses
      .filter(({ revision }) => revision === 1)
      .map((response) => ({
        ...response,
        submitted_at: at,
        edited_at: null,
        superseded_at: null,
        quarantined_at: response.quarantined ? at : null,
      })),
  )
  const revised = responses.filter(({ revision }) => revision > 1)
  if (revised.length > 0) {
    await sql`update responses r
      set score = x.score, comment = x.comment, reasons = x.reasons, revision = x.revision, edited_at = x.edited_at
      from json_populate_recordset(null::responses, ${JSON.stringify(revised.map(revisedColumns))}::json) x
      where r.workspace_id = x.workspace_id and r.id = x.id`.execute(tx)
  }
  await insertRows(
    tx,
    'response_revisions',
    responses.map((response) => ({
      workspace_id: response.workspace_id,
      response_id: response.id,
      revision: response.revision,
      score: response.score,
      comment: response.comment,
      reasons: response.reasons,
      at,
    })),
  )
}

/** What is revised, as the database reads it. */
function revisedColumns(response: AnswerChange['response']): object {
  const { workspace_id: workspaceId, id, score, comment, reasons, revision, edited_at: editedAt } = response
  return {
    workspace_id: workspaceId,
    id,
    score,
    comment,
    reasons,
    revision,
    edited_at: toIsoOrNull(editedAt),
  }
}

async function settleSurveys(tx: Tx, changed: readonly Changed[], now: Instant): Promise<void> {
  const settled = changed.flatMap(({ change }) =>
    change.settles.map((survey) => ({
      workspace_id: survey.workspace_id,
      id: survey.id,
      state: stateAfter(survey, 'answered'),
      response_id: change.response.id,
    })),
  )
  if (settled.length === 0) return
  await sql`update surveys s
    set state = x.state, response_id = x.response_id, answered_at = ${new Date(now)}, updated_at = ${new Date(now)}
    from json_populate_recordset(null::surveys, ${JSON.stringify(settled)}::json) x
    where s.workspace_id = x.workspace_id and s.id = x.id`.execute(tx)
}

async function supersede(tx: Tx, changed: readonly Changed[], now: Instant): Promise<void> {
  const earlier = changed.flatMap(({ change }) =>
    change.supersedes.map((row) => ({ workspace_id: row.workspace_id, id: row.id })),
  )
  if (earlier.length === 0) return
  await sql`update responses r set superseded_at = ${new Date(now)}
    from json_populate_recordset(null::responses, ${JSON.stringify(earlier)}::json) x
    where r.workspace_id = x.workspace_id and r.id = x.id`.execute(tx)
}

async function tellNews(tx: Tx, changed: readonly Changed[], now: Instant): Promise<void> {
  // The words belong to the tap before: they stand where it does, in the order of time (O6).
  const completed = changed.filter(({ change }) => change.before && change.response.edited_at === null)
  await rewriteEntries(
    tx,
    completed.map((each) => entryOf(each, now)),
  )
  await addEntries(
    tx,
    changed.filter((each) => !completed.includes(each)).map((each) => entryOf(each, now)),
  )
  const counting = changed.filter(({ change }) => !change.response.quarantined)
  await publish(
    tx,
    ...counting.map(({ survey, change: { response } }) => ({
      workspaceId: survey.workspace_id,
      type: 'csat.score_submitted' as const,
      conversationId: survey.conversation_id,
      surveyId: survey.id,
      payload: { response_id: response.id, revision: response.revision },
      at: now,
    })),
  )
}

function entryOf({ survey, change: { response } }: Changed, now: Instant) {
  return {
    by: byContact(survey.workspace_id, survey.contact_id),
    conversationId: survey.conversation_id,
    contactId: survey.contact_id,
    kind: 'csat_submitted' as const,
    surveyId: survey.id,
    data: {
      response_id: response.id,
      score: response.score,
      comment: response.comment,
      reasons: response.reasons,
      changed: response.edited_at !== null,
    },
    at: now,
  }
}
