import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { z } from 'zod'
import type { Channel, IncomingEvent, SendResult } from '../../src/channels/channel.ts'
import { connector, type Connector } from '../../src/channels/connector.ts'
import { type FailureReason, failed } from '../../src/channels/failure.ts'

/** A message as the provider was given it. */
type Given = { path: string; key: string; to: string; text: string; presses: string[] }
/** What the provider does with the next messages. */
type Mood = 'well' | 'busy' | 'broken' | 'silent' | 'refuses' | 'opted_out' | 'hangs_up' | 'takes_silently'

const account = z.object({
  token: z
    .string()
    .min(12, { error: 'must have at least 12 characters' })
    .meta({ label: 'Token', help: 'From the console.', secret: true }),
  sender: z.string().min(1).meta({ label: 'Sender' }),
})

/**
 * For tests: a provider of any channel over real HTTP, with buttons, replies, receipts and consent, in any mood; and the
 * connector that connects it. Its hooks carry a list of Candor's own events, signed over their bytes.
 */
export async function startSampleProvider(repeatsKnownMs = Infinity) {
  const given: Given[] = []
  let mood: Mood = 'well'
  let brought = 0
  let atOnce = 0
  let mostAtOnce = 0
  const server = createServer(async (request, response) => {
    brought += 1
    mostAtOnce = Math.max(mostAtOnce, (atOnce += 1))
    response.on('close', () => (atOnce -= 1))
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (mood === 'silent') return
    if (mood === 'hangs_up') return void request.socket.destroy()
    const answer = { well: 200, takes_silently: 200, busy: 429, broken: 500, refuses: 400, opted_out: 410 }[
      mood
    ]
    if (answer !== 200) return void response.writeHead(answer, { 'retry-after': '60' }).end(`no: ${mood}`)
    given.push({
      path: request.url!,
      ...(JSON.parse(Buffer.concat(chunks).toString()) as Omit<Given, 'path'>),
    })
    if (mood !== 'takes_silently') response.end(`p${brought}`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }

  function channel(token: string | null): Channel {
    const post = async (key: string, to: string, text: string, presses: string[]): Promise<SendResult> => {
      if (token === null) return failed('not_connected')
      try {
        const response = await fetch(`http://127.0.0.1:${port}/messages`, {
          method: 'POST',
          body: JSON.stringify({ key, to, text, presses }),
          signal: AbortSignal.timeout(300),
        })
        const said = await response.text()
        if (response.ok) return { kind: 'accepted', providerId: said }
        const afterMs = Number(response.headers.get('retry-after')) * 1000
        return failed(reasonOf(response.status), { said, secrets: [token], afterMs })
      } catch (error) {
        return failed(reasonOfError(error), { said: (error as Error).message, secrets: [token] })
      }
    }
    return {
      capabilities: {
        inApp: false,
        scores: 'buttons',
        formatting: 'plain',
        maxLength: null,
        sendsKey: true,
        repeatsKnownMs,
      },
      sendSurvey: (out) =>
        post(out.deliveryKey, out.to, `${out.message} ${out.link}`, [1, 2, 3, 4, 5].map(out.pressFor)),
      sendMessage: (out) => post(`reply.${out.deliveryKey}`, out.to, out.body, []),
      async receive({ body, headers, method, url }) {
        if (method === 'GET') {
          const challenge = new URL(url).searchParams.get('challenge') ?? ''
          return { kind: 'handshake', answer: { contentType: 'text/plain', body: challenge } }
        }
        if (headers['x-signature'] !== sign(body, token ?? ''))
          return { kind: 'refused', reason: 'bad_signature' }
        try {
          return { kind: 'events', events: JSON.parse(body.toString()) as IncomingEvent[] }
        } catch {
          return { kind: 'refused', reason: 'malformed' }
        }
      },
    }
  }

  const sample: Connector = connector(
    account,
    ({ account: settings }) => channel(settings?.token ?? null),
    'Paste the address into the console.',
  )
  return {
    connector: sample,
    given,
    brought: () => brought,
    mostAtOnce: () => mostAtOnce,
    feel: (next: Mood) => void (mood = next),
    sign,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function sign(body: Buffer | string, token: string): string {
  return createHmac('sha256', token).update(body).digest('hex')
}

/** Nobody there is not the same as nobody answering. */
function reasonOfError(error: unknown): FailureReason {
  const { code, message } = ((error as Error).cause ?? {}) as { code?: string; message?: string }
  return code === 'ECONNREFUSED' || message === 'bad port' ? 'unreachable' : 'no_answer'
}

function reasonOf(status: number): FailureReason {
  if (status === 429) return 'asked_to_wait'
  if (status === 410) return 'opted_out'
  return status >= 500 ? 'unreachable' : 'refused'
}
