// The overview and the per-agent report over histories of two years, of 100 thousand, 1 million and 10 million answers:
// the 95th percentile of each, and the ratio of the same figures added up from the rows to it. Sizes may be given as
// arguments.
import { sql } from 'kysely'
import { COUNTS } from '../src/insights/counting/counts.ts'
import { recount } from '../src/insights/counting/fold.ts'
import type { ReportQuery } from '../src/insights/schema.ts'
import { writeHistory } from './kit/history.ts'
import { percentile } from './kit/load.ts'
import { makeStage } from './kit/stage.ts'

const sizes = process.argv.slice(2).map(Number)
if (sizes.length === 0) sizes.push(100_000, 1_000_000, 10_000_000)

const DAY = 86_400_000
const day = (ago: number): string => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10)
const QUESTIONS: { name: string; query: ReportQuery; key: string }[] = [
  {
    name: 'overview, 90 days by day',
    query: { from: day(89), to: day(0), group_by: 'day' },
    key: 'at::date',
  },
  {
    name: 'overview, 2 years by week',
    query: { from: day(729), to: day(0), group_by: 'week' },
    key: `date_trunc('week', at)`,
  },
  {
    name: 'by agent, 90 days with trend',
    query: { from: day(89), to: day(0), group_by: 'agent', trend: 'week' },
    key: `agent_id, date_trunc('week', at)`,
  },
  { name: 'by agent, 2 years', query: { from: day(729), to: day(0), group_by: 'agent' }, key: 'agent_id' },
]

for (const size of sizes) {
  const stage = await makeStage()
  try {
    const { ctx, pool } = stage.running.app
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const begin = performance.now()
      await work()
      return performance.now() - begin
    }
    const written = await timed(() => writeHistory(pool, stage.workspaceId, size))
    const counted = await timed(() => recount(ctx.db, stage.workspaceId, 'UTC'))
    await pool.query('vacuum (analyze) report_cells')
    console.log(
      `${size.toLocaleString('en')} answers: written in ${(written / 1000).toFixed(0)} s, counted in ${(counted / 1000).toFixed(1)} s`,
    )
    for (const { name, query, key } of QUESTIONS) {
      const address = `${stage.url}/api/v1/reports/csat?${String(new URLSearchParams(query as Record<string, string>))}`
      const report = async (): Promise<void> => {
        const response = await fetch(address, { headers: { authorization: `Bearer ${stage.apiKey}` } })
        const { overall } = (await response.json()) as { overall?: { answered: number } }
        if (!overall?.answered) throw new Error('no figures')
      }
      const columns = sql.raw(COUNTS.map((column) => `sum(${column})`).join(', '))
      const fromRows = (): Promise<unknown> =>
        sql`select ${sql.raw(key)}, ${columns} from countable where workspace_id = ${stage.workspaceId}
          and at >= ${query.from!}::date and at < ${query.to!}::date + 1 group by ${sql.raw(key)}`.execute(
          ctx.db,
        )
      await report()
      await fromRows()
      const ours: number[] = []
      for (let round = 0; round < 60; round += 1) ours.push(await timed(report))
      const rows: number[] = []
      for (let round = 0; round < 3; round += 1) rows.push(await timed(fromRows))
      const p95 = percentile(ours, 0.95)
      console.log(
        `  ${name}: p95 ${p95.toFixed(1)} ms; from the rows ${Math.min(...rows).toFixed(0)} ms, ratio ${(Math.min(...rows) / p95).toFixed(0)}`,
      )
    }
  } finally {
    await stage.close()
  }
}
