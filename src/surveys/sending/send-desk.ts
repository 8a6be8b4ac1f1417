import type { Channels, Line } from '../../channels/channel.ts'
import type { Context } from '../../platform/context.ts'
import { boundLocks, transact, type Tx } from '../../platform/database.ts'
import { inRounds, together } from '../../platform/together.ts'
import type { Instant } from '../../policy/decision.ts'
import { beginSendings, type Begun, type DueSurvey, isDoneInApp } from './begin-sending.ts'
import { enqueueSends } from '../life/enqueue-send.ts'
import { finishSendings, type Handed } from './finish-sending.ts'
import { findSurveys, type SurveyRow, wayOf } from '../store.ts'
import { attemptsOfAll, type DeliveryRow } from './deliveries.ts'

/**
 * A survey that waits to be sent, with its attempts until now, and how to reach its customer: null when nothing leaves
 * the house, or can.
 */
export type Looked = { found: SurveyRow; attempts: DeliveryRow[]; line: Line | null }

type Later = { survey: SurveyRow; runAt: Instant }

/** What sending does at the database, each step for all surveys that are at it at the moment. */
export type SendDesk = {
  /** Null when it does not wait any more. */
  look(name: { workspaceId: string; id: string }): Promise<Looked | null>
  postpone(send: Later): Promise<void>
  begin(due: DueSurvey): Promise<Begun | null>
  /** False when somebody else holds what it is about: it is to be tried again. */
  finish(handed: Handed): Promise<boolean>
}

/** One batch at a time: more only wait for the same processor. In a rush they are let grow for a moment. */
const BATCHES = { atOnce: 1, most: 100, everyMs: 25 }
/**
 * Who waits here, waits for all. What is held by others is passed over where that is known before (`lockRecipients`);
 * elsewhere a batch waits for a moment and falls apart, so that only the one that is held fails. In milliseconds.
 */
const BOUNDS = { waitMs: 500, silentMs: 30_000 }
const desks = new WeakMap<Channels, SendDesk>()

/** The one desk of these channels. A batch that fails is tried again one by one: only the bad survey fails. */
export function sendDesk(ctx: Context, channels: Channels): SendDesk {
  let desk = desks.get(channels)
  if (!desk) desks.set(channels, (desk = openDesk(ctx, channels)))
  return desk
}

function openDesk(ctx: Context, channels: Channels): SendDesk {
  async function lookAll(names: { workspaceId: string; id: string }[]): Promise<(Looked | null)[]> {
    const surveys = await findSurveys(ctx.db, names)
    const waiting = [...surveys.values()].filter(({ state }) => state === 'scheduled')
    const [lines, attemptsBy] = await Promise.all([
      linesOf(channels, waiting),
      attemptsOfAll(ctx.db, waiting),
    ])
    return names.map(({ id }) => {
      const found = surveys.get(id)
      if (found?.state !== 'scheduled') return null
      return { found, attempts: attemptsBy.get(id) ?? [], line: lines.get(lineName(found)) ?? null }
    })
  }

  function bounded<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return transact(ctx.db, async (tx) => {
      await boundLocks(tx, BOUNDS)
      return work(tx)
    })
  }

  /** What is about one survey twice is done one after the other: the second sees what the first has written. */
  function inTransactions<Call extends { survey: SurveyRow }, Answer>(
    calls: readonly Call[],
    work: (tx: Tx, round: readonly Call[]) => Promise<Answer[]>,
  ): Promise<Answer[]> {
    return inRounds(
      calls,
      ({ survey }) => survey.id,
      (round) => bounded((tx) => work(tx, round)),
    )
  }

  function putOff(sends: Later[]): Promise<void[]> {
    return inTransactions(sends, async (tx, round) => {
      await enqueueSends(tx, round)
      return round.map(() => {})
    })
  }

  /** A survey that is there twice is begun once: whoever comes second would take the first to be cut off. */
  async function beginAll(due: DueSurvey[]): Promise<(Begun | null)[]> {
    const once = new Map(due.map((each) => [each.found.id, each]))
    const different = [...once.values()]
    const begun = await bounded((tx) => beginSendings(tx, ctx, different))
    const answers = new Map(different.map((each, index) => [each, begun[index]!]))
    return due.map((each) => answers.get(each) ?? null)
  }

  async function finishAll(handed: Handed[]): Promise<boolean[]> {
    const failed = handed.filter(({ result }) => result !== null && result.kind !== 'accepted')
    const workspaces = new Set(failed.map(({ survey }) => survey.workspace_id))
    const ways = await Promise.all(
      [...workspaces].map(async (id) => [id, await channels.fallback(id)] as const),
    )
    return inTransactions(handed, (tx, round) => finishSendings(tx, ctx, round, new Map(ways)))
  }

  return {
    look: together(lookAll, BATCHES),
    postpone: together(putOff, BATCHES),
    begin: together(beginAll, BATCHES),
    finish: together(finishAll, BATCHES),
  }
}

function lineName(survey: SurveyRow): string {
  return isDoneInApp(survey) ? 'here' : `${survey.workspace_id}:${wayOf(survey)}`
}

/** One look at the account for all that go the same way. */
async function linesOf(channels: Channels, surveys: readonly SurveyRow[]): Promise<Map<string, Line | null>> {
  const ways = new Map(
    surveys.filter((survey) => !isDoneInApp(survey)).map((survey) => [lineName(survey), survey]),
  )
  const lines = await Promise.all(
    [...ways].map(
      async ([name, survey]) => [name, await channels.line(survey.workspace_id, wayOf(survey))] as const,
    ),
  )
  return new Map(lines)
}
