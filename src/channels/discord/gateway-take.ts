import { z } from 'zod'
import type { Instant } from '../../policy/decision.ts'
import { isUnavailable } from '../../platform/database-failure.ts'
import type { IncomingEvent, Taken } from '../channel.ts'
import { askDiscord, type DiscordAsk } from './discord-api.ts'
import { readInteraction } from './discord-interaction.ts'
import type { GatewaySession } from './gateway-connection.ts'
import type { GatewayDeps, GatewayPosition, Timing } from './gateway-deps.ts'
import { fetchMissed, NotFetched } from './gateway-missed.ts'
import { messageEvent } from './gateway-payload.ts'
import { pause } from '../pause.ts'

const MOST_ATTEMPTS = 5
/** Clocks differ, and a message may have been under way: what is fetched twice is taken once. */
const MARGIN_MS = 120_000
/** What was written longer ago does not come into the inbox as if it were new. */
const OLDEST_MS = 7 * 86_400_000
/** Discord waits three seconds for the answer to a press. */
const ANSWER_MS = 3_000

const named = z.object({ id: z.string().regex(/^\d{1,20}$/), token: z.string().regex(/^[\w.-]{1,500}$/) })

export type Taker = ReturnType<typeof makeTaker>

/**
 * Takes what the gateway tells, one after the other, and writes down how far; what could not be taken comes again, up to
 * five times. After a session that was lost, what people wrote meanwhile is fetched beside it.
 */
export function makeTaker(
  deps: GatewayDeps,
  ask: DiscordAsk,
  { firstRetryMs, lastRetryMs }: Pick<Timing, 'firstRetryMs' | 'lastRetryMs'>,
) {
  const { application_id: applicationId } = deps.account
  /** How often those were begun that failed. */
  const attempts = new Map<string, number>()
  let position: GatewayPosition = { applicationId, session: null, aliveAt: null, gapFrom: null }
  let isLoaded = false
  let taking: Promise<unknown> = Promise.resolve()
  let fetching: Promise<void> = Promise.resolve()

  async function load(): Promise<GatewaySession | null> {
    if (!isLoaded) {
      const known = await deps.load()
      if (known?.applicationId === applicationId) position = known
      isLoaded = true
    }
    return position.session
  }

  async function move(change: Partial<GatewayPosition>): Promise<void> {
    position = { ...position, ...change }
    await deps.save(position)
  }

  async function enter(session: GatewaySession, isNew: boolean, signal: AbortSignal): Promise<void> {
    // The first time there is nothing before.
    const gapFrom = position.gapFrom ?? (isNew ? position.aliveAt : null)
    await move({ session, gapFrom, aliveAt: position.aliveAt ?? deps.now() })
    deps.onState(null, position)
    if (gapFrom !== null) fetching = fetchGap(gapFrom, signal)
  }

  async function fetchGap(from: Instant, signal: AbortSignal): Promise<void> {
    const since = Math.max(from - MARGIN_MS, deps.now() - OLDEST_MS)
    for (let wait = firstRetryMs; !signal.aborted; wait = Math.min(wait * 2, lastRetryMs)) {
      try {
        const people = await deps.people()
        await fetchMissed({ ask, people, since, take: takeMessage, signal })
        if (!signal.aborted) await move({ gapFrom: null })
        return
      } catch (error) {
        if (error instanceof NotFetched) deps.onState(error.failure, position)
        deps.log.warn({ err: error }, 'missed direct messages could not be fetched; they are fetched later')
        await pause(wait, signal)
      }
    }
  }

  async function takeMessage(told: unknown): Promise<void> {
    const event = messageEvent(told)
    if (event) await takeInTurn(event)
  }

  function takeInTurn(event: IncomingEvent): Promise<Taken> {
    const turn = taking.then(() => takeOnce(event))
    taking = turn.catch(() => {})
    return turn
  }

  async function takeOnce(event: IncomingEvent): Promise<Taken> {
    const times = (attempts.get(event.eventId) ?? 0) + 1
    try {
      const taken = await deps.take(event)
      attempts.delete(event.eventId)
      return taken
    } catch (error) {
      // That the database is away is not the message's fault.
      if (isUnavailable(error) || times < MOST_ATTEMPTS) {
        if (!isUnavailable(error)) attempts.set(event.eventId, times)
        deps.log.warn({ err: error }, 'a direct message could not be taken; it comes again')
        throw error
      }
      attempts.delete(event.eventId)
      deps.log.error({ err: error, id: event.eventId }, 'a direct message was set aside')
      const from = 'from' in event ? event.from : ''
      await move({ aside: { from, sentAt: event.at, at: deps.now() } })
      deps.onState(null, position)
      return 'nothing'
    }
  }

  /** A press or a comment, where no endpoint is entered at Discord; answered as over that. */
  async function takeInteraction(told: unknown): Promise<void> {
    const { data: name } = named.safeParse(told)
    const read = readInteraction(told)
    if (!name || read.kind !== 'events') return
    const taken: Taken[] = []
    for (const event of read.events) taken.push(await takeInTurn(event))
    const answer = typeof read.answer === 'function' ? read.answer(taken) : read.answer
    if (!answer) return
    const path = `/interactions/${name.id}/${name.token}/callback`
    await askDiscord({ ...ask, patienceMs: ANSWER_MS }, path, JSON.parse(answer.body))
  }

  async function takeEvent(kind: string, told: unknown, session: GatewaySession): Promise<void> {
    if (kind === 'MESSAGE_CREATE') await takeMessage(told)
    else if (kind === 'INTERACTION_CREATE') await takeInteraction(told)
    else {
      position = { ...position, session }
      return
    }
    await move({ session })
  }

  return {
    load,
    enter,
    takeEvent,
    position: () => position,
    alive: (aliveAt: Instant, session: GatewaySession) => move({ aliveAt, session }),
    /** Where the next connection goes on; null: begins anew. */
    async leave(session: GatewaySession | null) {
      await fetching
      await move({ session })
    },
  }
}
