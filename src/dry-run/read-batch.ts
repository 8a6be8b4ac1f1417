import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Consents } from '../platform/tables/words.ts'
import type { Instant } from '../policy/decision.ts'
import type { Cause, MakeFacts } from '../policy/make.ts'
import type { ChannelId, ConversationStatus } from '../policy/settings.ts'
import type { SurveyState } from '../policy/survey.ts'

/** What happened to some contacts, as rows; those of a conversation in the order in which they happened. */

export type PastConversation = {
  id: string
  contact_id: string
  channel: ChannelId
  origin: MakeFacts['conversation']['origin']
  contact_count: number
  resolution: number
  tags: string[]
  characters: number
  message_count: number
  teammate_message_count: number
  support_message_count: number
  last_message_at: Instant | null
  kind: 'user' | 'lead'
  email: string | null
  claimed_email: string | null
  phone: string | null
  addresses: Record<string, string>
  unsubscribed_at: Instant | null
  consents: Consents
}

/** A decision about making a survey. The counts are those of the messages that came later. */
export type PastDecision = {
  conversation_id: string
  survey_id: string | null
  cause: Cause
  allowed: boolean
  reason: string | null
  skipped: boolean
  at: Instant
  later: {
    characters: number
    messages: number
    teammate: number
    support: number
    before: Instant | null
  } | null
}

export type PastEntry = {
  conversation_id: string
  at: Instant
  data:
    | { from: ConversationStatus; to: ConversationStatus }
    | { from?: undefined; added: string[]; removed: string[] }
}

export type PastSurvey = {
  id: string
  conversation_id: string
  contact_id: string
  resolution: number
  state: SurveyState
  cause: Cause
  end_reason: string | null
  window_hours: number | null
  made_at: Instant
  due_at: Instant
  sent_at: Instant | null
  rate_until: Instant | null
  /** When it was first answered. */
  answered_at: Instant | null
  updated_at: Instant
}

export type Batch = {
  conversations: PastConversation[]
  decisions: Map<string, PastDecision[]>
  entries: Map<string, PastEntry[]>
  /** By contact. */
  surveys: Map<string, PastSurvey[]>
}

/** So many contacts are read at once. */
const CONTACTS = 1000

/** How many conversations something has happened in since then: more than can have been decided about. */
export async function countConversations(db: Db, workspaceId: string, since: Instant): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from conversations
    where workspace_id = ${workspaceId} and updated_at >= ${new Date(since)}`.execute(db)
  return rows[0]!.n
}

/** The next contacts in whose conversations something has happened since then, in the order of their ids. */
export async function nextContacts(
  db: Db,
  workspaceId: string,
  since: Instant,
  after: string | null,
): Promise<string[]> {
  const { rows } = await sql<{ contact_id: string }>`select contact_id from conversations
    where workspace_id = ${workspaceId} and updated_at >= ${new Date(since)}
      and contact_id > ${after ?? '00000000-0000-0000-0000-000000000000'}
    group by contact_id order by contact_id limit ${CONTACTS}`.execute(db)
  return rows.map((row) => row.contact_id)
}

/** All that a replay has to know about these contacts, up to `until`. */
export async function readBatch(
  db: Db,
  workspaceId: string,
  contactIds: readonly string[],
  { since, until }: { since: Instant; until: Instant },
): Promise<Batch> {
  const contacts = JSON.stringify(contactIds)
  const ofContacts = sql`json_array_elements_text(${contacts}::json) as x(id)
    join conversations v on v.workspace_id = ${workspaceId} and v.contact_id = x.id::uuid
      and v.updated_at >= ${new Date(since)}`
  const conversations = await sql<PastConversation>`
    select v.id, v.contact_id, v.channel, v.origin, v.contact_count, v.resolution, v.tags, v.characters,
      v.message_count, v.teammate_message_count, v.last_message_at,
      v.teammate_message_count + v.bot_message_count + v.workflow_message_count as support_message_count,
      c.kind, c.email, c.claimed_email, c.phone, c.addresses, c.unsubscribed_at, c.consents
    from ${ofContacts}
    join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id`.execute(db)
  const decisions = await sql<PastDecision>`
    select d.conversation_id, d.survey_id, d.cause, d.allowed, d.reason, d.at,
      coalesce(d.facts ->> 'skipped' = 'true', false) as skipped,
      case when v.last_message_at > d.at then (
        select json_build_object('characters', coalesce(sum(length(m.body)), 0), 'messages', count(*),
          'teammate', count(*) filter (where m.author_kind = 'teammate'),
          'support', count(*) filter (where m.author_kind <> 'contact'),
          'before', (select round(extract(epoch from max(e.sent_at)) * 1000) from messages e
            where e.workspace_id = v.workspace_id and e.conversation_id = v.id and e.sent_at <= d.at))
        from messages m
        where m.workspace_id = v.workspace_id and m.conversation_id = v.id and m.sent_at > d.at) end as later
    from ${ofContacts}
    join decisions d on d.workspace_id = v.workspace_id and d.conversation_id = v.id
    where d.kind = 'make' and d.at <= ${new Date(until)}
    order by d.at, d.id`.execute(db)
  const entries = await sql<PastEntry>`
    select t.conversation_id, t.at, t.data
    from ${ofContacts}
    join timeline_entries t on t.workspace_id = v.workspace_id and t.conversation_id = v.id
    where t.kind in ('status_changed', 'tagged')
    order by t.at, t.id`.execute(db)
  const surveys = await sql<PastSurvey>`
    select s.id, s.conversation_id, s.contact_id, s.resolution, s.state, s.cause, s.end_reason, s.window_hours, s.made_at,
      s.due_at, s.sent_at, s.rate_until, s.updated_at,
      case when r.submitted_at >= s.made_at then r.submitted_at else s.answered_at end as answered_at
    from json_array_elements_text(${contacts}::json) as x(id)
    join surveys s on s.workspace_id = ${workspaceId} and s.contact_id = x.id::uuid
    left join responses r on r.workspace_id = s.workspace_id and r.id = s.response_id
    where s.made_at <= ${new Date(until)}
    order by s.made_at, s.id`.execute(db)
  return {
    conversations: conversations.rows,
    decisions: Map.groupBy(decisions.rows, (row) => row.conversation_id),
    entries: Map.groupBy(entries.rows, (row) => row.conversation_id),
    surveys: Map.groupBy(surveys.rows, (row) => row.contact_id),
  }
}
