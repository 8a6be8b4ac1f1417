import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { done, type Outcome } from '../../platform/outcome.ts'
import type { Counts } from '../../platform/tables/words.ts'
import type { Rate } from '../../policy/numbers/chance.ts'
import { standsOut } from '../../policy/numbers/rank.ts'
import { wilson95 } from '../../policy/score.ts'
import { hasEnoughData } from '../../policy/view.ts'
import { NO_COUNTS } from '../counting/counts.ts'
import { answersIn } from '../counting/figures.ts'
import { countFilters, every, rowConditions } from '../counting/filters.ts'
import { lensFor, ownRow } from '../lens/lens-for.ts'
import type { Lens } from '../lens/lens.ts'
import type { SelectionReport, SelectionRow } from './leaderboard-schema.ts'
import { namesOf } from '../reports/names.ts'
import { readCounts } from '../counting/read-counts.ts'
import type { Filters } from '../schema.ts'

type Dimension = 'agent' | 'channel'

/**
 * Who was asked of those who could be (§ 3.5): eligible resolutions, those passed over, and what came back, by agent
 * and by channel. Somebody who passes over more than the others together, beyond chance, stands out. An agent sees
 * only the own row of the agents.
 */
export async function selectionReport(
  ctx: Context,
  actor: Actor,
  query: Filters,
): Promise<Outcome<SelectionReport>> {
  const filters = countFilters(query)
  const own = ownRow(actor, filters)
  if (!own.ok) return own
  const lens = await lensFor(ctx, actor, query, filters)
  const skips = await skipsOf(lens)
  const names = await namesOf(ctx.db, actor.workspaceId, 'agent')
  const rows = async (by: Dimension, only?: string): Promise<SelectionRow[]> => {
    const counts = new Map((await count(lens, by)).map((row) => [row.key, row]))
    // A single row is held against everybody, not against nobody.
    const all =
      filters[by] === undefined ? skips : await skipsOf({ ...lens, filters: { ...filters, [by]: undefined } })
    const rates = sumUp(all, by)
    const total = together([...rates.values()])
    return [...new Set([...counts.keys(), ...rates.keys()])]
      .filter((key) => only === undefined || key === only)
      .map((key) =>
        rowOf({ key, name: by === 'agent' ? names(key) : key }, counts.get(key), rates.get(key), total, lens),
      )
      .filter((row) => row.eligible + row.sent > 0)
      .toSorted((a, b) => Number(b.stands_out) - Number(a.stands_out) || b.eligible - a.eligible)
  }
  const [overall] = await readCounts(ctx.db, { ...range(lens), by: 'all', cut: null })
  return done({
    from: toIso(lens.period.from),
    to: toIso(lens.period.to),
    time_zone: lens.period.zone,
    overall: figuresOf(overall, together(skips.map(({ rate }) => rate))),
    agents: await rows('agent', own.value),
    channels: await rows('channel', filters.channel),
    min_n: lens.minN,
  })
}

type Skips = { agent: string; channel: string; rate: Rate }

/** Of the eligible resolutions of the time, those for which no survey was ever made. */
async function skipsOf({ db, workspaceId, period, filters }: Lens): Promise<Skips[]> {
  const { rows } = await sql<{ agent: string; channel: string; part: number; whole: number }>`
    select coalesce(r.agent_id::text, '') as agent, r.channel, count(*)::int as whole,
      (count(*) filter (where not exists (select from surveys s where s.workspace_id = r.workspace_id
        and s.conversation_id = r.conversation_id and s.resolution = r.number)))::int as part
    from resolutions r
    where r.workspace_id = ${workspaceId} and r.eligible
      and r.ended_at >= ${new Date(period.from)} and r.ended_at < ${new Date(period.to)}
      and ${every(rowConditions('r', filters))}
    group by 1, 2`.execute(db)
  return rows.map(({ agent, channel, part, whole }) => ({ agent, channel, rate: { part, whole } }))
}

function sumUp(skips: readonly Skips[], by: Dimension): Map<string, Rate> {
  const groups = Map.groupBy(skips, (row) => row[by])
  return new Map([...groups].map(([key, own]) => [key, together(own.map(({ rate }) => rate))]))
}

function together(rates: readonly Rate[]): Rate {
  return rates.reduce((sum, { part, whole }) => ({ part: sum.part + part, whole: sum.whole + whole }), {
    part: 0,
    whole: 0,
  })
}

function range({ workspaceId, period, filters }: Lens) {
  return { workspaceId, zone: period.zone, from: period.from, to: period.to, filters }
}

/** The counts by name, whatever of that name is filtered for. */
function count(lens: Lens, by: Dimension) {
  return readCounts(lens.db, { ...range(lens), by, cut: null })
}

function rowOf(
  named: { key: string; name: string },
  counts: Counts | undefined,
  own: Rate = { part: 0, whole: 0 },
  all: Rate,
  { minN }: Lens,
): SelectionRow {
  const others = { part: all.part - own.part, whole: all.whole - own.whole }
  const isOut = hasEnoughData(own.whole, minN) && standsOut(own, others)
  return {
    ...named,
    ...figuresOf(counts, own),
    stands_out: isOut,
    others_share: others.whole === 0 ? null : others.part / others.whole,
  }
}

function figuresOf(counts: Counts = NO_COUNTS, { part, whole }: Rate) {
  return {
    eligible: whole,
    skipped: part,
    skip_share: whole === 0 ? null : part / whole,
    interval: whole === 0 ? null : wilson95(part, whole),
    sent: counts.sent,
    asked_answered: counts.sent_answered,
    answered: answersIn(counts),
    response_rate: counts.sent === 0 ? null : counts.sent_answered / counts.sent,
  }
}
