import type { Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Tables } from '../platform/tables.ts'
import type { Decision, Instant } from '../policy/decision.ts'
import type { KnownSurvey } from '../policy/make.ts'

/** The surveys' SQL that more than one use-case needs. Every query names the workspace. */

export type SurveyRow = Selectable<Tables['surveys']>
export type ResponseRow = Selectable<Tables['responses']>

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

/** The surveys that a decision about this conversation has to know: its own, and the contact's unanswered ones. */
export async function knownSurveys(
  tx: Tx,
  workspaceId: string,
  conversationId: string,
  contactId: string,
): Promise<KnownSurvey[]> {
  const rows = await tx
    .selectFrom('surveys')
    .select(['id', 'conversation_id', 'resolution', 'agent_id', 'state', 'cause', 'made_at', 'rate_until'])
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .where((eb) =>
      eb.or([eb('conversation_id', '=', conversationId), eb('state', 'in', ['scheduled', 'sent'])]),
    )
    .orderBy('made_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    resolution: row.resolution,
    agentId: row.agent_id,
    state: row.state,
    cause: row.cause,
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

/** Stores a decision with the facts it rested on: the answer to "why?" (SPEC § 3.2). */
export async function storeDecision(
  tx: Tx,
  entry: {
    workspaceId: string
    conversationId: string
    surveyId: string | null
    kind: 'make' | 'send' | 'rate'
    cause: string
    decision: Decision<string>
    policyVersion: number
    at: Instant
  },
): Promise<void> {
  await tx
    .insertInto('decisions')
    .values({
      workspace_id: entry.workspaceId,
      id: newId(),
      conversation_id: entry.conversationId,
      survey_id: entry.surveyId,
      kind: entry.kind,
      cause: entry.cause,
      allowed: entry.decision.allowed,
      reason: entry.decision.reason,
      facts: JSON.stringify(entry.decision.facts),
      policy_version: entry.policyVersion,
      at: new Date(entry.at),
    })
    .execute()
}
