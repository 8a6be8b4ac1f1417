import type { Actor } from '../access/actor.ts'
import { byActor } from '../inbox/by.ts'
import { findConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { done, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { knowsAt } from '../policy/follow-up/follow-up.ts'
import { maySee } from '../surveys/seeing/present.ts'
import { caseLook, caseRows } from './case-rows.ts'
import { factsOf } from './case-facts.ts'
import { findAnswer } from './find-answer.ts'
import { openCase } from './open-case.ts'
import { readCase } from './read-case.ts'
import type { CaseDetail, CaseInput } from './schema.ts'
import { sql } from 'kysely'

/**
 * Opens a case by hand. The customer's open case, where the asker knows of one, is answered with instead (`opened`
 * false); of one that he may not know of he learns nothing.
 */
export async function openByHand(
  ctx: Context,
  actor: Actor,
  input: CaseInput,
): Promise<Outcome<{ case: CaseDetail; opened: boolean }>> {
  const { conversation_id: conversationId, response_id: responseId = null, owner_id: ownerId } = input
  const look = await caseLook(ctx, actor)
  const conversation = await findConversation(ctx.db, actor.workspaceId, conversationId)
  if (!conversation) return notFound('conversation')
  if (responseId !== null) {
    const answer = await findAnswer(ctx.db, actor.workspaceId, responseId)
    if (!answer || answer.conversation_id !== conversationId || !maySee(look.eyes, answer)) {
      return invalid('response_id', 'names no answer of this conversation that you may see')
    }
  }
  const { rows: known } = await caseRows(
    look,
    sql`and c.conversation_id = ${conversationId}::uuid and c.contact_id = ${conversation.contact_id}::uuid
      and c.state <> 'closed' order by c.seq limit 1`,
  ).execute(ctx.db)
  const made =
    known[0] !== undefined
      ? done({ id: known[0].id, opened: false })
      : await inTransaction(ctx.db, async (tx) => {
          const opened = await openCase(tx, {
            by: byActor(actor),
            conversationId,
            responseId,
            reason: input.reason ?? null,
            ...(ownerId === undefined ? {} : { ownerId }),
            now: ctx.clock.now(),
          })
          if (!opened) return notFound('conversation')
          const facts = await factsOf(tx, opened.case)
          const owner = facts.members.find(({ id }) => id === ownerId)
          if (ownerId && (!owner || knowsAt(facts, owner) === null)) {
            return invalid('owner_id', 'names nobody who is active here and may see the answer')
          }
          return done({ id: opened.case.id, opened: opened.opened })
        })
  if (!made.ok) return made
  const read = await readCase(ctx, actor, made.value.id)
  return read.ok ? done({ case: read.value, opened: made.value.opened }) : read
}
