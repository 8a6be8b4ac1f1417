import type { FastifyReply, FastifyRequest } from 'fastify'
import { invalid, type Outcome, done } from '../outcome.ts'

/** The entity tag of a version (RFC 9110 § 8.8.3). */
function tagOf(version: number): string {
  return `"${version}"`
}

/** Answers with a versioned thing and its tag; 304 to whoever has it as it is. */
export function answerTagged<T extends { version: number }>(
  request: FastifyRequest,
  reply: FastifyReply,
  value: T,
): T {
  const tag = tagOf(value.version)
  void reply.header('etag', tag)
  const known = request.headers['if-none-match']?.split(',').map((each) => each.trim().replace(/^W\//, ''))
  if (known?.some((each) => each === tag || each === '*')) return reply.code(304).send() as never
  return value
}

/** The version that `If-Match` asks for; undefined when any will do. Refused: what is no tag of ours. */
export function wantedVersion(request: FastifyRequest): Outcome<number | undefined> {
  const header = request.headers['if-match']?.trim()
  if (header === undefined || header === '*') return done(undefined)
  const version = /^"(\d{1,15})"$/.exec(header)?.[1]
  return version === undefined
    ? invalid('if-match', 'must be one ETag of this resource, such as "7"')
    : done(Number(version))
}
