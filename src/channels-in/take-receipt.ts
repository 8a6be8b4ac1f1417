import type { Channels, IncomingEvent } from '../channels/channel.ts'
import type { Failed } from '../channels/failure.ts'
import { findByProviderId } from '../inbox/messages/provider-ids.ts'
import { proveMessageTaken, takeMessageReceipt } from '../inbox/messages/take-message-receipt.ts'
import type { Context } from '../platform/context.ts'
import { transact, type Tx } from '../platform/database.ts'
import { enqueueOne, type StillToDo } from '../platform/jobs.ts'
import type { ChannelId } from '../policy/settings.ts'
import { takeSurveyReceipt } from '../surveys/sending/take-survey-receipt.ts'
import { proveTaken } from '../surveys/sending/uncertain.ts'
import { claimEvent, dropHeld, findEvent, type Hook } from './store.ts'

export type ReceiptEvent = Extract<IncomingEvent, { kind: 'delivery' }>
type Deps = { ctx: Context; channels: Channels }
type Told = { providerId: string; failure: Failed | null; reference: string | null }
type TakenEvent = Extract<IncomingEvent, { kind: 'taken' }>
type Known = NonNullable<Awaited<ReturnType<typeof findByProviderId>>>

/** A receipt may overtake the answer to what it is about; so long it is held, and looked at again that often. */
const HELD_MS = 10 * 60_000
const AGAIN_MS = 20_000

/**
 * What became of something accepted before: it arrived, or came back (O3). One that is early waits. Something whose
 * answer we never had is found by our own name for it.
 */
export async function takeReceipt(deps: Deps, hook: Hook, event: ReceiptEvent): Promise<void> {
  const { ctx } = deps
  const { providerId, failure, reference = null } = event
  const told = { providerId, failure, reference }
  const others = told.failure ? await deps.channels.fallback(hook.workspaceId) : []
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const known = await findTold(tx, hook, told, now)
    const id = await claimEvent(tx, hook, event.eventId, now, known ? null : told)
    if (id === null) return
    if (known) await apply(tx, ctx, known, told, others)
    else await enqueueAgain(tx, hook.workspaceId, id, now + AGAIN_MS)
  })
}

/** The provider has something of ours: news only where its answer was lost. */
export async function takeProof({ ctx }: Deps, hook: Hook, event: TakenEvent): Promise<void> {
  await transact(ctx.db, async (tx) => {
    await findTold(tx, hook, event, ctx.clock.now())
  })
}

async function findTold(
  tx: Tx,
  hook: Hook,
  { providerId, reference }: Pick<Told, 'providerId' | 'reference'>,
  now: number,
): Promise<Known | undefined> {
  const known = await findByProviderId(tx, { ...hook, providerId })
  const name = known ? null : REFERENCE.exec(reference ?? '')
  if (!name) return known
  const [, kind, id] = name
  const isNews =
    kind === 'survey'
      ? await proveTaken(
          tx,
          { workspaceId: hook.workspaceId, surveyId: id!, providerId, hook: hook.channel },
          now,
        )
      : await proveMessageTaken(tx, hook, { messageId: id!, providerId }, now)
  return isNews ? findByProviderId(tx, { ...hook, providerId }) : undefined
}

/** What we call what we send, beside the provider's own id. */
const REFERENCE = /^(survey|message)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Looks again at a receipt that was held. */
export async function takeHeldReceipt(deps: Deps, workspaceId: string, id: string): Promise<void> {
  const { ctx } = deps
  const event = await findEvent(ctx.db, workspaceId, id)
  if (!event || event.held === null) return
  const told = event.held as Told
  const others = told.failure ? await deps.channels.fallback(workspaceId) : []
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const known = await findTold(tx, { workspaceId, channel: event.channel }, told, now)
    if (known) await apply(tx, ctx, known, told, others)
    if (known || now - event.taken_at > HELD_MS) await dropHeld(tx, workspaceId, id)
    else await enqueueAgain(tx, workspaceId, id, now + AGAIN_MS)
  })
}

async function apply(
  tx: Tx,
  ctx: Context,
  known: Known,
  { failure, providerId }: Told,
  others: readonly ChannelId[],
): Promise<void> {
  const now = ctx.clock.now()
  const name = { workspaceId: known.workspace_id, conversationId: known.conversation_id }
  if (known.survey_id) {
    const what = { surveyId: known.survey_id, providerId, failure }
    await takeSurveyReceipt(tx, { ...name, ...what, others, now })
  } else if (known.message_id) {
    await takeMessageReceipt(tx, { ...name, messageId: known.message_id }, failure, now)
  }
}

export const stillToTake: StillToDo = {
  task: 'take_receipt',
  key: 'receipt:',
  rows: 'select workspace_id, id, taken_at as at from channel_events where held is not null',
}

async function enqueueAgain(tx: Tx, workspaceId: string, id: string, runAt: number): Promise<void> {
  await enqueueOne(tx, stillToTake, { workspaceId, id }, runAt)
}
