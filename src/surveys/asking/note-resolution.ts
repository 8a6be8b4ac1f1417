import type { Transition } from '../../inbox/conversations/apply-status.ts'
import type { Tx } from '../../platform/database.ts'
import { handledBy, type Made } from './make-survey.ts'

/**
 * Keeps the book of resolutions: a new one with what was true when it ended, one that turned out eligible on
 * the way to another ended status, and one that was reopened.
 */
export async function noteResolution(
  tx: Tx,
  { conversation, effect }: Pick<Transition, 'conversation' | 'effect'>,
  made: Pick<Made, 'eligible' | 'agentId'> | null,
): Promise<void> {
  const key = {
    workspace_id: conversation.workspace_id,
    conversation_id: conversation.id,
    number: conversation.resolution,
  }
  if (effect === 'ended') {
    await tx
      .insertInto('resolutions')
      .values({
        ...key,
        ended_at: new Date(conversation.ended_at!),
        eligible: made?.eligible ?? false,
        agent_id: made?.agentId ?? null,
        team_id: conversation.team_id,
        channel: conversation.channel,
        tags: conversation.tags,
        handled_by: handledBy(conversation),
      })
      .execute()
    return
  }
  const change =
    effect === 'reopened'
      ? { reopened_at: new Date(conversation.status_at!) }
      : made?.eligible
        ? { eligible: true }
        : null
  if (change === null) return
  await tx
    .updateTable('resolutions')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('conversation_id', '=', key.conversation_id)
    .where('number', '=', key.number)
    .execute()
}
