import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Actor } from '../access/actor.ts'
import { byActor } from '../inbox/by.ts'
import { contact, eventResult, eventsInput, statusInput, timelineEntry } from '../inbox/schema.ts'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { fail, type Outcome } from '../platform/outcome.ts'
import { page, pageQuery } from '../platform/http/paging.ts'
import type { Cause } from '../policy/make.ts'
import { changeStatus } from './asking/change-status.ts'
import { describeConversation, getCsat, listDecisions, readTimeline } from './seeing/conversation-views.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { describeContact } from './seeing/describe-contact.ts'
import { getSurvey, listSurveys, presentSurveys } from './seeing/list-surveys.ts'
import { presentDecision } from './seeing/present.ts'
import type { SketchOf } from './preview.ts'
import { requestSurvey } from './asking/request-survey.ts'
import {
  conversationDetail,
  csatResult,
  decisionEntry,
  response,
  sendSurveyInput,
  statusAnswer,
  survey,
  surveyFilter,
} from './schema.ts'
import { settingsRoutes } from './settings-routes.ts'
import type { SurveyRow } from './store.ts'
import { takeEvents } from './take-events.ts'
import { withdrawSurvey } from './life/withdraw-survey.ts'

const READ = { access: { ability: 'inbox.read' } } as const
const WRITE = { access: { ability: 'inbox.write' } } as const
const SEND = { access: { ability: 'csat.send' } } as const
const byId = z.object({ id: z.uuid() })

/** Status changes and what follows from them, surveys, decisions, timelines, events, settings. */
export async function surveyRoutes(
  instance: FastifyInstance,
  { ctx, sketchOf }: { ctx: Context; sketchOf: SketchOf },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const deps = { ctx }
  const present = async (actor: Actor, row: SurveyRow) => (await presentSurveys(ctx, actor, [row]))[0]!

  server.get(
    '/api/v1/contacts/:id',
    {
      config: READ,
      schema: {
        tags: ['contacts'],
        summary: 'Read a contact with all of its responses',
        params: byId,
        response: { 200: contact.extend({ responses: z.array(response) }) },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await describeContact(ctx, actor, params.id)),
  )
  server.get(
    '/api/v1/conversations/:id',
    {
      config: READ,
      schema: {
        tags: ['conversations'],
        summary: 'Read a conversation and whether a survey can be sent',
        params: byId,
        response: { 200: conversationDetail },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await describeConversation(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/conversations/:id/status',
    {
      config: WRITE,
      schema: {
        tags: ['conversations'],
        summary: 'Change the status; a resolution may make a survey',
        params: byId,
        body: statusInput,
        response: { 200: statusAnswer },
      },
    },
    async ({ actor, params, body }, reply) => {
      if (body.survey === 'send' && !actor.abilities.has('csat.send')) {
        return answer(reply, mayNotSend())
      }
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
  server.get(
    '/api/v1/conversations/:id/timeline',
    {
      config: READ,
      schema: {
        tags: ['conversations'],
        summary: 'Read messages, status changes and CSAT events in order',
        params: byId,
        querystring: pageQuery,
        response: { 200: page(timelineEntry) },
      },
    },
    async ({ actor, params, query }, reply) =>
      answer(reply, await readTimeline(ctx, actor, params.id, query)),
  )
  server.get(
    '/api/v1/conversations/:id/decisions',
    {
      config: READ,
      schema: {
        tags: ['conversations'],
        summary: 'Read why the conversation was, or was not, surveyed',
        params: byId,
        querystring: pageQuery,
        response: { 200: page(decisionEntry) },
      },
    },
    async ({ actor, params, query }, reply) =>
      answer(reply, await listDecisions(ctx, actor, params.id, query)),
  )
  server.get(
    '/api/v1/conversations/:id/csat',
    {
      config: READ,
      schema: {
        tags: ['surveys'],
        summary: 'Read the score that counts for a conversation, or null',
        params: byId,
        response: { 200: csatResult },
      },
    },
    async ({ actor, params }, reply) => {
      const outcome = await getCsat(ctx, actor, params.id)
      if (!outcome.ok || outcome.value !== null) return answer(reply, outcome)
      return reply.type('application/json').serializer(JSON.stringify).send(null)
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
  server.post(
    '/api/v1/events',
    {
      config: WRITE,
      bodyLimit: 8_388_608,
      schema: {
        tags: ['events'],
        summary: 'Take up to 500 events of another system, in any order',
        body: eventsInput,
        response: { 200: z.object({ results: z.array(eventResult) }) },
      },
    },
    async ({ actor, body }, reply) => {
      const sends = body.events.some((event) => 'survey' in event && event.survey === 'send')
      if (sends && !actor.abilities.has('csat.send')) return answer(reply, mayNotSend())
      return { results: await takeEvents(deps, byActor(actor), body.events) }
    },
  )
  await deliveryRoutes(instance, { ctx })
  await settingsRoutes(instance, { ctx, sketchOf })
}

/** Asking for a survey is sending one, by whatever call (J11). */
function mayNotSend(): Outcome<never> {
  const message = 'Sending a survey needs the permission csat.send. Leave `survey` out to follow the policy.'
  return fail({ kind: 'forbidden', reason: 'missing_ability', message })
}

/** A member in the app sends by hand, and so does a key that acts as one; a key of its own is the API. */
function causeOf(actor: Actor): Cause {
  return actor.memberId === null ? 'api' : 'hand'
}
