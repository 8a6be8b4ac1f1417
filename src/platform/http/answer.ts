import type { FastifyReply } from 'fastify'
import type { Outcome } from '../outcome.ts'
import { toProblem } from '../problem.ts'
import { sendProblem } from './server.ts'

/**
 * Sends a use-case's outcome: the value with `status`, or the failure as a problem. Typed `never` because
 * the answer is on its way: there is nothing left for the handler to return but this.
 */
export function answer<T>(reply: FastifyReply, outcome: Outcome<T>, status = 200): never {
  if (outcome.ok) return reply.code(status).send(outcome.value) as never
  if (outcome.failure.kind === 'too_many') {
    void reply.header('retry-after', String(outcome.failure.retryAfterSeconds))
  }
  return sendProblem(reply, toProblem(outcome.failure)) as never
}
