import { type Selectable, sql } from 'kysely'
import type { SendResult } from '../../channels/channel.ts'
import { toIso } from '../../platform/clock.ts'
import type { Db, Tx } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { Tables } from '../../platform/tables/tables.ts'
import type { Instant } from '../../policy/decision.ts'
import { isLost } from '../../policy/handing/hand-over.ts'
import { named, type SurveyRow, wayOf } from '../store.ts'

/** One attempt to hand a survey to its channel. */
export type DeliveryRow = Selectable<Tables['deliveries']>

/** The attempts of many surveys, by survey, the first first. */
export async function attemptsOfAll(
  tx: Db | Tx,
  surveys: readonly SurveyRow[],
): Promise<Map<string, DeliveryRow[]>> {
  if (surveys.length === 0) return new Map()
  const names = surveys.map((survey) => ({ workspaceId: survey.workspace_id, id: survey.id }))
  const { rows } = await sql<DeliveryRow>`select d.* from ${named(names)}
    join deliveries d on d.workspace_id = x."workspaceId" and d.survey_id = x.id order by d.attempt`.execute(
    tx,
  )
  return Map.groupBy(rows, (row) => row.survey_id)
}

/** The same of one. */
export async function attemptsOf(tx: Tx, survey: SurveyRow): Promise<DeliveryRow[]> {
  return (await attemptsOfAll(tx, [survey])).get(survey.id) ?? []
}

/** Notes that attempts begin, each with its number, which counts on over all channels. */
export async function noteAttempts(
  tx: Tx,
  begun: readonly { survey: SurveyRow; attempt: number }[],
  now: Instant,
): Promise<void> {
  const rows = begun.map(({ survey, attempt }) => ({
    workspace_id: survey.workspace_id,
    survey_id: survey.id,
    attempt,
    channel: wayOf(survey),
    delivery_key: survey.id,
    state: 'started' as const,
    started_at: new Date(now),
  }))
  await insertRows(tx, 'deliveries', rows)
}

/** An attempt of a survey. */
export type AttemptName = { survey: SurveyRow; attempt: number }

/** Notes what the provider made of attempts. One whose answer was lost may have arrived: `unknown`. */
export async function finishAttempts(
  tx: Tx,
  finished: readonly (AttemptName & { result: SendResult })[],
  now: Instant,
): Promise<void> {
  if (finished.length === 0) return
  const rows = finished.map(({ survey, attempt, result }) => ({
    ...nameOf({ survey, attempt }),
    state: isLost(result) ? 'unknown' : result.kind,
    provider_id: result.kind === 'accepted' ? result.providerId : null,
    error: result.kind === 'accepted' ? null : result.sentence,
    finished_at: toIso(now),
  }))
  await sql`update deliveries d
    set state = x.state, provider_id = x.provider_id, error = x.error, finished_at = x.finished_at
    from json_populate_recordset(null::deliveries, ${JSON.stringify(rows)}::json) x
    where d.workspace_id = x.workspace_id and d.survey_id = x.survey_id and d.attempt = x.attempt`.execute(tx)
}

/** Attempts that were noted and never made: the provider was not asked. */
export async function takeBackAttempts(tx: Tx, noted: readonly AttemptName[]): Promise<void> {
  if (noted.length === 0) return
  await sql`delete from deliveries d
    using json_populate_recordset(null::deliveries, ${JSON.stringify(noted.map(nameOf))}::json) x
    where d.workspace_id = x.workspace_id and d.survey_id = x.survey_id and d.attempt = x.attempt
      and d.state = 'started'`.execute(tx)
}

function nameOf({ survey, attempt }: AttemptName) {
  return { workspace_id: survey.workspace_id, survey_id: survey.id, attempt }
}
