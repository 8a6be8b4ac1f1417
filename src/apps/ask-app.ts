import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import { type OutsideFailure, postOutside } from '../platform/outside/outside.ts'
import { webhookHeaders } from '../platform/outside/webhook-signature.ts'
import type { ChannelId } from '../policy/settings.ts'
import { type ClosingCard, closingCard } from './schema.ts'
import type { AppRow } from './store.ts'

const LIMITS = { patienceMs: 3000, maxBytes: 32_768 }

/** What an app is told: which conversation ended, and whose it is. */
export type Occasion = {
  conversation: { id: string; external_id: string | null; channel: ChannelId; subject: string | null }
  resolution: number
  contact: { id: string; external_id: string | null; name: string | null; locale: string | null }
}

/** The card, or in a sentence why there is none. */
export type AppAnswer = { card: ClosingCard; error: null } | { card: null; error: string }

/**
 * The card of an app for a conversation that has ended (I11): its own, or asked for with a signed POST that it has
 * three seconds to answer. `id` names the occasion and is the same whenever it is asked again.
 */
export async function askApp(
  ctx: Pick<Context, 'clock' | 'config' | 'keys'>,
  app: Pick<AppRow, 'kind' | 'url' | 'card' | 'secret'>,
  id: string,
  occasion: Occasion,
): Promise<AppAnswer> {
  if (app.kind === 'static') return read(app.card)
  const body = JSON.stringify({ type: 'conversation.ended', ...occasion })
  const secret = unseal(ctx.keys.sealing, app.secret)
  const headers = {
    ...webhookHeaders(secret, { id, at: ctx.clock.now(), body }),
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'Candor',
  }
  const limits = { ...LIMITS, privateHosts: ctx.config.privateHosts ?? [] }
  const answer = await postOutside(app.url!, { body, headers }, limits)
  if (answer.kind === 'failed') return none(FAILURES[answer.reason])
  if (answer.status !== 200) return none(`It answered with status ${answer.status} instead of 200.`)
  try {
    return read(JSON.parse(answer.body))
  } catch {
    return none('Its answer is not JSON.')
  }
}

const FAILURES: Record<OutsideFailure, string> = {
  unreachable: 'It could not be reached.',
  too_slow: 'It did not answer within 3 seconds.',
  too_large: 'Its answer is larger than 32 KB.',
  private_address: 'Its address lies in a private network.',
  not_https: 'Its address does not start with https://.',
}

function read(value: unknown): AppAnswer {
  const parsed = closingCard.safeParse(value)
  if (parsed.success) return { card: parsed.data, error: null }
  const { path, message } = parsed.error.issues[0]!
  return none(`Its card cannot be shown: ${path.join('.') || 'card'} ${message}.`.slice(0, 300))
}

function none(error: string): AppAnswer {
  return { card: null, error }
}
