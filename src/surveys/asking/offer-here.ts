import type { By } from '../../inbox/by.ts'
import type { Tx } from '../../platform/database.ts'
import { policyForChannel } from '../../policy/settings.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import type { Made } from './make-survey.ts'
import { markSent } from '../life/mark-sent.ts'

/**
 * The customer is looking at the conversation in the portal right now: a survey that is due is put before him there, at once
 * (J12), and goes out by no other way. One that waits for its time stays as it is.
 */
export async function offerHere(tx: Tx, by: By, { survey, at }: Made): Promise<void> {
  if (survey?.state !== 'scheduled' || survey.due_at > at) return
  const { policy } = await currentPolicy(tx, survey.workspace_id)
  const here = await tx
    .updateTable('surveys')
    .set({ via: 'web_chat' })
    .where('workspace_id', '=', survey.workspace_id)
    .where('id', '=', survey.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await markSent(tx, by, here, policyForChannel(policy, survey.channel), at, 'portal')
}
