import { type Selectable, sql } from 'kysely'
import type { ContactRow, ConversationRow } from '../inbox/present.ts'
import { wallClock } from '../insights/counting/calendar.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { RunEvent } from '../platform/tables/workflows.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Instant } from '../policy/decision.ts'
import { sentimentOf } from '../policy/score.ts'
import type { WorkflowFacts } from '../policy/workflow/workflow-condition.ts'
import { WEEKDAYS } from '../policy/workflow/workflow-definition.ts'
import { handledBy } from '../surveys/asking/make-survey.ts'

type ResponseRow = Selectable<Tables['responses']>
type SurveyRow = Selectable<Tables['surveys']>

/** An answer as the news of it told: how it was given then, and the score before, if it had one. */
export type ToldAnswer = Pick<ResponseRow, 'id' | 'score' | 'comment' | 'reasons'> & {
  row: ResponseRow
  before: number | null
  /** When it was given in this form. */
  at: Instant
}

/** What is known about a conversation. Rows as they are now, but for an answer that news told of. */
export type Known = {
  conversation: ConversationRow
  contact: ContactRow
  /** The last ask. */
  survey: SurveyRow | null
  /** The answer that news told of, else the one that counts now. */
  answer: ToldAnswer | null
  zone: string
}

/** Gathers what conditions can be about, for many conversations in a few statements. Those unknown are missing. */
export async function gather(
  db: Db | Tx,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<Map<string, Known>> {
  const ids = [...new Set(conversationIds)]
  if (ids.length === 0) return new Map()
  const conversations = await db
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  const contactIds = conversations.map((each) => each.contact_id)
  const contacts = await db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`id = any(${contactIds}::uuid[])`)
    .execute()
  const surveys = await db
    .selectFrom('surveys')
    .selectAll()
    .distinctOn('conversation_id')
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`conversation_id = any(${ids}::uuid[])`)
    .orderBy('conversation_id')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const answers = await db
    .selectFrom('responses')
    .selectAll()
    .distinctOn('conversation_id')
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`conversation_id = any(${ids}::uuid[])`)
    .where('superseded_at', 'is', null)
    .where('quarantined', '=', false)
    .orderBy('conversation_id')
    .orderBy(sql`coalesce(edited_at, submitted_at)`, 'desc')
    .execute()
  const { time_zone: zone } = await db
    .selectFrom('workspaces')
    .select('time_zone')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const contactOf = new Map(contacts.map((row) => [row.id, row]))
  const surveyOf = new Map(surveys.map((row) => [row.conversation_id, row]))
  const answerOf = new Map(answers.map((row) => [row.conversation_id, row]))
  return new Map(
    conversations.map((conversation) => {
      const row = answerOf.get(conversation.id)
      const known: Known = {
        conversation,
        contact: contactOf.get(conversation.contact_id)!,
        survey: surveyOf.get(conversation.id) ?? null,
        answer: row ? asTold(row) : null,
        zone,
      }
      return [conversation.id, known]
    }),
  )
}

function asTold(row: ResponseRow): ToldAnswer {
  const { id, score, comment, reasons } = row
  return { id, score, comment, reasons, row, before: null, at: row.edited_at ?? row.submitted_at }
}

/** The same answer with the words that came after the news of it, in the form that has them. */
export function withWords(answer: ToldAnswer): ToldAnswer {
  return answer.comment === null && answer.row.comment !== null
    ? { ...asTold(answer.row), before: answer.before }
    : answer
}

/** Answers as they stand now, in whatever order; those that are gone are missing. */
export async function formsNow(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<ToldAnswer[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('responses')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute()
  return rows.map(asTold)
}

/** Answers in the form in which news told of them, by `id/revision`. One that was set aside is no answer. */
export async function toldAnswers(
  db: Db | Tx,
  workspaceId: string,
  told: readonly { responseId: string; revision: number }[],
): Promise<Map<string, ToldAnswer>> {
  if (told.length === 0) return new Map()
  const ids = told.map(({ responseId }) => responseId)
  const rows = await db
    .selectFrom('responses')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('quarantined', '=', false)
    .execute()
  const revisions = await db
    .selectFrom('response_revisions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`response_id = any(${ids}::uuid[])`)
    .execute()
  const revisionOf = new Map(revisions.map((each) => [`${each.response_id}/${each.revision}`, each]))
  return new Map(
    told.flatMap(({ responseId, revision }) => {
      const row = rows.find(({ id }) => id === responseId)
      const form = revisionOf.get(`${responseId}/${revision}`)
      if (!row || !form) return []
      const before = revisionOf.get(`${responseId}/${revision - 1}`)?.score ?? null
      const { score, comment, reasons, at } = form
      return [[`${responseId}/${revision}`, { id: responseId, score, comment, reasons, row, before, at }]]
    }),
  )
}

/** The name of an event's answer in `toldAnswers`. */
export function answerKey(event: RunEvent): string {
  return `${event.response_id}/${event.revision}`
}

/** What is known when this happens: with the answer as the news told of it. */
export function knownAt(known: Known, answer: ToldAnswer | undefined): Known {
  return answer ? { ...known, answer } : known
}

/** What is known, by the names of fields (workflow-fields.ts). */
export function asFacts({ conversation, contact, survey, answer, zone }: Known, now: Instant): WorkflowFacts {
  const asked = answer?.row ?? survey
  const { day, hour } = wallClock(now, zone)
  return {
    'contact.kind': contact.kind,
    'contact.locale': contact.locale,
    'conversation.channel': conversation.channel,
    'conversation.status': conversation.status,
    'conversation.origin': conversation.origin,
    'conversation.handled_by': handledBy(conversation),
    'conversation.tags': conversation.tags,
    'conversation.team': conversation.team_id,
    'conversation.assignee': conversation.assignee_id,
    'conversation.subject': conversation.subject,
    'conversation.messages': conversation.message_count,
    'conversation.characters': conversation.characters,
    'conversation.resolution': conversation.resolution,
    'conversation.contacts': conversation.contact_count,
    'csat.state': survey?.state ?? 'none',
    'csat.score': answer?.score,
    'csat.sentiment': answer && sentimentOf(answer.score),
    'csat.comment': answer?.comment,
    'csat.reasons': answer?.reasons,
    'csat.agent': asked?.agent_id,
    'csat.team': asked?.team_id,
    'csat.channel': asked?.channel,
    'csat.tags': asked?.tags,
    'csat.handled_by': asked?.handled_by,
    'time.hour': hour,
    'time.weekday': WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7],
  }
}
