import { z } from 'zod'
import { text } from '../platform/http/text.ts'
import { STATUSES } from '../policy/settings.ts'
import {
  ANSWER_UPDATES,
  type Condition,
  OPERATORS,
  type Step,
  WEEKDAYS,
  WORKFLOW_LIMITS,
} from '../policy/workflow/workflow-definition.ts'

/** What a workflow is made of (O9): what starts it, under which conditions, and what it does. */

const id = z.uuid()
const short = text(200).trim().min(1)
const duration = text(40)
const variable = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a word such as csat_link')

const trigger = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('conversation.created') }),
    z.object({ type: z.literal('conversation.status_changed'), to: z.array(z.enum(STATUSES)).min(1).max(6) }),
    z.object({
      type: z.literal('csat.score_submitted'),
      updates: z
        .enum(ANSWER_UPDATES)
        .default('score_changed')
        .describe('`all`: also a comment that is added later'),
    }),
    z.object({ type: z.literal('csat.expired') }),
    z.object({
      type: z.literal('schedule'),
      every: z.enum(['hour', 'day', 'week']),
      at: text(5).default('09:00').describe('on the workspace’s own clock; every hour takes its minute'),
      weekday: z.enum(WEEKDAYS).nullable().default(null),
      look_back: duration.default('P7D').describe('conversations in which something happened since then'),
      once: z.boolean().default(true).describe('each conversation is taken at most once'),
    }),
  ])
  .meta({ id: 'WorkflowTrigger', description: 'What starts a workflow.' })

const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('and'), conditions: z.array(condition).min(1).max(50) }),
      z.object({ type: z.literal('or'), conditions: z.array(condition).min(1).max(50) }),
      z.object({ type: z.literal('not'), condition }),
      z.object({
        type: z.literal('test'),
        field: text(80),
        operator: z.enum(OPERATORS),
        value: z
          .union([text(300), z.number(), z.array(text(300)).max(100)])
          .nullable()
          .default(null),
      }),
    ]),
  )
  .meta({
    id: 'WorkflowCondition',
    description: 'Comparisons under and, or, not. What is not known never holds.',
  })

const recipient = z.discriminatedUnion('type', [
  z.object({ type: z.literal('member'), member_id: id }),
  z.object({ type: z.literal('team'), team_id: id }),
  z.object({ type: z.literal('assignee') }),
  z.object({ type: z.literal('leads') }),
])

/** The name of a step; one that is left out is given when the workflow is saved. */
const named = {
  id: z
    .string()
    .regex(/^[a-z0-9_-]{1,40}$/, 'must be made of small letters, digits, - and _')
    .default(''),
}
const window = z.number().int().min(1).max(2160).nullable().default(null)
const body = text(WORKFLOW_LIMITS.body)

const step: z.ZodType<Step> = z
  .lazy(() =>
    z.discriminatedUnion('type', [
      z.object({
        ...named,
        type: z.literal('send_csat'),
        message: text(500).trim().min(1).nullable().default(null),
        window_hours: window,
        delay: duration.default('PT0S'),
      }),
      z.object({
        ...named,
        type: z.literal('generate_link'),
        window_hours: window,
        variable: variable.default('csat_link'),
      }),
      z.object({ ...named, type: z.literal('get_score'), variable: variable.default('score') }),
      z.object({
        ...named,
        type: z.literal('branch'),
        conditions: condition,
        then: z.array(step).max(WORKFLOW_LIMITS.steps).default([]),
        else: z.array(step).max(WORKFLOW_LIMITS.steps).default([]),
      }),
      z.object({
        ...named,
        type: z.literal('wait'),
        duration,
        until_answered: z.boolean().default(false),
      }),
      z.object({ ...named, type: z.literal('reopen') }),
      z.object({
        ...named,
        type: z.literal('set_status'),
        status: z.enum(STATUSES).exclude(['snoozed']),
        survey: z.enum(['default', 'skip']).default('skip').describe('`default`: the policy decides'),
      }),
      z.object({
        ...named,
        type: z.literal('assign'),
        member_id: id.nullable().optional(),
        team_id: id.nullable().optional(),
      }),
      z.object({
        ...named,
        type: z.literal('tag'),
        add: z.array(short).max(20).default([]),
        remove: z.array(short).max(20).default([]),
      }),
      z.object({
        ...named,
        type: z.literal('notify'),
        to: z.array(recipient).max(WORKFLOW_LIMITS.recipients).default([]),
        email: z.boolean().default(true),
        in_app: z
          .boolean()
          .optional()
          .default(true)
          .describe('in the bell of each; the only way to tell anybody where there is no mail server'),
        note: z.boolean().default(false).describe('also in the conversation’s timeline'),
        subject: text(200).trim().min(1),
        body: body.trim().min(1),
      }),
      z.object({ ...named, type: z.literal('post_message'), body: body.trim().min(1) }),
      z.object({
        ...named,
        type: z.literal('open_case'),
        reason: text(300).trim().min(1).nullable().default(null),
      }),
      z.object({
        ...named,
        type: z.literal('call_webhook'),
        url: text(2000),
        variable: variable.default('webhook_status'),
        on_failure: z.enum(['stop', 'continue']).default('stop'),
      }),
    ]),
  )
  .meta({ id: 'WorkflowStep', description: 'One thing that a workflow does.' })

/** As it is given; what may be left out is filled in. */
export const definition = {
  trigger,
  conditions: condition.nullable().default(null),
  steps: z.array(step).min(1).max(WORKFLOW_LIMITS.steps),
}

/** As it is shown. */
export const shown = { trigger, conditions: condition.nullable(), steps: z.array(step) }
