import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'
import { page, pageQuery } from '../platform/http/paging.ts'
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

/** Workflows (O9): what starts them, under which conditions, and what they do. */

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

const definition = {
  trigger,
  conditions: condition.nullable().default(null),
  steps: z.array(step).min(1).max(WORKFLOW_LIMITS.steps),
}

export const workflowInput = z
  .object({ name: text(80).trim().min(1), enabled: z.boolean().default(false), ...definition })
  .meta({ id: 'WorkflowFields', description: 'A workflow, as it is made and saved.' })

export const workflowSave = workflowInput.extend({
  version: z.number().int().min(1).optional().describe('refused if another version was saved meanwhile'),
})

export const workflowChange = z.object({
  name: text(80).trim().min(1).optional(),
  enabled: z.boolean().optional(),
})

const person = z.object({ id, name: z.string() }).nullable()
const shown = { trigger, conditions: condition.nullable(), steps: z.array(step) }

export const workflow = z
  .object({
    id,
    name: z.string(),
    enabled: z.boolean(),
    version: z.number().int(),
    ...shown,
    created_at: instant,
    updated_at: instant,
    saved_by: person,
    runs: z.object({
      active: z.number().int().describe('running or waiting'),
      finished: z.number().int(),
      with_problems: z.number().int().describe('of those that are finished: a step was refused, or failed'),
      failed: z.number().int(),
      stopped: z.number().int(),
      last_at: instant.nullable(),
    }),
  })
  .meta({ id: 'Workflow', description: 'What Candor does by itself, and when.' })

export const workflowMade = workflow.extend({
  secret: z.string().describe('signs what its steps send to other systems; shown only now'),
})

export const workflowVersion = z.object({
  version: z.number().int(),
  saved_at: instant,
  saved_by: person,
  ...shown,
})

export const RUN_STATES = ['running', 'waiting', 'finished', 'failed', 'cancelled', 'stopped'] as const

export const run = z
  .object({
    id,
    workflow_id: id,
    workflow_name: z.string(),
    version: z.number().int(),
    state: z.enum(RUN_STATES),
    reason: z.string().nullable().describe('why it stopped: `loop`, `too_often`, `unknown`'),
    sentence: z.string().nullable(),
    steps_refused: z
      .number()
      .int()
      .describe('such as no survey being allowed, or no mail server to write by'),
    steps_failed: z.number().int(),
    conversation: z.object({
      id,
      subject: z.string().nullable(),
      contact_name: z.string().nullable().describe('the name, else an address'),
      channel: z.string(),
      external_id: z.string().nullable(),
    }),
    trigger: z.string(),
    depth: z.number().int(),
    step_id: z.string().nullable().describe('where it stands'),
    wait_until: instant.nullable(),
    started_at: instant,
    updated_at: instant,
    finished_at: instant.nullable(),
  })
  .meta({ id: 'WorkflowRun', description: 'One run of a workflow, for one conversation.' })

export const runDetail = run.extend({
  ...shown,
  log: z.array(
    z.object({
      step_id: z.string().nullable(),
      type: z.string(),
      outcome: z.string(),
      sentence: z.string(),
      facts: z.record(z.string(), z.unknown()),
      at: instant,
    }),
  ),
})

export const runsQuery = pageQuery.extend({
  state: z.enum(RUN_STATES).optional(),
  conversation_id: id.optional(),
})

export const dryRunInput = z.object({ conversation_id: id })
export const dryRunOf = z.object({ conversation_id: id, workflow: workflowInput })

export const candidatesInput = z.object({
  workflow: workflowInput,
  q: text(200)
    .trim()
    .optional()
    .describe('part of the subject, of the last message, or of the contact’s name or email'),
  matching: z.boolean().default(false).describe('only those that it would start for'),
  limit: z.number().int().min(1).max(50).default(12),
})

export const candidate = run.shape.conversation
  .extend({
    updated_at: instant,
    starts: z.boolean().describe('as it stands; an answer that is closed to you counts as not known'),
  })
  .meta({ id: 'WorkflowCandidate', description: 'A conversation to try a workflow on.' })

export const dryRun = z
  .object({
    starts: z.boolean(),
    sentence: z.string(),
    unknown: z.array(z.string()).describe('fields that are not known'),
    steps: z.array(
      z.object({
        step_id: z.string(),
        type: z.string(),
        outcome: z.enum(['would_do', 'would_wait', 'branched', 'would_refuse', 'would_skip']),
        sentence: z.string(),
        facts: z.record(z.string(), z.unknown()),
      }),
    ),
    note: z.string().nullable(),
  })
  .meta({ id: 'WorkflowDryRun', description: 'What a workflow would do; nothing was changed.' })

export const template = z.object({
  key: z.string(),
  title: z.string(),
  sentence: z.string(),
  workflow: workflowInput,
})

export const runPage = page(run)

export type WorkflowInput = z.output<typeof workflowInput>
export type WorkflowSave = z.output<typeof workflowSave>
export type WorkflowChange = z.output<typeof workflowChange>
export type Workflow = z.output<typeof workflow>
export type WorkflowMade = z.output<typeof workflowMade>
export type WorkflowVersion = z.output<typeof workflowVersion>
export type Run = z.output<typeof run>
export type RunDetail = z.output<typeof runDetail>
export type RunsQuery = z.output<typeof runsQuery>
export type CandidatesInput = z.output<typeof candidatesInput>
export type Candidate = z.output<typeof candidate>
export type DryRun = z.output<typeof dryRun>
export type WorkflowTemplate = z.output<typeof template>
