import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'
import { text } from '../platform/http/text.ts'
import { definition, shown } from './definition-schema.ts'

/** Workflows (O9), as they are saved and listed. */

const id = z.uuid()

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

export const template = z.object({
  key: z.string(),
  title: z.string(),
  sentence: z.string(),
  workflow: workflowInput,
})

export type WorkflowInput = z.output<typeof workflowInput>
export type WorkflowSave = z.output<typeof workflowSave>
export type WorkflowChange = z.output<typeof workflowChange>
export type Workflow = z.output<typeof workflow>
export type WorkflowMade = z.output<typeof workflowMade>
export type WorkflowVersion = z.output<typeof workflowVersion>
export type WorkflowTemplate = z.output<typeof template>
