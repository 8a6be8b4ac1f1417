import type { Actor } from '../../access/actor.ts'
import { audit } from '../../access/audit.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { tell } from '../../platform/live.ts'
import { done, notFound, type Outcome } from '../../platform/outcome.ts'
import { policyForChannel } from '../../policy/settings.ts'
import { isSuspicion } from '../../policy/suspicion.ts'
import { lockConversations } from '../../inbox/find.ts'
import { setAnswerAside } from '../../surveys/answering/set-answer-aside.ts'
import { findResponse, readResponse } from './read-response.ts'
import { lookOf } from './response-rows.ts'
import type { ResponseDetail } from './responses-schema.ts'

/**
 * Sets an answer aside, so that it does not count, or takes it back (SPEC § 3.1). Again changes nothing. Only
 * answers that the reviewer may see: the others are not there for him.
 */
export async function reviewResponse(
  ctx: Context,
  actor: Actor,
  id: string,
  verdict: { quarantined: boolean; reason?: string | undefined },
): Promise<Outcome<ResponseDetail>> {
  const look = await lookOf(ctx, actor)
  const found = await findResponse(ctx, look, id)
  if (!found) return notFound('response')
  const policy = policyForChannel(look.eyes.policy, found.channel)
  const written = await inTransaction(ctx.db, async (tx) => {
    await lockConversations(tx, [{ workspaceId: look.workspaceId, id: found.conversation_id }])
    if (!(await setAnswerAside(tx, found, { ...verdict, policy }, look.now))) return done(null)
    // What was set aside on its arrival was no news then.
    if (!verdict.quarantined && isSuspicion(found.quarantine_reason)) {
      await publish(tx, {
        workspaceId: look.workspaceId,
        type: 'csat.score_submitted',
        conversationId: found.conversation_id,
        surveyId: found.survey_id,
        payload: { response_id: id, revision: found.revision },
        at: look.now,
      })
    }
    const action = verdict.quarantined ? 'response.quarantined' : 'response.restored'
    const detail = verdict.quarantined ? { reason: verdict.reason ?? null } : { was: found.quarantine_reason }
    await audit(tx, actor, action, id, detail, look.now)
    await tell(tx, {
      workspace_id: look.workspaceId,
      kind: 'survey',
      conversation_id: found.conversation_id,
      contact_id: found.contact_id,
    })
    return done(null)
  })
  return written.ok ? readResponse(ctx, actor, id) : written
}
