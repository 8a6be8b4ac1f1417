import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { listCases, summariseCases } from './list-cases.ts'
import { listOwners } from './list-owners.ts'
import { openByHand } from './open-by-hand.ts'
import { markSeen, readCase } from './read-case.ts'
import { followUpReport as readReport } from './report.ts'
import {
  caseChange,
  caseDetail,
  caseInput,
  caseOwners,
  casePage,
  caseQuery,
  caseSummary,
  closeInput,
  followUpQuery,
  followUpReport,
} from './schema.ts'
import { changeCase, closeCase, contactCase, reopenCase } from './work-case.ts'

const READ = { access: { ability: 'cases.read' } } as const
const WORK = { access: { ability: 'cases.work' } } as const
const byId = z.object({ id: z.uuid() })
const about = { tags: ['cases'], params: byId, response: { 200: caseDetail } }

/** Cases: the queue, one of them, what is done with them, and how it went. */
export async function followUpRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/cases',
    {
      config: READ,
      schema: {
        tags: ['cases'],
        summary: 'List cases, as you may know of them',
        description: 'A case about an answer is there for who may see that answer, for nobody else.',
        querystring: caseQuery,
        response: { 200: casePage },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listCases(ctx, actor, query)),
  )
  server.post(
    '/api/v1/cases',
    {
      config: WORK,
      schema: {
        tags: ['cases'],
        summary: 'Open a case by hand',
        description: 'Answers 200 with the customer’s open case in that conversation, where you know of one.',
        body: caseInput,
        response: { 200: caseDetail, 201: caseDetail },
      },
    },
    async ({ actor, body }, reply) => {
      const made = await openByHand(ctx, actor, body)
      if (!made.ok) return answer(reply, made)
      return reply.code(made.value.opened ? 201 : 200).send(made.value.case)
    },
  )
  server.get(
    '/api/v1/cases/summary',
    {
      config: READ,
      schema: {
        tags: ['cases'],
        summary: 'Read how many cases wait, and what is new',
        response: { 200: caseSummary },
      },
    },
    async ({ actor }) => summariseCases(ctx, actor),
  )
  server.get(
    '/api/v1/cases/:id',
    { config: READ, schema: { ...about, summary: 'Read one case with its answer and history' } },
    async ({ actor, params }, reply) => answer(reply, await readCase(ctx, actor, params.id)),
  )
  server.patch(
    '/api/v1/cases/:id',
    { config: WORK, schema: { ...about, summary: 'Change whose a case is, or its time', body: caseChange } },
    async ({ actor, params, body }, reply) => answer(reply, await changeCase(ctx, actor, params.id, body)),
  )
  server.get(
    '/api/v1/cases/:id/owners',
    {
      config: WORK,
      schema: {
        ...about,
        summary: 'List who may be given a case',
        description: 'Members who may see the answer that it is about, now or once the embargo ends.',
        response: { 200: caseOwners },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await listOwners(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/cases/:id/contacted',
    {
      config: WORK,
      schema: {
        ...about,
        summary: 'Say that the customer has heard back',
        description: 'A teammate’s message in the conversation says so by itself.',
      },
    },
    async ({ actor, params }, reply) => answer(reply, await contactCase(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/cases/:id/close',
    { config: WORK, schema: { ...about, summary: 'Close a case with its outcome', body: closeInput } },
    async ({ actor, params, body }, reply) => answer(reply, await closeCase(ctx, actor, params.id, body)),
  )
  server.post(
    '/api/v1/cases/:id/reopen',
    { config: WORK, schema: { ...about, summary: 'Open a closed case again' } },
    async ({ actor, params }, reply) => answer(reply, await reopenCase(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/cases/:id/seen',
    {
      config: READ,
      schema: {
        tags: ['cases'],
        summary: 'Mark what you were told of a case as seen',
        params: byId,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await markSeen(ctx, actor, params.id), 204),
  )
  server.get(
    '/api/v1/reports/follow-up',
    {
      config: READ,
      schema: {
        tags: ['reports'],
        summary: 'Read how cases went: time to contact, outcomes, recovery',
        querystring: followUpQuery,
        response: { 200: followUpReport },
      },
    },
    async ({ actor, query }) => readReport(ctx, actor, query),
  )
}
