import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { tell } from '../platform/live.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Instant } from '../policy/decision.ts'

export type NewNotice = {
  workspaceId: string
  /** Who is told. */
  memberId: string
  kind: Tables['notices']['kind']
  /** Told once under it. */
  key: string
  /** One line, as this member may read it now. */
  subject: string
  body?: string | null
  /** The place in the app that it leads to: a path, beginning with a slash. */
  link: string
  /** Of whom it is: erased, it goes with them. */
  contactId: string | null
  conversationId: string | null
  /**
   * Each answer that subject or body, or that there is a notice at all, tell of, as it was given then. The notice is there as long as the reader may see
   * them all (C12, C13). Leave it empty where the words tell of none.
   */
  tells: readonly { responseId: string; score: number; at: Instant }[]
  /** He may not see all of these yet: his screen is not told, for that something came would tell him what. */
  isQuiet?: boolean
  at: Instant
}

/**
 * Tells a member something in the app, in the caller's transaction; it waits in the bell until it is seen, whether a
 * mail server is connected or not (A6, O9). Told again under the same key it is only worded anew, and as read as it was.
 * Answers whether it was new.
 */
export async function noteNotice(tx: Tx, notice: NewNotice): Promise<boolean> {
  const { workspaceId, memberId, subject, body = null } = notice
  const tells = JSON.stringify(
    notice.tells.map(({ responseId, score, at }) => ({
      response_id: responseId,
      score,
      at: new Date(at).toISOString(),
    })),
  )
  const noted = await tx
    .insertInto('notices')
    .values({
      workspace_id: workspaceId,
      id: newId(),
      member_id: memberId,
      key: notice.key,
      kind: notice.kind,
      subject,
      body,
      link: notice.link,
      contact_id: notice.contactId,
      conversation_id: notice.conversationId,
      tells,
      at: new Date(notice.at),
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'member_id', 'key']).doUpdateSet({ subject, body, tells }),
    )
    .returning(sql<boolean>`xmax = 0`.as('isNew'))
    .executeTakeFirstOrThrow()
  if (!notice.isQuiet) await tell(tx, { workspace_id: workspaceId, kind: 'notice', only: [memberId] })
  return noted.isNew
}
