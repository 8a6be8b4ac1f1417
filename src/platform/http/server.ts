import cookie from '@fastify/cookie'
import compress from '@fastify/compress'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { Config } from '../config.ts'
import { failureOf } from '../database-failure.ts'
import type { Log } from '../log.ts'
import { invalidFields } from '../outcome.ts'
import { type ProblemDocument, statusOf, toProblem } from '../problem.ts'
import { endStreamsOnClose } from './event-stream.ts'
import { refuseDeepJson } from './json-body.ts'
import { openApi } from './openapi.ts'

/** A route as registered, for whoever has to know all of them. */
export type RegisteredRoute = { method: string; url: string; access: unknown }

declare module 'fastify' {
  interface FastifyInstance {
    candorRoutes: readonly RegisteredRoute[]
  }
}

/** When a request that met no database is worth another try. */
export const RETRY_AFTER_SECONDS = '5'

/** What comes in whole: larger bodies are refused before they are read. */
const BODY_LIMIT = 1_048_576

/**
 * The HTTP server with everything that holds for all routes: body limit, security headers, rate limit,
 * zod validation, RFC 9457 problems, the OpenAPI document. Routes are added by the features; one without
 * `config.access` is refused at registration, so nothing is public by omission.
 */
export async function makeServer(config: Config, log: Log): Promise<FastifyInstance> {
  const server = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    // Only what our own proxies have added counts: what stands left of it in the header, anybody may have written.
    trustProxy: (_address, hop) => hop < config.trustProxy,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: 'idle',
  })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  const routes: RegisteredRoute[] = []
  server.decorate('candorRoutes', routes)
  server.addHook('onRoute', ({ method, url, config }) => {
    const access = config?.access
    if (!access) throw new Error(`Route ${String(method)} ${url} does not say who may call it.`)
    for (const each of [method].flat()) routes.push({ method: each, url, access })
  })
  refuseDeepJson(server)
  endStreamsOnClose(server)
  server.setErrorHandler((error, request, reply) =>
    sendProblem(reply, problemOf(error, request.log as never)),
  )
  server.setNotFoundHandler({}, (_request, reply) => {
    void sendProblem(reply, toProblem({ kind: 'not_found', message: 'There is nothing at this address.' }))
  })

  await server.register(cookie)
  await server.register(formbody, { bodyLimit: 65_536 })
  await server.register(compress, { global: true, threshold: 1024, encodings: ['gzip', 'identity'] })
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Mantine writes style elements at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'https:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
    crossOriginResourcePolicy: false,
  })
  await server.register(rateLimit, { global: false })
  await server.register(swagger, openApi(config))
  return server
}

type Reply = {
  code(status: number): Reply
  header(name: string, value: string): Reply
  send(body: string): unknown
}

/** Sends a problem with its media type; one that passes says when to come again. */
export function sendProblem(reply: Reply, problem: ProblemDocument): unknown {
  if (problem.status === statusOf('unavailable')) reply.header('retry-after', RETRY_AFTER_SECONDS)
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(problem))
}

/** Anything thrown on the way: the client's mistakes by their kind, everything else a logged 500 that says nothing. */
function problemOf(error: unknown, log: Log): ProblemDocument {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({
      field:
        issue.instancePath.replace(/^\//, '').replaceAll('/', '.') || (error.validationContext ?? 'body'),
      message: issue.message ?? 'is not valid',
    }))
    return toProblem(invalidFields(fields).failure)
  }
  const status = (error as { statusCode?: number }).statusCode
  const detail = error instanceof Error ? error.message : 'The request could not be taken.'
  if (status === 429) {
    return toProblem({
      kind: 'too_many',
      message: 'Too many requests. Please wait a moment.',
      retryAfterSeconds: 60,
    })
  }
  if (status && status >= 400 && status < 500) {
    return { type: 'about:blank', title: 'Bad request', status, detail }
  }
  const failure = failureOf(error)
  if (failure) {
    if (failure.kind === 'unavailable') log.warn({ err: error }, 'the database could not serve a request')
    return toProblem(failure)
  }
  log.error({ err: error }, 'request failed')
  return {
    type: 'about:blank',
    title: 'Something went wrong',
    status: 500,
    detail: 'Candor could not finish this request. It has been logged.',
  }
}
