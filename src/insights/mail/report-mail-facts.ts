import { brandOf } from '../../access/brands.ts'
import type { Actor } from '../../access/actor.ts'
import type { Brand } from '../../branding/brand.ts'
import type { Context } from '../../platform/context.ts'
import { done, type Outcome } from '../../platform/outcome.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import { currentPolicy } from '../../surveys/settings/current-policy.ts'
import { addDays, previousOf } from '../counting/calendar.ts'
import { changesBetween } from '../reports/changes.ts'
import { csatReport } from '../reports/csat-report.ts'
import { exportConversations } from '../export/export-conversations.ts'
import { countFilters } from '../counting/filters.ts'
import { ownRow } from '../lens/lens-for.ts'
import { weekOf } from '../counting/period.ts'
import type { Changes, CsatReport, Figures, Group, ReportQuery } from '../schema.ts'
import type { Subscription } from './subscription-schema.ts'

/** All that a report's mail says. */
export type ReportFacts = {
  name: string
  every: 'week' | 'month'
  brand: Brand
  publicUrl: string
  from: Day
  to: Day
  /** What it is about, when not about everything: "team Billing, channel email". */
  about: string | null
  query: Record<string, string>
  now: Figures
  before: Figures
  changes: Changes
  teams: Group[]
  /** The weeks up to the end of the period, oldest first, also those without anything. */
  trend: { monday: Day; figures: Figures | null }[]
  minN: number
  embargoHours: number
  /** Null: not asked for; `tooLarge`: not attached. */
  csv: { fileName: string; content: Buffer } | 'tooLarge' | null
}

const CSV_LIMIT = 5 * 1024 * 1024
const WEEKS_SHOWN = { week: 8, month: 13 }

/**
 * Gathers a report as its reader would see it at this moment, the embargo applied. Refused to an agent when it is
 * about another.
 */
export async function reportFacts(
  ctx: Context,
  workspaceId: string,
  { name, every, filters, with_csv: withCsv }: Omit<Subscription, 'recipients'>,
  { from, to }: { from: Day; to: Day },
  reader: Actor,
): Promise<Outcome<ReportFacts>> {
  const own = ownRow(reader, countFilters(filters))
  if (!own.ok) return own
  const read = async (query: ReportQuery): Promise<CsatReport> => {
    const report = await csatReport(ctx, reader, { ...filters, ...query })
    if (!report.ok) throw new Error(report.failure.message)
    return report.value
  }
  const present = await read({ from, to, group_by: 'team' })
  const before = await read(previousOf(every, from))
  const first = addDays(weekOf(to), -7 * (WEEKS_SHOWN[every] - 1))
  const weeks = await read({ from: first, to, group_by: 'week' })
  const { visibility } = (await currentPolicy(ctx.db, workspaceId)).policy
  return done({
    name,
    every,
    brand: await brandOf(ctx.db, workspaceId),
    publicUrl: ctx.config.publicUrl,
    from,
    to,
    about: await describeFilters(ctx, workspaceId, filters),
    query: { from, to, ...(filters as Record<string, string>) },
    now: present.overall,
    before: before.overall,
    changes: changesBetween({ now: present.overall, before: before.overall }, present.min_n),
    teams: present.groups,
    trend: Array.from({ length: WEEKS_SHOWN[every] }, (_, index) => {
      const monday = addDays(first, 7 * index)
      return { monday, figures: weeks.groups.find(({ key }) => key === monday) ?? null }
    }),
    minN: present.min_n,
    embargoHours: visibility.embargo_hours,
    csv: withCsv ? await attach(ctx, reader, { ...filters, from, to }) : null,
  })
}

async function attach(ctx: Context, reader: Actor, query: ReportQuery): Promise<ReportFacts['csv']> {
  const made = await exportConversations(ctx, reader, query)
  // The job comes back when there is a place.
  if (!made.ok) throw new Error(made.failure.message)
  const { fileName, chunks } = made.value
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    const part = Buffer.from(chunk)
    size += part.length
    if (size > CSV_LIMIT) return 'tooLarge'
    parts.push(part)
  }
  return { fileName, content: Buffer.concat(parts) }
}

async function describeFilters(
  ctx: Context,
  workspaceId: string,
  filters: Subscription['filters'],
): Promise<string | null> {
  const { agent_id: agent, team_id: team, channel, tag, handled_by: handledBy } = filters
  const nameOf = async (table: 'teams' | 'members', id: string): Promise<string> => {
    if (id === 'none') return table === 'teams' ? 'no team' : 'nobody'
    const row = await ctx.db
      .selectFrom(table)
      .select('name')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.name ?? 'one that is gone'
  }
  const words = [
    team !== undefined && `team ${await nameOf('teams', team)}`,
    agent !== undefined && `agent ${await nameOf('members', agent)}`,
    channel && `channel ${channel.replace('_', ' ')}`,
    tag && `tag ${tag}`,
    handledBy && `handled by ${{ bot: 'a bot', human: 'people', both: 'a bot and people' }[handledBy]}`,
  ].filter((word) => typeof word === 'string')
  return words.length > 0 ? words.join(', ') : null
}
