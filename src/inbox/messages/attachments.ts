import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { LeftOut } from '../../platform/tables/words.ts'
import type { MessageRow } from '../present.ts'
import type { Attachment } from '../attachment-schema.ts'

/** A file that comes with a message. `content` null: not kept, and `leftOut` says why. */
export type IncomingFile = {
  filename: string
  mimeType: string
  size: number | null
  inline: boolean
  leftOut: LeftOut | null
  content: Buffer | null
}

/** Keeps the files of a message that the same transaction has written (C15), one after the other: they may be large. */
export async function addAttachments(
  tx: Tx,
  { workspace_id, id }: Pick<MessageRow, 'workspace_id' | 'id'>,
  files: readonly IncomingFile[],
): Promise<void> {
  for (const [position, file] of files.entries()) {
    await tx
      .insertInto('attachments')
      .values({
        workspace_id,
        id: newId(),
        message_id: id,
        position,
        file_name: file.filename,
        content_type: file.mimeType,
        size: file.size,
        inline: file.inline,
        left_out: file.leftOut,
        content: file.content,
      })
      .execute()
  }
}

/** What came with these messages, by the message's id, as the API shows it; messages without files are not in it. */
export async function attachmentsOf(
  db: Db | Tx,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<Map<string, Attachment[]>> {
  const files = new Map<string, Attachment[]>()
  if (messageIds.length === 0) return files
  const rows = await db
    .selectFrom('attachments')
    .select(['message_id', 'id', 'file_name', 'content_type', 'size', 'inline', 'left_out'])
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', sql<string>`any(${messageIds}::uuid[])`)
    .orderBy('message_id')
    .orderBy('position')
    .execute()
  for (const { message_id, ...file } of rows) files.set(message_id, [...(files.get(message_id) ?? []), file])
  return files
}

export type KeptFile = { file_name: string; content_type: string; size: number; content: Readable }

/** A kept file of this conversation; null for every other, and for one that was left out. */
export async function findAttachment(
  db: Db,
  conversation: { workspaceId: string; id: string },
  id: string,
): Promise<KeptFile | null> {
  const found = await db
    .selectFrom('attachments as a')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.workspace_id', '=', 'a.workspace_id').onRef('m.id', '=', 'a.message_id'),
    )
    .select(['a.file_name', 'a.content_type', 'a.size'])
    .where('a.workspace_id', '=', conversation.workspaceId)
    .where('a.id', '=', id)
    .where('m.conversation_id', '=', conversation.id)
    .where('a.left_out', 'is', null)
    .executeTakeFirst()
  if (!found) return null
  const size = found.size!
  return { ...found, size, content: Readable.from(pieces(db, conversation.workspaceId, id, size)) }
}

const PIECE = 2 ** 20

/** Piece by piece, as fast as it is taken: many who load large files at once cost little memory. */
async function* pieces(db: Db, workspaceId: string, id: string, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < size; from += PIECE) {
    const row = await db
      .selectFrom('attachments')
      .select(sql<Buffer>`substring(content from ${from + 1}::int for ${PIECE}::int)`.as('piece'))
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) throw new Error('the file was erased while it was read')
    yield row.piece
  }
}
