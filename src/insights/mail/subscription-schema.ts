import { z } from 'zod'
import { text } from '../../platform/http/text.ts'
import { filters } from '../schema.ts'

/** Reports that go out by mail. */

const recipient = z
  .email({ error: 'must be an e-mail address' })
  .max(320)
  .transform((address) => address.toLowerCase())

const everyPeriod = z.enum(['week', 'month'])
const name = text(120).trim().min(1, { error: 'must not be empty' })
const recipients = z
  .array(recipient)
  .min(1, { error: 'must name at least one address' })
  .max(20, { error: 'must be at most 20 addresses' })

/** The words of every report but the time, which the subscription sets. */
export const subscriptionFilters = filters.omit({ from: true, to: true })

export const subscriptionInput = z.object({
  name,
  every: everyPeriod,
  recipients,
  filters: subscriptionFilters.default({}),
  with_csv: z
    .boolean()
    .default(false)
    .describe('attaches the conversations of the period with scores and comments as CSV, up to 5 MB'),
})

export const subscriptionChange = z.object({
  name: name.optional(),
  every: everyPeriod.optional(),
  recipients: recipients.optional(),
  filters: subscriptionFilters.optional().describe('replaces all of them'),
  with_csv: z.boolean().optional(),
})

export const subscription = z
  .object({
    id: z.uuid(),
    name: z.string(),
    every: everyPeriod,
    recipients: z.array(z.string()),
    filters: subscriptionFilters,
    with_csv: z.boolean(),
    created_by: z
      .uuid()
      .nullable()
      .describe('the member who set it up, himself or by a key of his making: it goes on when he is removed'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    reported_from: z.iso.date().nullable().describe('the first day of the period reported last'),
    last_error: z
      .string()
      .nullable()
      .describe('why a mail of the last period did not go out to an address, until it does'),
  })
  .meta({
    id: 'ReportSubscription',
    description:
      'A report that is mailed each week or month: to a member as he sees it, to others as an admin does.',
  })

export const testResult = z.object({
  period_from: z.iso.date(),
  period_to: z.iso.date().describe('the last day'),
  results: z.array(z.object({ recipient: z.string(), sent: z.boolean(), problem: z.string().nullable() })),
})

export type SubscriptionInput = z.infer<typeof subscriptionInput>
export type SubscriptionChange = z.infer<typeof subscriptionChange>
export type Subscription = z.infer<typeof subscription>
export type SubscriptionFilters = z.infer<typeof subscriptionFilters>
export type TestResult = z.infer<typeof testResult>
