import { z } from 'zod'

/** What a team aims at (I20). */

const count = z.number().int()

const metric = z.enum(['csat', 'response_rate', 'average'])
const period = z.enum(['week', 'month', 'quarter'])
const goal = z.number().describe('a share between 0 and 1; for `average` between 1 and 5')

export const targetInput = z.object({
  team_id: z.uuid().nullable().default(null).describe('null: the whole workspace'),
  metric,
  goal,
  period,
})

export const targetChange = z.object({
  team_id: z.uuid().nullish(),
  metric: metric.optional(),
  goal: goal.optional(),
  period: period.optional(),
})

const progress = z.object({
  value: z.number().nullable().describe('so far in the current period; null while nothing may be told'),
  n: count.describe('answers the value is made of; for `response_rate` the asks'),
  interval: z.object({ low: z.number(), high: z.number() }).nullable().describe('95 %'),
  answered: count.describe('all answers of the period so far, also those that are not told'),
  response_rate: z.number().min(0).max(1).nullable(),
  on_track: z.boolean().nullable().describe('the goal is reached so far; null without enough data'),
  beyond_chance: z
    .boolean()
    .nullable()
    .describe('the whole interval lies on that side of the goal; null without enough data'),
  enough_data: z.boolean(),
  period_from: z.iso.date(),
  period_to: z.iso.date().describe('the last day'),
})

export const target = z
  .object({
    id: z.uuid(),
    team_id: z.uuid().nullable(),
    team_name: z.string().nullable(),
    metric,
    goal,
    period,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    can: z.object({ change: z.boolean() }),
    progress,
  })
  .meta({ id: 'Target', description: 'A goal for a figure, with how it stands in the current period.' })

export type TargetInput = z.infer<typeof targetInput>
export type TargetChange = z.infer<typeof targetChange>
export type Target = z.infer<typeof target>
export type TargetProgress = z.infer<typeof progress>
