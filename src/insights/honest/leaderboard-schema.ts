import { z } from 'zod'
import { ranged } from '../../platform/when.ts'
import { definition, figures, filters } from '../schema.ts'

/** Ranks and selection (SPEC § 3.4, § 3.5). */

const count = z.number().int()
const share = z.number().min(0).max(1)
const interval = z.object({ low: share, high: share })

const rankedBy = z.enum(['agent', 'team'])

const leaderboardFilters = filters.extend({ by: rankedBy.default('agent') })

export const leaderboardQuery = ranged(leaderboardFilters)

const leaderboardRow = figures.extend({
  key: z.string().describe('an id; empty for nobody'),
  name: z.string(),
  rank: count
    .nullable()
    .describe(
      'the same for all who are tied; null without enough data, and where a reader sees one row only',
    ),
  tied: z.boolean().describe('others share the rank, since the intervals overlap'),
  unranked: z
    .enum(['nobody', 'withheld', 'few', 'alone'])
    .nullable()
    .describe(
      'why there is no rank: these belong to nobody; their scores are withheld; too few answers; you see one row only',
    ),
})

export const leaderboard = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    time_zone: z.string(),
    by: rankedBy,
    rows: z.array(leaderboardRow).describe('ranked first, by the lower bound of the interval; then the rest'),
    definitions: z.array(definition),
    min_n: count,
  })
  .meta({
    id: 'Leaderboard',
    description: 'Who is ahead beyond chance: ranked by the lower bound of the 95 % interval.',
  })

const selectionFigures = {
  eligible: count.describe('resolutions that the rules let be asked about'),
  skipped: count.describe('of these, the ones for which no survey was made'),
  skip_share: share.nullable(),
  interval: interval.nullable().describe('95 % Wilson interval of `skip_share`'),
  sent: count.describe('asks sent in the period'),
  asked_answered: count.describe('of these, the ones answered so far'),
  answered: count.describe('answers given in the period, whenever they were asked for'),
  response_rate: share.nullable().describe('`asked_answered` of `sent`'),
}

const selectionRow = z.object({
  key: z.string(),
  name: z.string(),
  ...selectionFigures,
  stands_out: z.boolean().describe('skips more than the others together, beyond chance'),
  others_share: share.nullable().describe('what the others together skip; null where there are none'),
})

export const selectionReport = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    time_zone: z.string(),
    overall: z.object(selectionFigures),
    agents: z.array(selectionRow),
    channels: z.array(selectionRow),
    min_n: count,
  })
  .meta({
    id: 'SelectionReport',
    description: 'Who was asked of those who could be: the selection-bias meter.',
  })

export type LeaderboardQuery = z.infer<typeof leaderboardFilters>
export type Leaderboard = z.infer<typeof leaderboard>
export type LeaderboardRow = z.infer<typeof leaderboardRow>
export type SelectionReport = z.infer<typeof selectionReport>
export type SelectionRow = z.infer<typeof selectionRow>
