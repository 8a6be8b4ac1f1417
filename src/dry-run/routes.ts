import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { toProblem } from '../platform/problem.ts'
import { type DryRun, dryRun } from './dry-run.ts'
import { type DryRunLine, dryRunInput, dryRunLine, dryRunResult } from './schema.ts'

const LINES = 'application/x-ndjson'

/** What a change of the policy would have done, before it is saved (J11). */
export async function dryRunRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.post(
    '/api/v1/settings/csat/dry-run',
    {
      config: { access: { ability: 'csat.manage' } },
      compress: false,
      schema: {
        tags: ['settings'],
        summary: 'Try a change of the policy on the last days',
        description:
          'Replays what was decided in the last days under the saved policy and under the changed one, and writes nothing. With `Accept: application/x-ndjson` the answer comes as lines: the progress while it works, then the result.',
        body: dryRunInput,
        response: {
          200: { content: { 'application/json': { schema: dryRunResult }, [LINES]: { schema: dryRunLine } } },
        },
      },
    },
    async (request, reply) => {
      const started = await dryRun(ctx, request.actor.workspaceId, request.body)
      if (!started.ok) return answer(reply, started)
      const run = started.value
      if (request.headers.accept?.includes(LINES)) {
        return reply
          .headers({ 'content-type': LINES, 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
          .send(Readable.from(linesOf(ctx, run)) as never)
      }
      for (;;) {
        const step = await run.next()
        if (step.done) return reply.header('cache-control', 'no-store').send(step.value)
        // Nobody waits for it any more.
        if (reply.raw.destroyed) {
          await run.return(undefined as never)
          return reply.hijack() as never
        }
      }
    },
  )
}

/** A reader who leaves ends the stream, and that ends the run at its next step. */
async function* linesOf(ctx: Context, run: DryRun): AsyncGenerator<string> {
  const line = (value: DryRunLine): string => `${JSON.stringify(value)}\n`
  try {
    for (;;) {
      const step = await run.next()
      if (step.done) return yield line({ result: step.value })
      yield line({ progress: step.value })
    }
  } catch (error) {
    ctx.log.error({ err: error }, 'a dry run failed')
    const message = 'The dry run could not be finished. Nothing was changed; please try again.'
    const { status, title, detail } = toProblem({ kind: 'unavailable', message })
    yield line({ problem: { status, title, detail } })
  } finally {
    await run.return(undefined as never)
  }
}
