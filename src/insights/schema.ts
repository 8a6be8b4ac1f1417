import { z } from 'zod'
import { channelId } from '../inbox/schema.ts'
import { text } from '../platform/http/text.ts'
import { ranged, when } from '../platform/when.ts'

/** The insights' HTTP contract (SPEC § 5). */

const id = z.uuid()
const share = z.number().min(0).max(1)
const count = z.number().int()

/** What a report, a list or an export is about; the same words in every address. */
export const filters = z.strictObject({
  from: when.optional().describe('a day (from its beginning) or an instant; without it, from the first on'),
  to: when.optional().describe('a day (to its end) or an instant (before it); without it, until now'),
  agent_id: z.union([id, z.literal('none')]).optional(),
  team_id: z.union([id, z.literal('none')]).optional(),
  channel: channelId.optional(),
  tag: text(200).optional(),
  handled_by: z.enum(['bot', 'human', 'both']).optional(),
})

/** The filters as an address of their own. */
export const filterQuery = ranged(filters)

/** What a list without any question takes: nothing, not even a slip of the pen. */
export const noQuery = z.strictObject({})

const reportFilters = filters.extend({
  group_by: z.enum(['agent', 'team', 'channel', 'tag', 'handled_by', 'day', 'week']).optional(),
  trend: z.enum(['day', 'week']).optional().describe('gives every group its course over time'),
})

export const reportQuery = ranged(reportFilters)

const scores = {
  average: z.number().min(1).max(5).nullable(),
  distribution: z
    .object({ 1: count, 2: count, 3: count, 4: count, 5: count })
    .nullable()
    .describe('null while withheld'),
  positive: count.nullable().describe('4 and 5'),
  neutral: count.nullable().describe('2 and 3'),
  negative: count.nullable().describe('1'),
  csat: share.nullable().describe('`satisfied` of `n`'),
  interval: z.object({ low: share, high: share }).nullable().describe('95 % Wilson interval of `csat`'),
}

export const figures = z
  .object({
    resolved: count,
    eligible: count.describe('resolutions that the rules let be asked about'),
    sent: count.describe('asks that went out in the period and were not taken back'),
    answered: count.describe('answers given in the period'),
    asked_answered: count.describe('of the asks sent in the period, those answered so far'),
    open_asks: count.describe('of the asks sent in the period, those that can still be answered'),
    response_rate: share.nullable().describe('`asked_answered` of `sent`'),
    n: count.describe('answers that the scores are made of: those given in the period less those withheld'),
    satisfied: count
      .nullable()
      .describe('of these `n`, by the definition each was given under; null while withheld'),
    ...scores,
    reopened: count.describe('resolutions of the period that were reopened so far'),
    reopen_rate: share.nullable().describe('`reopened` of `resolved`'),
    enough_data: z.boolean().describe('false below the policy’s minimum of answers'),
    withheld: count.describe('answers that are not in the scores, since too few of them are closed to you'),
  })
  .meta({ id: 'CsatFigures', description: 'The numbers of a period.' })

const trendPoint = z.object({ key: z.iso.date(), answered: count, csat: share.nullable() })

export const group = figures.extend({
  key: z.string().describe('an id, a channel, a tag, a day or a week’s Monday; empty for none'),
  name: z.string(),
  trend: z.array(trendPoint).optional(),
})

export const definition = z.object({
  since: z.iso.datetime(),
  scale: z.enum(['stars', 'emoji', 'thumbs']),
  satisfied_from: z.number().int(),
})

const change = z
  .object({
    points: z.number().describe('percentage points; of the average, points of the scale'),
    beyond_chance: z.boolean().describe('false: chance alone may well have made it'),
  })
  .nullable()
  .describe('null where the two may not be compared')

const growth = z
  .number()
  .nullable()
  .describe('share of the number before, negative for fewer; null where that was less than `min_n`')

export const changes = z
  .object({
    sent: growth,
    answered: growth,
    csat: change,
    positive: change,
    average: change,
    response_rate: change,
    reopen_rate: change,
  })
  .meta({ id: 'CsatChanges', description: 'How far figures moved, and whether that says anything.' })

export const csatReport = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    time_zone: z.string(),
    overall: figures,
    previous: figures
      .extend({ from: z.iso.date(), to: z.iso.date().describe('the last day') })
      .nullable()
      .describe('as many whole days just before the first; null without a beginning'),
    changes: changes.nullable().describe('from the period before to this one; null without one'),
    response_rate_comparable: z
      .boolean()
      .describe('false while asks of one of the two periods can still be answered'),
    groups: z.array(group),
    definitions: z
      .array(definition)
      .describe('what counted as satisfied in the period; more than one: the series has a break'),
    min_n: count,
    reader: z
      .object({
        own_only: z.boolean().describe('of the agents, you see your own row only'),
        sees_single: z.boolean().describe('the policy lets you read single answers, perhaps after a time'),
      })
      .describe('what you may see'),
  })
  .meta({ id: 'CsatReport', description: 'Figures over a period, in all and by group.' })

export type Filters = z.infer<typeof filters>
export type ReportQuery = z.infer<typeof reportFilters>
export type Figures = z.infer<typeof figures>
export type Changes = z.infer<typeof changes>
export type Group = z.infer<typeof group>
export type CsatReport = z.infer<typeof csatReport>
export type Definition = z.infer<typeof definition>
