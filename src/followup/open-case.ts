import { sql } from 'kysely'
import type { By } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import type { ConversationRow } from '../inbox/present.ts'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Instant } from '../policy/decision.ts'
import { type CaseCause, type CaseFacts, type CasePlan, planCase } from '../policy/follow-up/follow-up.ts'
import { policyForChannel } from '../policy/settings.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { answerFacts } from './case-facts.ts'
import { findAnswer } from './find-answer.ts'
import { followUpMembers } from './members.ts'
import { noteCase, tellOfCase } from './note-case.ts'
import { scheduleCase } from './schedule-case.ts'
import { caseOfVersion, type CaseRow, openCaseOf } from './store.ts'

export type OpenCaseInput = {
  by: By
  conversationId: string
  /** The answer it is about: only who may see that may know of the case. Null: anybody who reads cases may. */
  responseId: string | null
  /** In people's words, for those who work on it. */
  reason: string | null
  /** Whose it shall be; left out: as the policy says. */
  ownerId?: string | null
  now: Instant
  /** How many workflows it took to bring this about. */
  depth?: number
}

/**
 * Opens a case (A6) in the caller's transaction, whatever `follow_up.open_case` says: its caller has decided.
 * Idempotent: an answer's version has one case, and a customer has one open case in a conversation (one about answers,
 * one about none); that one is returned with `opened` false. Null: there is no such conversation or answer.
 */
export async function openCase(
  tx: Tx,
  input: OpenCaseInput,
): Promise<{ case: CaseRow; opened: boolean } | null> {
  const ground = await caseGround(tx, input)
  if (!ground) return null
  const known = ground.caseOfVersion ?? ground.openCase
  if (known) return { case: known, opened: false }
  return { case: await writeCase(tx, input, ground, planCase(ground.facts)), opened: true }
}

/** What there is where a case would be opened; the conversation is locked. Null: no such conversation or answer. */
export async function caseGround(
  tx: Tx,
  { by, conversationId, responseId, now }: Omit<OpenCaseInput, 'reason'>,
) {
  const locked = await lockConversation(tx, by.workspaceId, conversationId)
  if (!locked) return null
  const { conversation } = locked
  const response = responseId === null ? null : await findAnswer(tx, by.workspaceId, responseId)
  if (response === undefined || (response && response.conversation_id !== conversationId)) return null
  const contactId = response?.contact_id ?? conversation.contact_id
  const of = { conversationId, contactId, aboutAnswer: response !== null }
  return {
    contactId,
    response,
    facts: await factsAt(tx, conversation, response, now),
    channel: response?.channel ?? conversation.channel,
    openCase: await openCaseOf(tx, by.workspaceId, of),
    caseOfVersion: response ? await caseOfVersion(tx, by.workspaceId, response) : undefined,
  }
}

async function factsAt(
  tx: Tx,
  conversation: ConversationRow,
  response: { id: string; revision: number } | null,
  now: Instant,
): Promise<CaseFacts> {
  const { workspace_id: workspaceId, channel } = conversation
  const common = {
    assigneeId: conversation.assignee_id,
    members: await followUpMembers(tx, workspaceId),
    openedAt: now,
  }
  if (response) {
    const { policy, answer, agent_id } = await answerFacts(tx, workspaceId, response.id, response.revision)
    return { ...common, policy, answer, teamId: answer.teamId, agentId: agent_id }
  }
  const policy = policyForChannel((await currentPolicy(tx, workspaceId)).policy, channel)
  const { team_id: teamId, last_teammate_id: agentId } = conversation
  return { ...common, policy, answer: null, teamId, agentId }
}

const CAUSES: Record<By['kind'], CaseCause> = {
  system: 'low_score',
  workflow: 'workflow',
  member: 'hand',
  api_key: 'hand',
  contact: 'hand',
}

/** Writes a case as it was planned, with what follows from it. */
export async function writeCase(
  tx: Tx,
  { by, conversationId, reason, ownerId, now, depth }: OpenCaseInput,
  ground: NonNullable<Awaited<ReturnType<typeof caseGround>>>,
  plan: CasePlan,
): Promise<CaseRow> {
  const { response, facts } = ground
  const row = await tx
    .insertInto('cases')
    .values({
      workspace_id: by.workspaceId,
      id: newId(),
      seq: sql<number>`(select coalesce(max(seq), 0) + 1 from cases where workspace_id = ${by.workspaceId})`,
      conversation_id: conversationId,
      contact_id: ground.contactId,
      response_id: response?.id ?? null,
      revision: response?.revision ?? null,
      cause: CAUSES[by.kind],
      reason,
      state: 'open',
      owner_id: ownerId === undefined ? plan.ownerId : ownerId,
      given_to: ownerId === undefined ? plan.ownerId : null,
      team_id: facts.teamId,
      channel: ground.channel,
      opened_at: new Date(now),
      waiting_since: new Date(now),
      due_at: new Date(plan.dueAt),
      updated_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const because = ownerId === undefined ? plan.ownerBecause : 'chosen'
  await noteCase(tx, by, row, { kind: 'opened', data: { because, owner_id: row.owner_id }, at: now })
  await scheduleCase(tx, by, row, facts, plan)
  await tellOfCase(tx, row, 'case.opened', { now, depth, facts })
  return row
}
