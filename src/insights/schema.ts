import { z } from 'zod'
import { channelId } from '../inbox/schema.ts'
import { instant, isSaneInstant } from '../platform/http/instant.ts'
import { text } from '../platform/http/text.ts'

/** The insights' HTTP contract (SPEC § 5). */

const id = z.uuid()
const share = z.number().min(0).max(1)
const count = z.number().int()

const day = z.iso
  .date()
  .refine((each) => isSaneInstant(Date.parse(each)), { error: 'must lie between 1970 and 2200' })
/** A day of the workspace's own zone, or an instant. */
export const when = z.union([day, instant])

/** What a report, a list or an export is about; the same words in every address. */
export const filters = z.object({
  from: when.optional().describe('a day (from its beginning) or an instant; without it, from the first on'),
  to: when.optional().describe('a day (to its end) or an instant (before it); without it, until now'),
  agent_id: z.union([id, z.literal('none')]).optional(),
  team_id: z.union([id, z.literal('none')]).optional(),
  channel: channelId.optional(),
  tag: text(200).optional(),
  handled_by: z.enum(['bot', 'human', 'both']).optional(),
})

export const reportQuery = filters.extend({
  group_by: z.enum(['agent', 'team', 'channel', 'tag', 'handled_by', 'day', 'week']).optional(),
  trend: z.enum(['day', 'week']).optional().describe('gives every group its course over time'),
})

const scores = {
  average: z.number().min(1).max(5).nullable(),
  distribution: z
    .object({ 1: count, 2: count, 3: count, 4: count, 5: count })
    .nullable()
    .describe('null while withheld'),
  positive: count.nullable().describe('4 and 5'),
  neutral: count.nullable().describe('2 and 3'),
  negative: count.nullable().describe('1'),
  csat: share.nullable().describe('satisfied answers by the definition each was given under, of all'),
  interval: z.object({ low: share, high: share }).nullable().describe('95 % Wilson interval of `csat`'),
}

export const figures = z
  .object({
    resolved: count,
    eligible: count.describe('resolutions that the rules let be asked about'),
    sent: count.describe('asks that went out in the period and were not taken back'),
    answered: count.describe('answers given in the period'),
    response_rate: share.nullable().describe('of the asks sent in the period, those answered so far'),
    ...scores,
    reopen_rate: share.nullable().describe('of the resolutions in the period, those reopened so far'),
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

export const csatReport = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    time_zone: z.string(),
    overall: figures,
    previous: figures.nullable().describe('the period of the same length before; null without a beginning'),
    groups: z.array(group),
    definitions: z
      .array(definition)
      .describe('what counted as satisfied in the period; more than one: the series has a break'),
    min_n: count,
  })
  .meta({ id: 'CsatReport', description: 'Figures over a period, in all and by group.' })

export type Filters = z.infer<typeof filters>
export type ReportQuery = z.infer<typeof reportQuery>
export type Figures = z.infer<typeof figures>
export type Group = z.infer<typeof group>
export type CsatReport = z.infer<typeof csatReport>
export type Definition = z.infer<typeof definition>
