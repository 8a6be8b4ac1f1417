import { z } from 'zod'
import { pageQuery } from '../../platform/http/paging.ts'
import { POSITIVE_FROM } from '../../policy/score.ts'

/** A member's own praise (I19). */

const count = z.number().int()

export const achievementQuery = z.strictObject({
  ...pageQuery.shape,
  days: z.enum(['7', '30', '90', 'all']).default('30').describe('how far back, today included'),
})

const praise = z.object({
  response_id: z.uuid(),
  conversation_id: z.uuid(),
  contact_id: z.uuid().nullable().describe('null without inbox.read'),
  contact_name: z.string().nullable().describe('null without inbox.read'),
  score: z.number().int().min(POSITIVE_FROM).max(5),
  comment: z.string(),
  submitted_at: z.iso.datetime(),
})

export const achievements = z
  .object({
    from: z.iso.datetime().nullable().describe('null: from the first on'),
    to: z.iso.datetime(),
    positive: count.nullable().describe('ratings of 4 and 5; null while withheld'),
    answered: count.describe('all ratings of the period'),
    withheld: count.describe('of these, the ones whose scores are not told yet'),
    streak: count
      .nullable()
      .describe('the latest ratings in a row that were positive; null where not readable'),
    comments: z
      .object({ data: z.array(praise), next_cursor: z.string().nullable() })
      .describe('positive ratings of the period with words, newest first'),
    notice: z.string().nullable().describe('why something is not shown'),
  })
  .meta({ id: 'Achievements', description: 'The positive ratings of the member who asks.' })

export type AchievementQuery = z.infer<typeof achievementQuery>
export type Achievements = z.infer<typeof achievements>
