import { z } from 'zod'
import { channelId } from '../inbox/schema.ts'
import { instant } from '../platform/http/instant.ts'
import { text } from '../platform/http/text.ts'
import { settingsInput } from '../surveys/schema.ts'

/** The contract of `POST /settings/csat/dry-run` (SPEC § 3.3, § 5). */

export const dryRunInput = z.object({
  preset: settingsInput.shape.preset,
  policy: settingsInput.shape.policy,
  days: z.number().int().min(1).max(90).default(30).describe('how far back to look, from now'),
  limit: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .describe('how many of the differing resolutions to list'),
  cursor: text(200).optional().describe('of an earlier run with the same change: goes on with its list'),
})

const count = z.number().int()

const total = z.object({
  made: count.describe('surveys; one resolution can have several'),
  asked: count.describe('resolutions with at least one survey'),
  by_reason: z
    .record(z.string(), count)
    .describe('resolutions without a survey, by the reason; with `asked` they add up to all'),
})

const verdict = z.object({
  made: count,
  allowed: z.boolean(),
  reason: z.string().nullable(),
  by: z
    .enum(['hand', 'api', 'workflow'])
    .nullable()
    .describe('who asked for the survey, as then; null where it goes out by itself, or there is none'),
  sentence: z.string(),
})

const difference = z.object({
  conversation_id: z.uuid(),
  resolution: count,
  subject: z.string().nullable(),
  contact: z.object({ id: z.uuid(), name: z.string().nullable() }),
  channel: channelId,
  at: instant.describe('when it was first decided about'),
  made: count.describe('surveys that it really got, under the policies of that time'),
  before: verdict,
  after: verdict,
})

export const dryRunResult = z
  .object({
    period: z.object({ from: instant, to: instant, days: count }),
    conversations: count,
    resolutions: count,
    actual: z.object({ made: count.describe('surveys that were made, under the policies of that time') }),
    before: total.describe('under the policy that is saved'),
    after: total.describe('under the changed policy'),
    more: count,
    fewer: count,
    differing: z.object({
      data: z.array(difference).describe('resolutions that get more or fewer surveys, the latest first'),
      next_cursor: z.string().nullable(),
    }),
    assumptions: z.array(z.string()).describe('what could not be known as it was then, in sentences'),
  })
  .meta({ id: 'DryRun', description: 'What a changed policy would have done to the past.' })

export const dryRunProgress = z.object({ done: count, total: count })

/** One line of the answer as `application/x-ndjson`: any number of `progress`, then one of the others. */
export const dryRunLine = z.union([
  z.object({ progress: dryRunProgress }),
  z.object({ result: dryRunResult }),
  z.object({ problem: z.object({ status: count, title: z.string(), detail: z.string() }) }),
])

export type DryRunInput = z.infer<typeof dryRunInput>
export type DryRunResult = z.infer<typeof dryRunResult>
export type DryRunProgress = z.infer<typeof dryRunProgress>
export type DryRunLine = z.infer<typeof dryRunLine>
