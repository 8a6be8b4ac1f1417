import { chance } from '../../platform/crypto.ts'
import type { Instant } from '../../policy/decision.ts'
import { type GatewayAddress, hello, type Payload, payloadOf, ready } from './gateway-payload.ts'
import { openSocket } from './gateway-socket.ts'

/** What is known of a session, so that it can be gone on with. `seq` is that of the last event that was taken. */
export type GatewaySession = { id: string; url: string; seq: number | null }

/**
 * What became of a connection. `wasReady`: Discord let us in. `isOurs`: something could not be taken. `session` null: it
 * is over, and so is what was to come of it.
 */
export type Ended = {
  code: number
  reason: string
  wasReady: boolean
  isOurs: boolean
  session: GatewaySession | null
}

export type ConnectionDeps = {
  token: string
  session: GatewaySession | null
  /** It stands; `isNew`: a new session, before which something may have been missed. */
  onReady(session: GatewaySession, isNew: boolean): Promise<void>
  /** Takes an event, one after the other. When it throws, the connection ends and the event comes again. */
  onEvent(name: string, data: unknown, session: GatewaySession): Promise<void>
  /** Discord answers, and everything until then was taken. */
  onAlive(at: Instant, session: GatewaySession): Promise<void>
  now(): Instant
  timing: { patienceMs: number; leastBeatMs: number }
}

const [DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK] = [
  0, 1, 2, 6, 7, 9, 10, 11,
]
/** What people write to the bot; its content comes without the privileged intent. */
const DIRECT_MESSAGES = 1 << 12
/** With 1000 and 1001 the session would be over; with any other code it can be gone on with for some minutes. */
const GO_ON = 4000
/** Not authenticated any more, a sequence that is not known, timed out: a new session has to begin. */
const SESSION_LOST = new Set([4003, 4007, 4009])
const MAX_BYTES = 4 * 2 ** 20
const LONGEST_BEAT_MS = 300_000
/** Characters of events that wait to be taken; who does not keep up begins again from the last that was. */
const MOST_WAITING = 32 * 2 ** 20
/** Nothing is wrong then: a new session is begun. */
export const LOST = 'invalid session'
const PROPERTIES = { os: process.platform, browser: 'candor', device: 'candor' }

/**
 * One connection to the gateway, from its opening to its end (docs.discord.com/developers/events/gateway): heartbeats, a
 * session that is begun or resumed, and its events in order. An end is no error here. Ended from here when `signal` says
 * so; what is being taken is taken to its end.
 */
export function holdConnection(
  to: GatewayAddress,
  deps: ConnectionDeps,
  signal: AbortSignal,
): Promise<Ended> {
  const { timing } = deps
  return new Promise((resolve) => {
    let session = deps.session
    let wasReady = false
    let isOver = false
    let isLost = false
    let isOurs = false
    let isAnswered = true
    let beatAt = deps.now()
    let waiting = 0
    let work = Promise.resolve()
    let beats: NodeJS.Timeout | undefined
    const patience = setTimeout(() => end(GO_ON, 'silent'), timing.patienceMs)
    const socket = openSocket(
      { ...to, patienceMs: timing.patienceMs, maxBytes: MAX_BYTES },
      { onText: hear, onEnd: end },
    )
    const stop = (): void => end(GO_ON, 'stopped')
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()

    function end(code: number, reason: string): void {
      if (isOver) return
      isOver = true
      clearTimeout(patience)
      clearTimeout(beats)
      signal.removeEventListener('abort', stop)
      socket.close(GO_ON)
      isLost ||= SESSION_LOST.has(code)
      void work.then(() => resolve({ code, reason, wasReady, isOurs, session: isLost ? null : session }))
    }

    function say(op: number, d: unknown): void {
      socket.send(JSON.stringify({ op, d }))
    }

    function beat(everyMs: number): void {
      // Nobody has answered the last one: whatever this is connected to is gone.
      if (!isAnswered) return end(GO_ON, 'zombie')
      sayAlive()
      beats = setTimeout(() => beat(everyMs), everyMs)
    }

    function sayAlive(): void {
      isAnswered = false
      beatAt = deps.now()
      say(HEARTBEAT, session?.seq ?? null)
    }

    function greet(d: unknown): void {
      const { data } = hello.safeParse(d)
      if (!data) return end(GO_ON, 'no hello')
      const everyMs = Math.min(Math.max(data.heartbeat_interval, timing.leastBeatMs), LONGEST_BEAT_MS)
      clearTimeout(beats)
      beats = setTimeout(() => beat(everyMs), everyMs * chance())
      const { token } = deps
      if (session) say(RESUME, { token, session_id: session.id, seq: session.seq ?? 0 })
      else say(IDENTIFY, { token, intents: DIRECT_MESSAGES, properties: PROPERTIES })
    }

    function hear(text: string): void {
      const payload = payloadOf(text)
      if (!payload) return end(GO_ON, 'not understood')
      switch (payload.op) {
        case HELLO:
          return greet(payload.d)
        case HEARTBEAT:
          return sayAlive()
        case HEARTBEAT_ACK:
          isAnswered = true
          return void (waiting === 0 && wasReady && enqueue(() => alive()))
        case RECONNECT:
          return end(GO_ON, 'reconnect')
        case INVALID_SESSION:
          isLost = payload.d !== true
          return end(GO_ON, LOST)
        case DISPATCH:
          return enqueue(() => dispatch(payload), text.length)
      }
    }

    /** One after the other; the first that fails is the last. */
    function enqueue(step: () => Promise<void>, size = 1): void {
      if (waiting >= MOST_WAITING) return end(GO_ON, 'too much')
      waiting += size
      work = work
        .then(() => (isOver ? undefined : step()))
        .catch(() => {
          isOurs = true
          end(GO_ON, 'not taken')
        })
        .finally(() => {
          waiting -= size
        })
    }

    async function alive(): Promise<void> {
      if (session) await deps.onAlive(beatAt, session)
    }

    async function dispatch({ t, d, s }: Payload): Promise<void> {
      const seq = s ?? session?.seq ?? null
      if (t === 'READY') {
        const { data } = ready.safeParse(d)
        if (!data) return end(GO_ON, 'not understood')
        session = { id: data.session_id, url: data.resume_gateway_url, seq }
        return enter(session, true)
      }
      if (!session) return
      const moved = { ...session, seq }
      if (t === 'RESUMED') await enter(moved, false)
      else if (t) await deps.onEvent(t, d, moved)
      session = moved
    }

    async function enter(now: GatewaySession, isNew: boolean): Promise<void> {
      clearTimeout(patience)
      wasReady = true
      await deps.onReady(now, isNew)
    }
  })
}
