import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { inPicture } from '../../platform/database.ts'
import { done, type Outcome } from '../../platform/outcome.ts'
import type { Counts } from '../../platform/tables/words.ts'
import type { Rate } from '../../policy/numbers/chance.ts'
import type { Instant } from '../../policy/decision.ts'
import { caution, CHURN_DAYS, isDoubtful } from '../../policy/numbers/honest.ts'
import { wilson95 } from '../../policy/score.ts'
import { countFilters, counts, every, rowConditions } from '../counting/filters.ts'
import type { HonestQuery, HonestReport, HonestRow } from './honest-schema.ts'
import { lensBefore, lensFor, ownRow } from '../lens/lens-for.ts'
import type { Lens } from '../lens/lens.ts'
import { lookAtAll, lookAtGroups } from '../lens/look-at.ts'
import { namesOf } from '../reports/names.ts'
import { readCounts } from '../counting/read-counts.ts'
import type { Figures } from '../schema.ts'

type By = HonestQuery['by']
/** By name; all together under null. */
type Rates = ReadonlyMap<string | null, Rate>

/**
 * The honest test (A9): CSAT beside the reopen rate and, where it is told who left, churn, each against the period
 * before. Flagged is whoever's CSAT is above the workspace's while one of them climbs beyond chance. Resolutions of
 * late have had less time to be reopened, so that a flag errs on the side of silence.
 */
export function honestReport(ctx: Context, actor: Actor, query: HonestQuery): Promise<Outcome<HonestReport>> {
  return inPicture(ctx.db, (db) => readReport({ ...ctx, db }, actor, query))
}

async function readReport(ctx: Context, actor: Actor, query: HonestQuery): Promise<Outcome<HonestReport>> {
  const filters = countFilters(query)
  const own = ownRow(actor, filters)
  if (!own.ok) return own
  const lens = await lensFor(ctx, actor, query, filters)
  const before = await lensBefore(lens)
  const all = await lookAtAll(lens, null)
  const mine = query.by === 'agent' ? { ...lens, filters: { ...filters, agent: own.value } } : lens
  const groups = await lookAtGroups(mine, query.by, null)
  const names = await namesOf(ctx.db, actor.workspaceId, query.by)
  const reopens = {
    now: await reopensOf(lens, query.by),
    before: before && (await reopensOf(before, query.by)),
  }
  const churn = await churnOf(lens, before, query.by)
  const compare = (key: string | null, figures: Figures) => {
    const at = (rates: Rates | null): Rate | null => rates && (rates.get(key) ?? { part: 0, whole: 0 })
    return {
      figures: {
        answered: figures.answered,
        n: figures.n,
        response_rate: figures.response_rate,
        csat: figures.csat,
        interval: figures.interval,
        enough_data: figures.enough_data,
        reopens: present(at(reopens.now)!),
        reopens_before: present(at(reopens.before)),
        churn: present(at(churn.now)),
        churn_before: present(at(churn.before)),
      },
      rates: {
        reopens: { before: at(reopens.before), now: at(reopens.now) },
        churn: { before: at(churn.before), now: at(churn.now) },
      },
    }
  }
  const overall = all.overall
  const rows = groups.map((group): HonestRow => {
    const { figures, rates } = compare(group.key, group)
    const csat = group.enough_data && group.key !== '' ? group.csat : null
    const flags = (['reopens', 'churn'] as const).filter((kind) =>
      isDoubtful({ csat, workspaceCsat: overall.csat, ...rates[kind] }),
    )
    return { key: group.key, name: names(group.key), ...figures, flags }
  })
  return done({
    from: toIso(lens.period.from),
    to: toIso(lens.period.to),
    previous: before && { from: toIso(before.period.from), to: toIso(before.period.to) },
    time_zone: lens.period.zone,
    by: query.by,
    overall: compare(null, overall).figures,
    rows: rows.toSorted((a, b) => b.flags.length - a.flags.length),
    caution: caution({ csat: overall.csat, sent: overall.sent, responseRate: overall.response_rate }),
    min_n: lens.minN,
  })
}

async function reopensOf(lens: Lens, by: By): Promise<Rates> {
  const { workspaceId, period, filters } = lens
  const query = { workspaceId, zone: period.zone, from: period.from, to: period.to, filters, cut: null }
  const all = await readCounts(lens.db, { ...query, by: 'all' })
  const rows = await readCounts(lens.db, { ...query, by })
  const rate = ({ reopened, resolved }: Counts): Rate => ({ part: reopened, whole: resolved })
  return new Map<string | null, Rate>([
    ...all.map((row) => [null, rate(row)] as const),
    ...rows.map((row) => [row.key, rate(row)] as const),
  ])
}

/**
 * Customers who left after they rated; nothing where no customer is known to have left. The period before is taken
 * as it stood when it was as old as this one is now, or its customers would have had longer to leave.
 */
async function churnOf(
  lens: Lens,
  before: Lens | null,
  by: By,
): Promise<{ now: Rates | null; before: Rates | null }> {
  const known = await lens.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', lens.workspaceId)
    .where('churned_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (!known) return { now: null, before: null }
  const shift = before ? lens.period.from - before.period.from : 0
  return {
    now: await readChurn(lens, by, lens.now),
    before: before && (await readChurn(before, by, lens.now - shift)),
  }
}

async function readChurn({ db, workspaceId, period, filters }: Lens, by: By, asOf: Instant): Promise<Rates> {
  const key = by === 'agent' ? sql`a.agent_id` : sql`a.team_id`
  const { rows } = await sql<{ key: string; is_all: boolean; part: number; whole: number }>`
    select coalesce(${key}::text, '') as key, grouping(${key}) = 1 as is_all,
      count(distinct a.contact_id)::int as whole,
      (count(distinct a.contact_id) filter (where c.churned_at >= a.submitted_at
        and c.churned_at < a.submitted_at + make_interval(days => ${CHURN_DAYS})
        and c.churned_at <= ${new Date(asOf)}))::int as part
    from responses a join contacts c on c.workspace_id = a.workspace_id and c.id = a.contact_id
    where a.workspace_id = ${workspaceId} and ${counts('a')}
      and a.submitted_at >= ${new Date(period.from)} and a.submitted_at < ${new Date(period.to)}
      and ${every(rowConditions('a', filters))}
    group by grouping sets ((), (${key}))`.execute(db)
  return new Map(rows.map((row) => [row.is_all ? null : row.key, { part: row.part, whole: row.whole }]))
}

function present(rate: Rate): NonNullable<HonestRow['churn']>
function present(rate: Rate | null): HonestRow['churn']
function present(rate: Rate | null): HonestRow['churn'] {
  if (rate === null) return null
  const { part, whole } = rate
  return whole === 0
    ? { part, whole, share: null, interval: null }
    : { part, whole, share: part / whole, interval: wilson95(part, whole) }
}
