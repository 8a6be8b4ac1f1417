import { DISCORD, SAM } from './discord.ts'
import { type ServerSocket, serveWebSockets } from './web-sockets.ts'

type Event = { op: 0; t: string; s: number; d: unknown }
type Session = { id: string; seq: number; events: Event[]; socket: ServerSocket | null; intents: number }
export type Written = { id: string; [field: string]: unknown }

const [DIRECT_MESSAGES, MESSAGE_CONTENT] = [1 << 12, 1 << 15]
const EPOCH = 1_420_070_400_000

/**
 * Discord's gateway (docs.discord.com/developers/events/gateway and …/topics/opcodes-and-status-codes): sessions with
 * numbered events that can be resumed, heartbeats, its close codes; and what people wrote, for the HTTP API.
 */
export async function startDiscordGateway({ now = () => Date.now(), heartbeatMs = 41_250 } = {}) {
  const sessions = new Map<string, Session>()
  const identified: { intents: number; token: string }[] = []
  const resumed: { session_id: string; seq: number }[] = []
  const beats: (number | null)[] = []
  const ends: (number | null)[] = []
  const written = new Map<string, Written[]>()
  const state = {
    heartbeatMs,
    /** Heartbeats get no answer any more: a zombie. */
    isMute: false,
    /** Who asks for a new session gets this close code. */
    refuses: null as { code: number; reason: string } | null,
    remaining: 1000,
    /** Nothing of a session is kept when its connection ends. */
    forgets: false,
  }
  let count = 0

  const server = await serveWebSockets({
    onOpen(socket) {
      if (socket.path !== '/?v=10&encoding=json') return socket.close(4012, 'Invalid API version.')
      tell(socket, { op: 10, d: { heartbeat_interval: state.heartbeatMs }, s: null, t: null })
    },
    onText(socket, text) {
      if (text.length > 4096) return socket.close(4002, 'Decode error.')
      const { op, d } = JSON.parse(text)
      const session = of(socket)
      if (op === 1) {
        beats.push(d)
        if (!state.isMute) tell(socket, { op: 11 })
      } else if (op === 2) {
        if (session) return socket.close(4005, 'Already authenticated.')
        identify(socket, d)
      } else if (op === 6) resume(socket, d)
      else if (!session) socket.close(4003, 'Not authenticated.')
      else socket.close(4001, 'Unknown opcode.')
    },
    onEnd(socket, code) {
      ends.push(code)
      const session = of(socket)
      if (!session) return
      session.socket = null
      if (state.forgets || code === 1000 || code === 1001) sessions.delete(session.id)
    },
  })

  /** A snowflake of that moment. */
  function idOf(at: number): string {
    return String((BigInt(Math.trunc(at) - EPOCH) << 22n) + BigInt((count += 1)))
  }

  function of(socket: ServerSocket): Session | undefined {
    return [...sessions.values()].find((session) => session.socket === socket)
  }

  function tell(socket: ServerSocket, payload: object): void {
    socket.send(JSON.stringify(payload))
  }

  function identify(
    socket: ServerSocket,
    d: { token: string; intents: number; properties?: { os?: string } },
  ): void {
    identified.push(d)
    if (state.refuses) return socket.close(state.refuses.code, state.refuses.reason)
    if (d.token !== DISCORD.bot_token) return socket.close(4004, 'Authentication failed.')
    if ((d.intents & MESSAGE_CONTENT) !== 0) return socket.close(4014, 'Disallowed intent(s).')
    if (!d.properties?.os) return socket.close(4002, 'Decode error.')
    const id = `session-${(count += 1)}`
    const session = { id, seq: 0, events: [], socket, intents: d.intents }
    sessions.set(id, session)
    const user = { id: DISCORD.application_id, username: 'candor', bot: true }
    const resume_gateway_url = server.url
    dispatch(session, 'READY', { v: 10, user, guilds: [], session_id: id, resume_gateway_url })
  }

  function resume(socket: ServerSocket, d: { token: string; session_id: string; seq: number }): void {
    resumed.push(d)
    if (d.token !== DISCORD.bot_token) return socket.close(4004, 'Authentication failed.')
    const session = sessions.get(d.session_id)
    if (!session) return tell(socket, { op: 9, d: false, s: null, t: null })
    if (d.seq > session.seq) return socket.close(4007, 'Invalid seq.')
    session.socket = socket
    for (const event of session.events) if (event.s > d.seq) tell(socket, event)
    dispatch(session, 'RESUMED', {})
  }

  function dispatch(session: Session, t: string, d: unknown): void {
    const event: Event = { op: 0, t, s: (session.seq += 1), d }
    session.events.push(event)
    if (session.socket) tell(session.socket, event)
  }

  return {
    url: server.url,
    state,
    identified,
    resumed,
    beats,
    ends,
    written,
    idOf,
    connections: (): number => server.open.size,
    /** Connections that have a session. */
    standing: (): number => [...sessions.values()].filter(({ socket }) => socket !== null).length,
    sockets: server.open,
    /** Tells every session of it, now or when it is resumed. */
    publish(t: string, d: unknown): void {
      for (const session of sessions.values()) dispatch(session, t, d)
    },
    /** A person writes to the bot. */
    write(content: string, more: object = {}, from = SAM): Written {
      const id = idOf(now())
      const message: Written = {
        id,
        channel_id: `9${from}`,
        channel_type: 1,
        type: 0,
        author: { id: from, username: 'sam', global_name: 'Sam Customer' },
        content,
        timestamp: new Date(now()).toISOString(),
        attachments: [],
        embeds: [],
        mentions: [],
        pinned: false,
        tts: false,
        ...more,
      }
      written.set(from, [...(written.get(from) ?? []), message])
      for (const session of sessions.values()) {
        if ((session.intents & DIRECT_MESSAGES) !== 0) dispatch(session, 'MESSAGE_CREATE', message)
      }
      return message
    },
    /** Sends a payload of no session, as op 7 or 9. */
    say(payload: object): void {
      for (const socket of server.open) tell(socket, payload)
    },
    /** Ends all connections, with a code or without a word. */
    drop(code?: number, reason?: string): void {
      for (const socket of server.open) {
        if (code === undefined) socket.drop()
        else socket.close(code, reason)
      }
    },
    forgetSessions: (): void => sessions.clear(),
    close: server.close,
  }
}
