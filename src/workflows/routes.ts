import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import type { Mailer } from '../platform/mailer.ts'
import { addWorkflow, changeWorkflow, removeWorkflow, renewSecret, saveWorkflow } from './manage-workflows.ts'
import { getWorkflow, listVersions, listWorkflows } from './read-workflows.ts'
import { runRoutes } from './run-routes.ts'
import {
  template,
  workflow,
  workflowChange,
  workflowInput,
  workflowMade,
  workflowSave,
  workflowVersion,
} from './schema.ts'
import { workflowTemplates } from './templates.ts'

const MANAGE = { access: { ability: 'workflows.manage' } } as const
const tags = ['workflows']
const byId = z.object({ id: z.uuid() })
const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), next_cursor: z.null() })

/** Workflows (O9): what Candor does by itself. */
export async function workflowRoutes(
  instance: FastifyInstance,
  { ctx, mailer }: { ctx: Context; mailer: Mailer },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/workflows',
    { config: MANAGE, schema: { tags, summary: 'List workflows', response: { 200: listOf(workflow) } } },
    async ({ actor }) => ({ data: await listWorkflows(ctx, actor), next_cursor: null }),
  )
  server.get(
    '/api/v1/workflows/templates',
    {
      config: MANAGE,
      schema: { tags, summary: 'List workflows to begin with', response: { 200: listOf(template) } },
    },
    async () => ({ data: workflowTemplates(), next_cursor: null }),
  )
  server.post(
    '/api/v1/workflows',
    {
      config: { ...MANAGE, answersSecret: true },
      schema: {
        tags,
        summary: 'Make a workflow; its secret is shown once',
        description:
          'Steps `call_webhook` POST `{type: "workflow.step", timestamp, data}`, signed with the secret as Standard Webhooks are. An answer that is under an embargo is not in it: `score` and `comment` are null and `hidden_until` says until when.',
        body: workflowInput,
        response: { 201: workflowMade },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await addWorkflow(ctx, actor, body), 201),
  )
  server.get(
    '/api/v1/workflows/:id',
    {
      config: MANAGE,
      schema: { tags, summary: 'Read a workflow', params: byId, response: { 200: workflow } },
    },
    async ({ actor, params }, reply) => answer(reply, await getWorkflow(ctx, actor, params.id)),
  )
  server.put(
    '/api/v1/workflows/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Save a workflow',
        description: 'Another definition is another version; runs that have begun keep theirs.',
        params: byId,
        body: workflowSave,
        response: { 200: workflow },
      },
    },
    async ({ actor, params, body }, reply) => answer(reply, await saveWorkflow(ctx, actor, params.id, body)),
  )
  server.patch(
    '/api/v1/workflows/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Switch a workflow on or off, or rename it',
        description: 'What has begun goes on; single runs can be cancelled.',
        params: byId,
        body: workflowChange,
        response: { 200: workflow },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await changeWorkflow(ctx, actor, params.id, body)),
  )
  server.delete(
    '/api/v1/workflows/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Remove a workflow and cancel its runs',
        params: byId,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await removeWorkflow(ctx, actor, params.id), 204),
  )
  server.post(
    '/api/v1/workflows/:id/secret',
    {
      config: { ...MANAGE, answersSecret: true },
      schema: {
        tags,
        summary: 'Give a workflow another secret; it is shown once',
        params: byId,
        response: { 200: z.object({ secret: z.string() }) },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await renewSecret(ctx, actor, params.id)),
  )
  server.get(
    '/api/v1/workflows/:id/versions',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'List what was saved of a workflow',
        params: byId,
        response: { 200: listOf(workflowVersion) },
      },
    },
    async ({ actor, params }, reply) => {
      const versions = await listVersions(ctx, actor.workspaceId, params.id)
      if (!versions.ok) return answer(reply, versions)
      return { data: versions.value, next_cursor: null }
    },
  )
  await server.register(runRoutes, { ctx, mailer })
}
