import { z } from 'zod'
import { channelId, conversationStatus } from '../inbox/schema.ts'
import { filters } from '../insights/schema.ts'
import { instant } from '../platform/http/instant.ts'
import { page, pageQuery } from '../platform/http/paging.ts'
import { text } from '../platform/http/text.ts'
import { ranged, when } from '../platform/when.ts'
import { CASE_OUTCOMES, CASE_STATES } from '../policy/follow-up/follow-up.ts'
import { response } from '../surveys/schema.ts'

/** The HTTP contract of cases and of the report about them (SPEC § 5, A6, A7). */

const id = z.uuid()
const count = z.number().int()
const share = z.number().min(0).max(1)
const reason = text(2000).trim().min(1)

export const caseOutcome = z.enum(CASE_OUTCOMES)

export const caseQuery = pageQuery.extend({
  state: z
    .enum([...CASE_STATES, 'active', 'all'])
    .default('active')
    .describe('`active`: open or contacted'),
  owner_id: z
    .union([id, z.enum(['me', 'nobody'])])
    .optional()
    .describe('a member, `me` or `nobody`'),
  team_id: z.union([id, z.literal('none')]).optional(),
  conversation_id: id.optional(),
  overdue: z.enum(['true', 'false']).optional().describe('waits for a word to the customer past its time'),
  from: when.optional().describe('opened since: a day or an instant'),
  to: when.optional().describe('opened until: a day (to its end) or an instant'),
  q: text(200)
    .trim()
    .optional()
    .describe('part of the comment, the subject, or the customer’s name or address'),
  sort: z.enum(['due', 'newest']).default('due'),
})

export const caseItem = z
  .object({
    id,
    state: z.enum(CASE_STATES),
    overdue: z.boolean().describe('waits for a word to the customer past `due_at`'),
    cause: z.enum(['low_score', 'hand', 'workflow']),
    reason: z.string().nullable().describe('why it was opened, in the words of who or what did'),
    conversation_id: id,
    conversation_subject: z.string().nullable(),
    conversation_status: conversationStatus,
    channel: channelId,
    contact_id: id,
    contact_name: z.string().nullable(),
    response_id: id.nullable(),
    score: count.nullable().describe('of the newest low answer that you may see; null where there is none'),
    comment: z.string().nullable(),
    scale: z.enum(['stars', 'emoji', 'thumbs']).nullable(),
    owner_id: id.nullable(),
    owner_name: z.string().nullable(),
    team_id: id.nullable(),
    opened_at: instant,
    due_at: instant.describe('by when somebody writes to the customer'),
    contacted_at: instant.nullable().describe('the first word of a teammate to the customer since'),
    contacted_by: id.nullable(),
    closed_at: instant.nullable(),
    outcome: caseOutcome.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Case', description: 'The follow-up on an answer, or on what somebody found worth one.' })

export const casePage = page(caseItem)

export const caseDetail = caseItem
  .extend({
    response: response.nullable().describe('the answer as it stands, once you may see that'),
    events: z
      .array(
        z.object({
          id,
          kind: z.string(),
          actor: z.object({ kind: z.string(), id: id.nullable(), name: z.string().nullable() }),
          score: count.nullable().describe('of the answer that came'),
          comment: z.string().nullable(),
          data: z.record(z.string(), z.unknown()),
          at: instant,
        }),
      )
      .describe('what happened, oldest first; answers that you may not see yet are left out'),
    can: z.object({ work: z.boolean() }),
  })
  .meta({ id: 'CaseDetail', description: 'A case with its history.' })

export const caseOwners = z
  .object({
    data: z.array(
      z.object({
        id,
        name: z.string(),
        knows_at: instant.describe('from when on he may know of the case'),
      }),
    ),
  })
  .meta({ id: 'CaseOwners', description: 'Who may be given a case: the members who may see its answer.' })

export const caseInput = z.object({
  conversation_id: id,
  response_id: id.optional().describe('the answer it is about; then only who may see that sees the case'),
  reason: reason.nullish(),
  owner_id: id.nullish().describe('left out: as the policy says'),
})

export const caseChange = z.object({ owner_id: id.nullish(), due_at: instant.optional() })

export const closeInput = z.object({ outcome: caseOutcome, note: text(2000).trim().nullish() })

export const caseSummary = z
  .object({
    mine: z.object({ open: count, overdue: count }).describe('yours that are not closed'),
    all: z.object({ open: count, overdue: count }).describe('all that you may know of'),
    sees_answers: z.boolean().describe('false: the rules open no single answer to you, so no case about one'),
    alerts: z
      .array(
        z.object({
          case_id: id,
          kind: z.enum(['opened', 'assigned', 'unowned', 'overdue']),
          contact_name: z.string().nullable(),
          at: instant,
        }),
      )
      .describe('what you were told and have not looked at, newest first; at most 20'),
  })
  .meta({ id: 'CaseSummary', description: 'How many cases wait, and what is new.' })

export const followUpQuery = ranged(filters.extend({ owner_id: id.optional() }))

const duration = z
  .object({ n: count, median_seconds: z.number().nullable(), p90_seconds: z.number().nullable() })
  .describe('from opening to the first word; `n` is how many it is made of')

const rate = z.object({
  value: share.nullable(),
  n: count,
  interval: z.object({ low: share, high: share }).nullable().describe('95 % Wilson interval'),
  enough_data: z.boolean().describe('false below the policy’s minimum'),
})

export const followUpReport = z
  .object({
    from: instant.nullable(),
    to: instant,
    time_zone: z.string(),
    opened: count,
    contacted: count.describe('of these, the ones in which a teammate has written since'),
    closed: count,
    overdue: count.describe('of these, the ones that wait past their time now'),
    contacted_late: count,
    time_to_contact: duration,
    recovery_rate: rate.describe('recovered, of those closed but for the not genuine ones'),
    outcomes: z.record(caseOutcome, count),
  })
  .meta({ id: 'FollowUpReport', description: 'How cases opened in a period went, of those you may know of.' })

export type CaseQuery = z.infer<typeof caseQuery>
export type CaseItem = z.infer<typeof caseItem>
export type CaseOwners = z.infer<typeof caseOwners>
export type CaseDetail = z.infer<typeof caseDetail>
export type CaseInput = z.infer<typeof caseInput>
export type CaseChange = z.infer<typeof caseChange>
export type CloseInput = z.infer<typeof closeInput>
export type CaseSummary = z.infer<typeof caseSummary>
export type FollowUpQuery = z.infer<typeof followUpQuery>
export type FollowUpReport = z.infer<typeof followUpReport>
