import type { FastifyInstance } from 'fastify'

/** No document of ours is nested deeper; what walks through one may then recurse. */
const MAX_DEPTH = 64

/** Parses JSON bodies as Fastify does, and refuses (400) one that is nested deeper than 64 levels. */
export function refuseDeepJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeContentTypeParser('application/json')
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString()
    if (!isDeeperThan(text, MAX_DEPTH)) return parse(request, text, done)
    const refusal = new Error(`The JSON is nested deeper than ${MAX_DEPTH} levels.`)
    done(Object.assign(refusal, { statusCode: 400 }))
  })
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 91, 93, 123, 125]

/** Counts brackets outside of strings; whether the text is JSON at all is the parser's to say. */
function isDeeperThan(text: string, most: number): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) {
        if (text.charCodeAt(at) === BACKSLASH) at++
      }
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > most) return true
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--
  }
  return false
}
