import { z } from 'zod'
import { channelId } from '../../inbox/schema.ts'
import { instant } from '../../platform/http/instant.ts'
import { page, pageQuery } from '../../platform/http/paging.ts'
import { text } from '../../platform/http/text.ts'
import { ranged } from '../../platform/when.ts'
import { response } from '../../surveys/schema.ts'
import { filters } from '../schema.ts'

/** The HTTP contract of single answers and of the export (SPEC § 5). */

const id = z.uuid()
const flag = z.enum(['true', 'false'])
const scores = z
  .string()
  .regex(/^[1-5](,[1-5])*$/, 'must be scores from 1 to 5, such as 1,2')
  .max(20)

/** What a list of answers or an export can be narrowed to. */
export const responseFilters = filters.extend({
  conversation_id: id.optional(),
  contact_id: id.optional(),
  score: z
    .union([scores, z.array(scores).max(5)])
    .optional()
    .describe('one or several: `score=1&score=2` or `score=1,2`'),
  has_comment: flag.optional(),
  q: text(200)
    .optional()
    .describe(
      'words in the comment, with inbox.read also in the contact’s name or the subject; the last may be a beginning',
    ),
  quarantined: flag.optional().describe('true: the answers that wait for review (responses.review)'),
  case_state: z
    .enum(['none', 'open', 'contacted', 'closed', 'overdue'])
    .optional()
    .describe('how the follow-up of the answer stands (A6); `overdue` is open past its time'),
  view: z.enum(['negative_remarks']).optional().describe('low scores, with and without a comment (I16)'),
})

const listQuery = responseFilters.extend({
  ...pageQuery.shape,
  sort: z.enum(['newest', 'oldest', 'lowest', 'highest']).default('newest'),
})

export const responseQuery = ranged(listQuery)

export const responseItem = response
  .extend({
    contact_name: z.string().nullable().describe('null without inbox.read'),
    agent_name: z.string().nullable(),
    team_id: id.nullable(),
    channel: channelId,
    tags: z.array(z.string()),
    scale: z.enum(['stars', 'emoji', 'thumbs']).describe('the scale it was given on'),
    conversation_subject: z.string().nullable().describe('null without inbox.read'),
    revision: z.number().int(),
    low: z.boolean().describe('at or below the policy’s low score'),
    has_reply: z.boolean().describe('a teammate has written in the conversation since'),
    set_aside_because: z
      .string()
      .nullable()
      .describe('why it does not count, as a sentence; null when it does'),
  })
  .meta({ id: 'ResponseItem', description: 'An answer with what a list of answers shows beside it.' })

export const responsePage = page(responseItem).extend({
  total: z.number().int().describe('answers that match and that you may see, over all pages; at most 10,000'),
  total_is_more: z.boolean().describe('there are more than `total` says'),
  closed: z
    .object({ count: z.number().int(), until: instant.describe('when the next opens'), sentence: z.string() })
    .nullable()
    .describe('answers that match and are still closed to you; null when none, or when to say so would tell'),
})

export const responseDetail = responseItem
  .extend({
    handled_by: z.enum(['bot', 'human', 'both']),
    survey: z.object({
      id,
      message: z.string(),
      policy_version: z.number().int(),
      made_at: instant,
      sent_at: instant.nullable(),
      rate_until: instant.nullable(),
      edit_until: instant.nullable(),
    }),
    revisions: z
      .array(
        z.object({
          revision: z.number().int(),
          score: z.number().int(),
          comment: z.string().nullable(),
          reasons: z.array(z.string()),
          at: instant,
        }),
      )
      .describe('oldest first; those still closed to you are left out'),
    evidence: z
      .array(
        z.object({
          kind: z.enum(['view', 'click', 'submit', 'unsubscribe']),
          score: z.number().int().nullable(),
          user_agent: z.enum(['none', 'bot', 'mobile', 'desktop', 'other']),
          at: instant,
        }),
      )
      .describe('what was seen of the link, oldest first; at most 200'),
    quarantine: z
      .object({
        reason: z.string().describe('a code, a reviewer’s words, or by_hand'),
        sentence: z.string(),
        at: instant.nullable(),
      })
      .nullable()
      .describe('why it does not count; null when it does'),
    can: z.object({ review: z.boolean() }),
  })
  .meta({ id: 'ResponseDetail', description: 'An answer with its versions and its evidence.' })

export const quarantineInput = z.object({ reason: text(200).trim().min(1).optional() }).default({})

const exportFilters = responseFilters.omit({ quarantined: true }).extend({
  by: z
    .enum(['asked', 'answered'])
    .optional()
    .describe('what `from` and `to` are about: the ask, or the answer; without it, the ask'),
  state: z.enum(['scheduled', 'sent', 'answered', 'expired', 'withdrawn', 'failed']).optional(),
  status: z
    .enum(['open', 'snoozed', 'pending_closure', 'closure_scheduled', 'resolved', 'closed'])
    .optional(),
  bom: flag.optional().describe('true: begins with a byte order mark, for spreadsheets that need one'),
})

export const exportQuery = ranged(exportFilters)

export type ResponseFilters = z.infer<typeof responseFilters>
export type ResponseQuery = z.infer<typeof listQuery>
export type ResponseItem = z.infer<typeof responseItem>
export type ResponsePage = z.infer<typeof responsePage>
export type ResponseDetail = z.infer<typeof responseDetail>
export type ExportQuery = z.infer<typeof exportFilters>
