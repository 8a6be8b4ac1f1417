import { z } from 'zod'
import { ranged } from '../../platform/when.ts'
import { filters } from '../schema.ts'

/** The honest test (A9). */

const count = z.number().int()
const share = z.number().min(0).max(1)
const interval = z.object({ low: share, high: share })

const judgedBy = z.enum(['agent', 'team'])

const honestFilters = filters.extend({ by: judgedBy.default('agent') })

export const honestQuery = ranged(honestFilters)

const rate = z.object({
  part: count,
  whole: count,
  share: share.nullable(),
  interval: interval.nullable().describe('95 % Wilson interval of `share`'),
})

const honestFigures = {
  answered: count,
  n: count.describe('answers that `csat` is made of'),
  response_rate: share.nullable(),
  csat: share.nullable(),
  interval: interval.nullable(),
  enough_data: z.boolean(),
  reopens: rate.describe('resolutions of the period that were reopened so far'),
  reopens_before: rate.nullable().describe('the same in the period before'),
  churn: rate
    .nullable()
    .describe('rated contacts who left within 90 days of their rating; null where nobody tells who left'),
  churn_before: rate.nullable().describe('the period before, as it stood when it was as old as this one'),
}

const honestRow = z.object({
  key: z.string(),
  name: z.string(),
  ...honestFigures,
  flags: z
    .array(z.enum(['reopens', 'churn']))
    .describe('what climbs beyond chance while the CSAT is above the workspace’s'),
})

export const honestReport = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    previous: z
      .object({ from: z.iso.datetime(), to: z.iso.datetime() })
      .nullable()
      .describe('null without a beginning: nothing is compared then'),
    time_zone: z.string(),
    by: judgedBy,
    overall: z.object(honestFigures),
    rows: z.array(honestRow).describe('flagged ones first'),
    caution: z
      .object({
        sent: count,
        response_rate: share,
        csat: share,
        low: share.describe('CSAT if everybody who did not answer had been dissatisfied'),
        high: share.describe('CSAT if everybody who did not answer had been satisfied'),
      })
      .nullable()
      .describe('where so few answer that those who did not could turn the result'),
    min_n: count,
  })
  .meta({ id: 'HonestReport', description: 'CSAT beside reopens and churn, flagged where they disagree.' })

export type HonestQuery = z.infer<typeof honestFilters>
export type HonestReport = z.infer<typeof honestReport>
export type HonestRow = z.infer<typeof honestRow>
