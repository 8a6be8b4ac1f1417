import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Actor } from '../access/actor.ts'
import { byActor } from '../inbox/by.ts'
import { statusInput } from '../inbox/schema.ts'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { page } from '../platform/http/paging.ts'
import type { Cause } from '../policy/make.ts'
import { changeStatus } from './asking/change-status.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { getSurvey, listSurveys, presentSurveys } from './seeing/list-surveys.ts'
import { presentDecision } from './seeing/present.ts'
import type { SketchOf } from './preview.ts'
import { requestSurvey } from './asking/request-survey.ts'
import { sendSurveyInput, statusAnswer, survey, surveyFilter } from './schema.ts'
import { settingsRoutes } from './settings-routes.ts'
import type { SurveyRow } from './store.ts'
import { eventRoutes } from './events/event-routes.ts'
import { refuseSending } from './asking/refuse-sending.ts'
import { viewRoutes } from './seeing/view-routes.ts'
import { withdrawSurvey } from './life/withdraw-survey.ts'

const READ = { access: { ability: 'inbox.read' } } as const
const WRITE = { access: { ability: 'inbox.write' } } as const
const SEND = { access: { ability: 'csat.send' } } as const
const byId = z.object({ id: z.uuid() })

/** Changes of status and what follows from them, surveys, and what the rooms here serve by themselves. */
export async function surveyRoutes(
  instance: FastifyInstance,
  { ctx, sketchOf }: { ctx: Context; sketchOf: SketchOf },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const deps = { ctx }
  const present = async (actor: Actor, row: SurveyRow) => (await presentSurveys(ctx, actor, [row]))[0]!

  server.post(
    '/api/v1/conversations/:id/status',
    {
      config: WRITE,
      schema: {
        tags: ['conversations'],
        summary: 'Change the status; a resolution may make a survey',
        description:
          'Only an API key of the workspace may name another member in `actor_id` (else 403, `not_yourself`).',
        params: byId,
        body: statusInput,
        response: { 200: statusAnswer },
      },
    },
    async ({ actor, params, body }, reply) => {
      const refused = body.survey === 'send' ? refuseSending(actor) : null
      if (refused) return answer(reply, refused)
      const outcome = await changeStatus(deps, byActor(actor), params.id, body)
      if (!outcome.ok) return answer(reply, outcome)
      const changed = outcome.value
      return reply.send({
        conversation: changed.conversation,
        decision: changed.decision && presentDecision(changed.decision),
        survey: changed.survey && (await present(actor, changed.survey)),
      })
    },
  )
  server.post(
    '/api/v1/conversations/:id/surveys',
    {
      config: SEND,
      schema: {
        tags: ['surveys'],
        summary: 'Send a survey now',
        params: byId,
        body: sendSurveyInput,
        response: { 201: survey },
      },
    },
    async ({ actor, params, body }, reply) => {
      const outcome = await requestSurvey(deps, byActor(actor), params.id, {
        cause: causeOf(actor),
        windowHours: body.window_hours ?? null,
      })
      if (!outcome.ok) return answer(reply, outcome)
      return reply.code(201).send(await present(actor, outcome.value))
    },
  )
  server.post(
    '/api/v1/conversations/:id/survey-links',
    {
      config: SEND,
      schema: {
        tags: ['surveys'],
        summary: 'Make a survey link and send nothing',
        params: byId,
        body: sendSurveyInput,
        response: { 201: z.object({ survey, url: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const outcome = await requestSurvey(deps, byActor(actor), params.id, {
        cause: causeOf(actor),
        windowHours: body.window_hours ?? null,
        linkOnly: true,
      })
      if (!outcome.ok) return answer(reply, outcome)
      const made = await present(actor, outcome.value)
      return reply.code(201).send({ survey: made, url: made.url! })
    },
  )

  server.get(
    '/api/v1/surveys',
    {
      config: READ,
      schema: {
        tags: ['surveys'],
        summary: 'List surveys',
        querystring: surveyFilter,
        response: { 200: page(survey) },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listSurveys(ctx, actor, query)),
  )
  server.get(
    '/api/v1/surveys/:id',
    {
      config: READ,
      schema: { tags: ['surveys'], summary: 'Read a survey', params: byId, response: { 200: survey } },
    },
    async ({ actor, params }, reply) => answer(reply, await getSurvey(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/surveys/:id/withdraw',
    {
      config: SEND,
      schema: {
        tags: ['surveys'],
        summary: 'Withdraw a survey that is not answered yet',
        params: byId,
        response: { 200: survey },
      },
    },
    async ({ actor, params }, reply) => {
      const outcome = await withdrawSurvey(ctx, byActor(actor), params.id)
      if (!outcome.ok) return answer(reply, outcome)
      return reply.send(await present(actor, outcome.value))
    },
  )
  await viewRoutes(instance, { ctx })
  await eventRoutes(instance, { ctx })
  await deliveryRoutes(instance, { ctx })
  await settingsRoutes(instance, { ctx, sketchOf })
}

/** A member in the app sends by hand, and so does a key that acts as one; a key of its own is the API. */
function causeOf(actor: Actor): Cause {
  return actor.memberId === null ? 'api' : 'hand'
}
