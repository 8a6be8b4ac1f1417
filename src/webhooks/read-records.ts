import { type Selectable, sql } from 'kysely'
import { attachmentsOf } from '../inbox/messages/attachments.ts'
import type { Attachment } from '../inbox/attachment-schema.ts'
import type { StoredEvent } from '../platform/dispatch-events.ts'
import type { Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables/tables.ts'

type Row<Table extends keyof Tables> = Selectable<Tables[Table]>
type Revision = Row<'response_revisions'>

/** The records that events are about, by id; revisions by `response/revision`. */
export type Records = {
  conversations: Map<string, Row<'conversations'>>
  contacts: Map<string, Row<'contacts'>>
  messages: Map<string, Row<'messages'>>
  /** What came with the messages. */
  attachments: Map<string, Attachment[]>
  surveys: Map<string, Row<'surveys'>>
  responses: Map<string, Row<'responses'>>
  revisions: Map<string, Revision>
}

/** Reads all that a batch of events is about: as many queries as there are kinds of records. */
export async function readRecords(
  tx: Tx,
  workspaceId: string,
  events: readonly StoredEvent[],
): Promise<Records> {
  const read = async <T>(table: string, key: string, ids: (string | null)[]): Promise<T[]> => {
    const known = [...new Set(ids.filter((each) => each !== null))]
    if (known.length === 0) return []
    const { rows } = await sql<T>`select * from ${sql.table(table)}
      where workspace_id = ${workspaceId} and ${sql.ref(key)} = any(${known}::uuid[])`.execute(tx)
    return rows
  }
  const named = (key: string): (string | null)[] =>
    events.map(({ payload }) => (typeof payload[key] === 'string' ? payload[key] : null))
  const conversations = await read<Row<'conversations'>>(
    'conversations',
    'id',
    events.map((event) => event.conversation_id),
  )
  const surveys = await read<Row<'surveys'>>(
    'surveys',
    'id',
    events.map((event) => event.survey_id),
  )
  const messages = await read<Row<'messages'>>('messages', 'id', named('message_id'))
  const people = [...conversations, ...surveys].map((row) => row.contact_id)
  return {
    conversations: byId(conversations),
    surveys: byId(surveys),
    contacts: byId(await read<Row<'contacts'>>('contacts', 'id', people)),
    messages: byId(messages),
    attachments: await attachmentsOf(
      tx,
      workspaceId,
      messages.map(({ id }) => id),
    ),
    responses: byId(await read<Row<'responses'>>('responses', 'id', named('response_id'))),
    revisions: new Map(
      (await read<Revision>('response_revisions', 'response_id', named('response_id'))).map((row) => [
        `${row.response_id}/${row.revision}`,
        row,
      ]),
    ),
  }
}

function byId<T extends { id: string }>(rows: T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}
