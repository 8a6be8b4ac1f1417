import type { Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables/tables.ts'

export type CaseRow = Selectable<Tables['cases']>

/** Locks a case for the rest of the transaction. */
export async function lockCase(tx: Tx, workspaceId: string, id: string): Promise<CaseRow | undefined> {
  return tx
    .selectFrom('cases')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The customer's open case in a conversation: about answers, or about none. */
export async function openCaseOf(
  tx: Tx,
  workspaceId: string,
  of: { conversationId: string; contactId: string; aboutAnswer: boolean },
): Promise<CaseRow | undefined> {
  return tx
    .selectFrom('cases')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', of.conversationId)
    .where('contact_id', '=', of.contactId)
    .where('response_id', of.aboutAnswer ? 'is not' : 'is', null)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
}

/** The case that a version of an answer opened, open or not. */
export async function caseOfVersion(
  tx: Tx,
  workspaceId: string,
  { id, revision }: { id: string; revision: number },
): Promise<CaseRow | undefined> {
  return tx
    .selectFrom('cases')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('response_id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
}

type Change = Partial<
  Pick<
    CaseRow,
    'state' | 'owner_id' | 'outcome' | 'note' | 'set_aside' | 'response_id' | 'revision' | 'contacted_by'
  >
> &
  Partial<Record<'due_at' | 'waiting_since', Date>> &
  Partial<Record<'overdue_at' | 'published_at' | 'contacted_at' | 'closed_at', Date | null>>

/** Writes what becomes of a case. */
export async function changeCaseRow(tx: Tx, row: CaseRow, change: Change, at: number): Promise<CaseRow> {
  return tx
    .updateTable('cases')
    .set({ ...change, updated_at: new Date(at) })
    .where('workspace_id', '=', row.workspace_id)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A case as it stands. */
export async function findCase(db: Db | Tx, workspaceId: string, id: string): Promise<CaseRow | undefined> {
  return db
    .selectFrom('cases')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}
