import { z } from 'zod'
import { pageQuery } from '../../platform/http/paging.ts'

/** The alerts about scores that drift (A8). */

const count = z.number().int()
const share = z.number().min(0).max(1)

const weekOfScores = z.object({
  n: count,
  distribution: z.object({ 1: count, 2: count, 3: count, 4: count, 5: count }),
  average: z.number(),
})

/** What an alert rests on, as it is kept. */
export const driftFinding = z.object({
  kinds: z.array(z.enum(['distribution', 'ones'])).describe('`ones`: the share of 1s has risen'),
  week: weekOfScores,
  before: weekOfScores.extend({ weeks: count }),
  p_distribution: share.nullable().describe('chi-square test of all scores; null with too few answers'),
  p_ones: share.describe('one-sided exact test of the share of 1s'),
  steady_average: z.boolean(),
  most_moved: z.literal([1, 2, 3, 4, 5]).describe('the score whose share moved most'),
})

export const driftAlert = z
  .object({
    id: z.uuid(),
    week: z.iso.date().describe('its Monday'),
    team_id: z.uuid().nullable().describe('null: the whole workspace'),
    team_name: z.string().nullable(),
    finding: driftFinding,
    found_at: z.iso.datetime(),
    dismissed_at: z.iso.datetime().nullable(),
    dismissed_by: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  })
  .meta({ id: 'DriftAlert', description: 'A week whose scores came out differently than those before.' })

export const alertsQuery = z.strictObject({
  ...pageQuery.shape,
  dismissed: z.enum(['true', 'false']).optional().describe('without it, all of them'),
})

export type AlertsQuery = z.infer<typeof alertsQuery>
export type DriftFinding = z.infer<typeof driftFinding>
export type DriftAlert = z.infer<typeof driftAlert>
