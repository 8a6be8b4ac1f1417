import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import type { Mailer } from '../platform/mailer.ts'
import { done } from '../platform/outcome.ts'
import { dryRunSaved, dryRunUnsaved } from './dry-run.ts'
import { listCandidates } from './would-start.ts'
import { cancelRun, getRun, listRuns } from './read-runs.ts'
import {
  candidate,
  candidatesInput,
  dryRun,
  dryRunInput,
  dryRunOf,
  runDetail,
  runPage,
  runsQuery,
} from './run-schema.ts'

const MANAGE = { access: { ability: 'workflows.manage' } } as const
const tags = ['workflows']
const byId = z.object({ id: z.uuid() })
const HIDDEN =
  'A run that knows an answer which is closed to the reader tells neither whose it is nor what it did until then.'

/** What workflows did, are doing, and would do. */
export async function runRoutes(
  instance: FastifyInstance,
  { ctx, mailer }: { ctx: Context; mailer: Mailer },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/workflows/:id/runs',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'List the runs of a workflow',
        description: HIDDEN,
        params: byId,
        querystring: runsQuery,
        response: { 200: runPage },
      },
    },
    async ({ actor, params, query }, reply) => answer(reply, await listRuns(ctx, actor, params.id, query)),
  )
  server.get(
    '/api/v1/workflows/runs/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Read a run with its log',
        description: HIDDEN,
        params: byId,
        response: { 200: runDetail },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await getRun(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/workflows/runs/:id/cancel',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Cancel a run that is not over',
        params: byId,
        response: { 200: runDetail },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await cancelRun(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/workflows/:id/dry-run',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Try a workflow on a conversation and change nothing',
        params: byId,
        body: dryRunInput,
        response: { 200: dryRun },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await dryRunSaved({ ctx, mailer }, actor, params.id, body.conversation_id)),
  )
  server.post(
    '/api/v1/workflows/candidates',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'List conversations to try a workflow on',
        description: 'First those that it would start for as they stand; of the last 300 conversations.',
        body: candidatesInput,
        response: { 200: z.object({ data: z.array(candidate), next_cursor: z.null() }) },
      },
    },
    async ({ actor, body }, reply) => {
      const found = await listCandidates(ctx, actor, body)
      return answer(reply, found.ok ? done({ data: found.value, next_cursor: null }) : found)
    },
  )
  server.post(
    '/api/v1/workflows/dry-run',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Try a workflow that is not saved and change nothing',
        body: dryRunOf,
        response: { 200: dryRun },
      },
    },
    async ({ actor, body }, reply) =>
      answer(reply, await dryRunUnsaved({ ctx, mailer }, actor, body.workflow, body.conversation_id)),
  )
}
