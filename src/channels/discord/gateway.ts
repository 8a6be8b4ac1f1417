import { chance } from '../../platform/crypto.ts'
import { type Failed, failed } from '../failure.ts'
import { DISCORD_API, askDiscord, type DiscordAsk, discordFailure, secretsOf } from './discord-api.ts'
import type { DiscordAccount } from './discord.ts'
import { type Ended, type GatewaySession, holdConnection, LOST } from './gateway-connection.ts'
import type { GatewayDeps, Timing } from './gateway-deps.ts'
import { type GatewayAddress, gatewayAddress, gatewayBot } from './gateway-payload.ts'
import { makeTaker, type Taker } from './gateway-take.ts'
import { pause } from '../pause.ts'
import { nothingSent } from '../result-of.ts'

const TIMING: Timing = {
  patienceMs: 30_000,
  leastBeatMs: 1_000,
  firstRetryMs: 2_000,
  lastRetryMs: 300_000,
  // A connection that stood so long was well.
  wellMs: 60_000,
}

/** Wrong token, or what no new connection mends (docs.discord.com/developers/topics/opcodes-and-status-codes). */
const FINAL = new Set([4004, 4010, 4011, 4012, 4013, 4014])
const WRONG_TOKEN = 4004
const REFUSED_RETRY_MS = 3_600_000
/** After so many connections that did not stand a session is given up. */
const MOST_RESUMES = 3

/**
 * Keeps a bot connected to Discord's gateway until it is stopped, and takes what people write to it (C15). A dropped
 * session is gone on with where its last taken event was; one that is lost begins anew, and what was missed is fetched.
 * Where it fails it is tried again after 2 seconds, then twice as long each time up to 5 minutes; a login that the
 * gateway refuses is not tried again until the account is changed.
 */
export function watchGateway(deps: GatewayDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const timing = { ...TIMING, ...deps.timing }
  const done = keepConnected(deps, timing, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}

type Try =
  | { kind: 'ended'; ended: Ended; wasWell: boolean }
  | { kind: 'failed'; failure: Failed }
  /** The fault of our side. */
  | { kind: 'ours' }

async function keepConnected(deps: GatewayDeps, timing: Timing, signal: AbortSignal): Promise<void> {
  const ask = askOf(deps, timing)
  const taker = makeTaker(deps, ask, timing)
  let failures = 0
  /** Connections in a row that Discord did not let us in by. */
  let refusals = 0
  while (!signal.aborted) {
    const tried = await connectOnce(deps, { timing, ask, taker, signal, refusals })
    if (signal.aborted) return
    const failure = failureOf(tried, deps.account)
    if (failure) {
      deps.onState(failure, taker.position())
      deps.log.warn({ reason: failure.reason, sentence: failure.sentence }, 'no connection to Discord')
    }
    if (isFinal(tried)) return
    const isWell = tried.kind === 'ended' && tried.wasWell
    refusals = tried.kind === 'ours' || isReady(tried) ? 0 : refusals + 1
    failures = isWell ? 0 : Math.min(failures + 1, 20)
    const wait = Math.min(timing.firstRetryMs * 2 ** Math.max(failures - 1, 0), timing.lastRetryMs)
    const asked = failure ? longerWait(failure) : 0
    // Not all bots at the same moment, when Discord comes back; at once where all was well.
    await pause(
      isWell ? timing.firstRetryMs * chance() : Math.max(wait * (0.75 + chance() / 2), asked),
      signal,
    )
  }
}

function askOf(
  { account, publicUrl, baseUrl = DISCORD_API }: GatewayDeps,
  { patienceMs }: Timing,
): DiscordAsk {
  return { account, publicUrl, baseUrl, patienceMs }
}

type Step = {
  timing: Timing
  ask: DiscordAsk
  taker: Taker
  signal: AbortSignal
  refusals: number
}

async function connectOnce(deps: GatewayDeps, step: Step): Promise<Try> {
  const { ask, taker, timing, signal, refusals } = step
  const over = new AbortController()
  const untilOver = AbortSignal.any([signal, over.signal])
  try {
    const known = await taker.load()
    const session = refusals < MOST_RESUMES ? known : null
    const to = await addressFor(ask, session)
    if ('kind' in to) return { kind: 'failed', failure: to }
    const began = deps.now()
    const ended = await holdConnection(
      to,
      {
        token: deps.account.bot_token,
        session,
        onReady: (entered, isNew) => taker.enter(entered, isNew, untilOver),
        onEvent: taker.takeEvent,
        onAlive: taker.alive,
        now: () => deps.now(),
        timing,
      },
      signal,
    )
    over.abort()
    await taker.leave(ended.session)
    if (ended.isOurs) return { kind: 'ours' }
    return { kind: 'ended', ended, wasWell: ended.wasReady && deps.now() - began > timing.wellMs }
  } catch (error) {
    deps.log.warn({ err: error }, 'the connection to Discord could not be kept')
    return { kind: 'ours' }
  } finally {
    over.abort()
  }
}

/** Where a session is gone on with, or a new one begun; why there is none. */
async function addressFor(ask: DiscordAsk, session: GatewaySession | null): Promise<GatewayAddress | Failed> {
  const known = session && (await gatewayAddress(session.url, ask.baseUrl))
  if (known) return known
  const answer = await askDiscord(ask, '/gateway/bot')
  if (answer.kind !== 'answered') return nothingSent(answer)
  const { data } = gatewayBot.safeParse(answer.json)
  if (answer.status >= 300 || !data) return discordFailure(answer, secretsOf(ask.account))
  const limit = data.session_start_limit
  // The thousandth in a day would cost the bot its token.
  if (limit && limit.remaining < 1) return failed('asked_to_wait', { afterMs: limit.reset_after })
  return (await gatewayAddress(data.url, ask.baseUrl)) ?? failed('unreachable')
}

const isReady = (tried: Try): boolean => tried.kind === 'ended' && tried.ended.wasReady

function isFinal(tried: Try): boolean {
  return tried.kind === 'ended' && FINAL.has(tried.ended.code)
}

/** As long as Discord says; and a login that its API refuses is tried again, though seldom: outages do that too. */
function longerWait(failure: Failed): number {
  if (failure.reason === 'login_refused') return REFUSED_RETRY_MS
  return failure.kind === 'retry' && failure.reason === 'asked_to_wait' ? failure.afterMs : 0
}

/** What people should know: that a connection did not come about. That one ends and is taken up again is usual. */
function failureOf(tried: Try, account: DiscordAccount): Failed | null {
  if (tried.kind === 'failed') return tried.failure
  if (tried.kind === 'ours') return null
  const { code, reason, wasReady } = tried.ended
  const words = { said: `${code} ${reason}`.trim(), secrets: secretsOf(account) }
  if (code === WRONG_TOKEN) return failed('login_refused', words)
  if (FINAL.has(code))
    return failed('refused', { ...words, why: 'Discord refused the connection for direct messages.' })
  return wasReady || reason === LOST ? null : failed('unreachable', words)
}
