import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { IncomingRequest } from '../../../src/channels/channel.ts'
import { type Asked, linksIn, type ProviderState, type Said, startHttpProvider } from './http-provider.ts'
import { PRESS } from '../channel-facts.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519').privateKey

export const DISCORD = {
  application_id: '115590097100865541',
  public_key: Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('hex'),
  bot_token: 'MTE1NTkw.fake-token.of_a_bot',
  client_secret: 'fake-client-secret-1',
}
export const REDIRECT = 'https://candor.test/portal/discord'
export const SAM = '710000000000000001'

type Button = { type: number; label?: string; custom_id?: string; url?: string }
type Sent = {
  content: string
  nonce?: string
  enforce_nonce?: boolean
  components?: { components: Button[] }[]
  allowed_mentions?: { parse: string[] }
}

/** What the HTTP API tells of the gateway and of what people wrote. */
type World = {
  url: string
  state: { remaining: number }
  written: ReadonlyMap<string, readonly { id: string }[]>
}

/** Channels, messages and OAuth2 of Discord's HTTP API (docs.discord.com/developers/resources/message, topics/oauth2). */
export function startDiscord(world?: World) {
  return startHttpProvider((asked, state) => {
    const { method, path, headers } = asked
    if (world && method === 'GET' && path !== '/users/@me') return tellOf(world, asked, state)
    // No login: the token in the path is the leave.
    if (/^\/interactions\/\d+\/[\w.-]+\/callback$/.test(path)) return { status: 204, body: '' }
    if (path === '/oauth2/token') return token(asked)
    if (path === '/users/@me') return me(asked)
    const isOpening = path === '/users/@me/channels'
    if (!isOpening || state.trouble) state.attempts += 1
    if (state.trouble) return troubleOf(state.trouble, headers.authorization ?? '')
    if (headers.authorization !== `Bot ${DISCORD.bot_token}`) return refusal(401, 0, '401: Unauthorized')
    if (!headers['user-agent']?.startsWith('DiscordBot (http')) return refusal(403, 40333, 'internal error')
    if (path === '/applications/@me') return { status: 200, body: application }
    if (isOpening) {
      const { recipient_id: to } = JSON.parse(asked.body) as { recipient_id: string }
      return /^\d+$/.test(to)
        ? {
            status: 200,
            body: { id: `9${to}`, type: 1, last_message_id: world?.written.get(to)?.at(-1)?.id },
          }
        : refusal(400, 50033, 'Invalid Recipient(s)')
    }
    const channel = /^\/channels\/9(\d+)\/messages$/.exec(path)?.[1]
    return channel ? createMessage(channel, asked, state) : refusal(404, 10003, 'Unknown Channel')
  })
}

/** The way to the gateway (…/events/gateway#get-gateway-bot) and a channel's messages, the newest first. */
function tellOf(
  { url, state: { remaining }, written }: World,
  { path, headers }: Asked,
  state: ProviderState,
): Said {
  if (state.trouble) return troubleOf(state.trouble, headers.authorization ?? '')
  if (headers.authorization !== `Bot ${DISCORD.bot_token}`) return refusal(401, 0, '401: Unauthorized')
  if (path === '/gateway/bot') {
    const session_start_limit = { total: 1000, remaining, reset_after: 14_400_000, max_concurrency: 1 }
    return { status: 200, body: { url, shards: 1, session_start_limit } }
  }
  const { pathname, searchParams } = new URL(path, 'http://discord.test')
  const person = /^\/channels\/9(\d+)\/messages$/.exec(pathname)?.[1]
  if (!person) return refusal(404, 10003, 'Unknown Channel')
  const after = BigInt(searchParams.get('after') ?? 0)
  const found = (written.get(person) ?? []).filter(({ id }) => BigInt(id) > after)
  return { status: 200, body: found.slice(0, Number(searchParams.get('limit') ?? 50)).toReversed() }
}

/** docs.discord.com/developers/resources/application#application-object, a part of it */
const application = {
  id: DISCORD.application_id,
  name: 'Candor at Acme',
  verify_key: DISCORD.public_key,
  bot_public: false,
  bot: { id: DISCORD.application_id, username: 'candor', bot: true },
}

function createMessage(to: string, { body }: Asked, state: ProviderState): Said {
  const { content, nonce = null, enforce_nonce, components = [], allowed_mentions } = JSON.parse(body) as Sent
  const buttons = components.flatMap((row) => row.components)
  const isTooMuch = content.length > 2000 || components.some((row) => row.components.length > 5)
  const isBad = buttons.some(({ custom_id, label }) => (custom_id?.length ?? 0) > 100 || label!.length > 80)
  if (isTooMuch || isBad || (nonce?.length ?? 0) > 25) return refusal(400, 50035, 'Invalid Form Body')
  if (allowed_mentions?.parse.length !== 0) return refusal(400, 50035, 'this fake wants no mentions')
  const known = enforce_nonce && nonce ? state.seen.get(nonce) : undefined
  if (known) return known
  state.arrived.push({
    key: nonce,
    to: [to],
    fields: {},
    text: shown(content),
    markup: null,
    links: [...linksIn(content), ...buttons.flatMap(({ url }) => url ?? [])],
    presses: buttons.flatMap(({ custom_id }) => custom_id ?? []),
  })
  const said = { status: 200, body: { id: `8800000000000${state.arrived.length + 1000}`, content } }
  if (nonce) state.seen.set(nonce, said)
  return said
}

/** Markdown as it is read: a backslash takes the meaning from the mark behind it. */
function shown(content: string): string {
  return content.replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

export function refusal(status: number, code: number, message: string): Said {
  return { status, body: { code, message } }
}

function troubleOf(trouble: string, authorization: string): Said {
  if (trouble === 'refuses_address') return refusal(400, 50033, 'Invalid Recipient(s)')
  if (trouble === 'refuses_login') return refusal(401, 0, `401: Unauthorized ${authorization}\u202e\r\n`)
  if (trouble === 'refuses') return refusal(400, 50035, 'Invalid Form Body')
  const body = { message: 'You are being rate limited.', retry_after: 6.457, global: false }
  return { status: 429, headers: { 'retry-after': '7' }, body }
}

function token({ headers, body }: Asked): Said {
  const basic = Buffer.from(`${DISCORD.application_id}:${DISCORD.client_secret}`).toString('base64')
  const form = new URLSearchParams(body)
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  if (!isForm || headers.authorization !== `Basic ${basic}`) {
    return { status: 401, body: { error: 'invalid_client' } }
  }
  const isGood = form.get('grant_type') === 'authorization_code' && form.get('redirect_uri') === REDIRECT
  if (!isGood || form.get('code') !== 'good-code') {
    const error_description = 'Invalid "code" in request.'
    return { status: 400, body: { error: 'invalid_grant', error_description } }
  }
  const access_token = '6qrZcUqja7812RVdnEKjpzOL4CvHBFG'
  return { status: 200, body: { access_token, token_type: 'Bearer', expires_in: 604_800, scope: 'identify' } }
}

function me({ headers }: Asked): Said {
  if (headers.authorization !== 'Bearer 6qrZcUqja7812RVdnEKjpzOL4CvHBFG')
    return refusal(401, 0, 'Unauthorized')
  return { status: 200, body: { id: SAM, username: 'sam', global_name: 'Sam Customer' } }
}

/** An interaction as it comes to the endpoint, signed (docs.discord.com/developers/interactions/overview). */
export function discordRequest(interaction: unknown, key: KeyObject = privateKey): IncomingRequest {
  const body = Buffer.from(typeof interaction === 'string' ? interaction : JSON.stringify(interaction))
  const at = '1772000300'
  const signature = sign(null, Buffer.concat([Buffer.from(at), body]), key).toString('hex')
  return {
    method: 'POST',
    url: 'https://candor.test/hooks/discord',
    headers: { 'x-signature-timestamp': at, 'x-signature-ed25519': signature },
    body,
  }
}

export const forgedDiscord = (interaction: unknown) => discordRequest(interaction, stranger)

const common = {
  application_id: DISCORD.application_id,
  version: 1,
  token: 'aW50ZXJhY3Rpb24',
  locale: 'de',
  user: { id: SAM, username: 'sam', global_name: 'Sam Customer' },
  channel_id: `9${SAM}`,
  context: 1,
}
/** The survey's message as it comes along with a press. */
const message = (press: string) => ({
  id: '880000000000001001',
  content: 'How was it?',
  components: [
    {
      type: 1,
      id: 1,
      components: [
        { type: 2, id: 2, style: 2, label: 'Terrible', custom_id: `${press.slice(0, -1)}1` },
        { type: 2, id: 3, style: 2, label: 'Good', custom_id: press },
      ],
    },
    {
      type: 1,
      id: 4,
      components: [{ type: 2, id: 5, style: 5, label: 'Rate', url: 'https://candor.test/s/1' }],
    },
  ],
})

/** 1 PING, 3 MESSAGE_COMPONENT, 5 MODAL_SUBMIT (docs.discord.com/developers/interactions/receiving-and-responding). */
export const interactions = {
  ping: {
    id: '1175928847299117063',
    application_id: DISCORD.application_id,
    type: 1,
    token: 't',
    version: 1,
  },
  press: (custom_id: string) => ({
    ...common,
    id: '1448028847299117063',
    type: 3,
    message: message(custom_id.replace('comment:', '')),
    data: { id: 3, component_type: 2, custom_id },
  }),
  comment: (value: string, press = PRESS) => ({
    ...common,
    id: '1448028847299117999',
    type: 5,
    message: message(press),
    data: {
      custom_id: `comment:${press}`,
      components: [{ type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'comment', value } }],
    },
  }),
}
