import { type Selectable, sql, type Updateable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { insertRows } from '../platform/insert-rows.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Decision, Instant } from '../policy/decision.ts'
import type { KnownSurvey } from '../policy/scope.ts'
import type { ChannelId } from '../policy/settings.ts'
import { nextState, type SurveyEvent, type SurveyState } from '../policy/survey.ts'

/** The surveys' SQL that more than one use-case needs. Every query names the workspace. */

export type SurveyRow = Selectable<Tables['surveys']>
export type ResponseRow = Selectable<Tables['responses']>

/** The channel that a survey goes out on: its conversation's, or another where that one failed. */
export function wayOf(survey: Pick<SurveyRow, 'channel' | 'via'>): ChannelId {
  return survey.via ?? survey.channel
}

export async function findSurvey(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<SurveyRow | undefined> {
  return db
    .selectFrom('surveys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The state of a survey after an event. One that cannot happen to it is a bug, and nothing is written. */
export function stateAfter(survey: Pick<SurveyRow, 'id' | 'state'>, event: SurveyEvent): SurveyState {
  const state = nextState(survey.state, event)
  if (state === null)
    throw new Error(`survey ${survey.id} is ${survey.state}: "${event}" cannot happen to it`)
  return state
}

/**
 * Something happens to a survey whose conversation the caller's transaction has locked: its state after that, and
 * the `changes` that go with it. Throws when the event cannot happen to it, or when the row is not the current one.
 */
export async function moveSurvey(
  tx: Tx,
  survey: SurveyRow,
  event: SurveyEvent,
  changes: Omit<Updateable<Tables['surveys']>, 'state' | 'updated_at'>,
  now: Instant,
): Promise<SurveyRow> {
  return tx
    .updateTable('surveys')
    .set({ ...changes, state: stateAfter(survey, event), updated_at: new Date(now) })
    .where('workspace_id', '=', survey.workspace_id)
    .where('id', '=', survey.id)
    .where('state', '=', survey.state)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * Of these surveys those that were not sent as far as we know, and whose delivery was begun all the same: the
 * customer may have the link, for a provider can take a mail just before we are cut off. By id.
 */
export async function handedOver(db: Db | Tx, surveys: readonly SurveyRow[]): Promise<Set<string>> {
  const names = surveys
    .filter(({ state }) => state === 'scheduled')
    .map((survey) => ({ workspaceId: survey.workspace_id, id: survey.id }))
  if (names.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`select x.id from ${named(names)} where exists (
    select from deliveries d where d.workspace_id = x."workspaceId" and d.survey_id = x.id)`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** The surveys that a decision about this conversation has to know: its own, and the contact's unanswered ones. */
export async function knownSurveys(
  db: Db | Tx,
  workspaceId: string,
  conversationId: string,
  contactId: string,
): Promise<KnownSurvey[]> {
  const rows = await db
    .selectFrom('surveys')
    .select(['conversation_id', 'resolution', 'agent_id', 'state', 'made_at', 'rate_until'])
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .where((eb) =>
      eb.or([eb('conversation_id', '=', conversationId), eb('state', 'in', ['scheduled', 'sent'])]),
    )
    .orderBy('made_at')
    .execute()
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    resolution: row.resolution,
    agentId: row.agent_id,
    state: row.state,
    madeAt: row.made_at,
    rateUntil: row.rate_until,
  }))
}

/** The surveys of one conversation, oldest first. */
export async function surveysOf(
  db: Db | Tx,
  workspaceId: string,
  conversationId: string,
): Promise<SurveyRow[]> {
  return db
    .selectFrom('surveys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId)
    .orderBy('made_at')
    .orderBy('id')
    .execute()
}

/** The responses of one conversation that count or counted, oldest first. */
export async function responsesOf(
  db: Db | Tx,
  workspaceId: string,
  conversationId: string,
): Promise<ResponseRow[]> {
  return db
    .selectFrom('responses')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId)
    .orderBy('submitted_at')
    .orderBy('id')
    .execute()
}

/** Names of things of several workspaces, each `{workspaceId, id}`. */
export type Names = readonly { workspaceId: string; id: string }[]

/** Many surveys by name, keyed by their id. Those unknown are missing. */
export async function findSurveys(db: Db | Tx, names: Names): Promise<Map<string, SurveyRow>> {
  const { rows } = await sql<SurveyRow>`select s.* from ${named(names)}
    join surveys s on s.workspace_id = x."workspaceId" and s.id = x.id`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The surveys of many conversations, keyed by conversation, oldest first. */
export async function surveysOfAll(db: Db | Tx, conversations: Names): Promise<Map<string, SurveyRow[]>> {
  const { rows } = await sql<SurveyRow>`select s.* from ${named(conversations)}
    join surveys s on s.workspace_id = x."workspaceId" and s.conversation_id = x.id
    order by s.made_at, s.id`.execute(db)
  return Map.groupBy(rows, (row) => row.conversation_id)
}

/** The responses of many conversations, keyed by conversation, oldest first. */
export async function responsesOfAll(db: Db | Tx, conversations: Names): Promise<Map<string, ResponseRow[]>> {
  if (conversations.length === 0) return new Map()
  const { rows } = await sql<ResponseRow>`select r.* from ${named(conversations)}
    join responses r on r.workspace_id = x."workspaceId" and r.conversation_id = x.id
    order by r.submitted_at, r.id`.execute(db)
  return Map.groupBy(rows, (row) => row.conversation_id)
}

/** The names as a table `x` to join with, so that a query's text does not depend on how many there are. */
export function named(names: Names): ReturnType<typeof sql> {
  return sql`json_to_recordset(${JSON.stringify(names)}::json) as x("workspaceId" uuid, id uuid)`
}

export type StoredDecision = {
  workspaceId: string
  conversationId: string
  surveyId: string | null
  kind: 'make' | 'send' | 'rate'
  cause: string
  decision: Decision<string>
  policyVersion: number
  at: Instant
}

/** Stores decisions with the facts they rested on: the answer to "why?" (SPEC § 3.2). */
export async function storeDecision(tx: Tx, ...entries: StoredDecision[]): Promise<void> {
  await insertRows(
    tx,
    'decisions',
    entries.map((entry) => ({
      workspace_id: entry.workspaceId,
      id: newId(),
      conversation_id: entry.conversationId,
      survey_id: entry.surveyId,
      kind: entry.kind,
      cause: entry.cause,
      allowed: entry.decision.allowed,
      reason: entry.decision.reason,
      facts: entry.decision.facts,
      policy_version: entry.policyVersion,
      at: new Date(entry.at),
    })),
  )
}
