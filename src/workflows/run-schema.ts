import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'
import { page, pageQuery } from '../platform/http/paging.ts'
import { text } from '../platform/http/text.ts'
import { shown } from './definition-schema.ts'
import { workflowInput } from './schema.ts'

/** What workflows did, and what they would do. */

const id = z.uuid()

const RUN_STATES = ['running', 'waiting', 'finished', 'failed', 'cancelled', 'stopped'] as const

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
    last_at: instant.describe('the last message; where there is none, the beginning'),
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

export const runPage = page(run)

export type Run = z.output<typeof run>
export type RunDetail = z.output<typeof runDetail>
export type RunsQuery = z.output<typeof runsQuery>
export type CandidatesInput = z.output<typeof candidatesInput>
export type Candidate = z.output<typeof candidate>
export type DryRun = z.output<typeof dryRun>
