import { z } from 'zod'
import type { Instant } from '../../policy/decision.ts'
import type { Answered } from '../ask-provider.ts'
import { type Failed } from '../failure.ts'
import { askDiscord, type DiscordAsk, discordFailure, secretsOf } from './discord-api.ts'
import { byAge, snowflakeAt } from './discord-snowflake.ts'
import { pause } from '../pause.ts'

type MissedDeps = {
  ask: DiscordAsk
  /** Whose direct messages are looked through, by their ids at Discord. */
  people: readonly string[]
  since: Instant
  /** Takes a message as it came. */
  take: (message: unknown) => Promise<void>
  signal: AbortSignal
}

/** Discord could not be asked now; what was missed is still to be fetched. */
export class NotFetched extends Error {
  readonly failure: Failed
  constructor(failure: Failed) {
    super(failure.sentence)
    this.failure = failure
  }
}

const opened = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  last_message_id: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullish(),
})
const messages = z.array(z.looseObject({ id: z.string().regex(/^\d{1,20}$/) }))

/** Discord's most for one request, and ours for one person. */
const PAGE = 100
const MOST_PAGES = 5
/** So often, and so long each time at most, we wait for leave to go on. */
const MOST_WAITS = 5
const LONGEST_WAIT_MS = 60_000

/**
 * Fetches what people wrote since then, oldest first, where the gateway has not told it: up to 500 messages of each. Who
 * cannot be written to any more is passed over. Throws `NotFetched` when Discord is away.
 */
export async function fetchMissed({ ask, people, since, take, signal }: MissedDeps): Promise<void> {
  for (const recipient_id of people) {
    const answer = await patiently(ask, signal, '/users/@me/channels', { recipient_id })
    const channel = answer && opened.safeParse(answer.json).data
    if (channel) await fetchFrom(channel)
    if (signal.aborted) return
  }

  async function fetchFrom(channel: z.infer<typeof opened>): Promise<void> {
    let after = snowflakeAt(since)
    if (channel.last_message_id && BigInt(channel.last_message_id) <= BigInt(after)) return
    for (let page = 0; page < MOST_PAGES && !signal.aborted; page += 1) {
      const path = `/channels/${channel.id}/messages?after=${after}&limit=${PAGE}`
      const answer = await patiently(ask, signal, path)
      const found = messages.safeParse(answer?.json).data?.toSorted(byAge) ?? []
      for (const message of found) await take(message)
      const last = found.at(-1)
      if (!last || found.length < PAGE) return
      after = last.id
    }
  }
}

/** Waits when it is told to; null for what Discord refuses for good. */
async function patiently(
  ask: DiscordAsk,
  signal: AbortSignal,
  path: string,
  body?: Record<string, unknown>,
): Promise<Answered | null> {
  for (let times = 1; ; times += 1) {
    if (signal.aborted) return null
    const answer = await askDiscord(ask, path, body)
    if (answer.kind === 'answered' && answer.status < 300) return answer
    const failure = answer.kind === 'answered' ? discordFailure(answer, secretsOf(ask.account)) : answer
    if (failure.kind === 'rejected') return null
    if (failure.reason !== 'asked_to_wait' || times > MOST_WAITS) throw new NotFetched(failure)
    await pause(Math.min(failure.afterMs, LONGEST_WAIT_MS), signal)
  }
}
