import type { Brand } from '../branding/brand.ts'
import type { Instant } from '../policy/decision.ts'
import type { ChannelId, Policy } from '../policy/settings.ts'
import type { Failed } from './failure.ts'

/** What every message on its way out carries, whatever it says. */
type Outgoing = {
  /** Adapters whose account is the workspace's own look it up by this. */
  workspaceId: string
  /** The same at every attempt: providers that can recognise a repeat do so by it. */
  deliveryKey: string
  at: Instant
  /** Where the contact is reached on this channel, as `addressOn` says. */
  to: string
  brand: Brand
  language: string
  agentName: string | null
  contact: { name: string | null }
  conversation: { id: string; subject: string | null }
  /**
   * When the contact last wrote to us on this channel, null for never, absent where nobody looked. Platforms that take
   * free messages only for a while after that say so too late.
   */
  lastInboundAt?: Instant | null
}

/** A survey on its way out: everything an adapter may need, nothing it could use to decide. */
export type OutgoingSurvey = Outgoing & {
  question: Policy['question']
  message: string
  link: string
  linkFor: (score: number) => string
  /** What a platform's own button of that score sends back to us: at most 48 characters of A–Z a–z 0–9 - _. */
  pressFor: (score: number) => string
  unsubscribeUrl: string
}

/** A teammate's message on its way out. */
export type OutgoingMessage = Outgoing & {
  body: string
  /** How many parts of one too long have arrived, and where that is written down as it happens. */
  parts?: { done: number; note(done: number, providerId: string | null): Promise<void> }
}

/** What a provider made of it. `retry`: nothing wrong with the message, try again. */
export type SendResult = { kind: 'accepted'; providerId: string | null } | Failed

/** What a channel can show; the contract suite holds it to it. */
export type Capabilities = {
  /** Handing over is being there: the widget or the caller picks it up, nothing leaves the house. */
  inApp: boolean
  /**
   * Every score is one tap in the message itself (A4): `each` a link to the page with it chosen, `buttons` the
   * platform's own, which rate without leaving the chat. Or the message leads to the `page`, which is always there.
   */
  scores: 'each' | 'buttons' | 'page'
  /** `html`: markup with plain text beside it. `plain`: what is typed is what is read. */
  formatting: 'html' | 'plain'
  /**
   * Most UTF-16 units of text in one message; null without a limit. A survey is made to fit with its link whole,
   * a longer reply goes out in parts.
   */
  maxLength: number | null
  /** The provider is told the delivery key, so a repeat can be told. */
  sendsKey: boolean
  /**
   * For so many milliseconds the provider itself makes nothing of a repeat with the same key, 0 for never. What is sent
   * again after that may arrive twice, so nothing is unless somebody says so (`no_answer`).
   */
  repeatsKnownMs: number
}

/** One way to reach a customer. Small, without rules: it renders and hands over. */
export type Channel = {
  capabilities: Capabilities
  sendSurvey(survey: OutgoingSurvey): Promise<SendResult>
  /** Teammates' messages go out this way; a channel without it carries surveys only. */
  sendMessage?(message: OutgoingMessage): Promise<SendResult>
  /** Reads what the provider sends us; a channel without it only sends. */
  receive?(request: IncomingRequest): Promise<ReceiveResult>
}

/** A provider's request to us, as it came: signatures are made over the very bytes. */
export type IncomingRequest = {
  method: 'GET' | 'POST'
  /** The whole address as the provider knows it; some sign it. */
  url: string
  /** Names in lower case. */
  headers: Record<string, string | undefined>
  body: Buffer
}

/** Nothing is believed before its signature is; one request may carry many events, or none for us. */
export type ReceiveResult =
  /**
   * `answer` is what the platform wants to hear at once (a press acknowledged), by what came of each event; without one
   * a plain 200. `after` is for what is said elsewhere.
   */
  | {
      kind: 'events'
      events: IncomingEvent[]
      answer?: ProviderAnswer | ((taken: readonly Taken[]) => ProviderAnswer)
      after?: (taken: readonly Taken[]) => Promise<void>
    }
  /** The provider asks whether the address is ours. */
  | { kind: 'handshake'; answer: ProviderAnswer }
  | { kind: 'refused'; reason: 'bad_signature' | 'malformed' }

/** What came of an event: nobody is thanked for what was not taken. `nothing`: it is known already, or not for us. */
export type Taken = 'rated' | 'not_rated' | 'comment' | 'message' | 'nothing'

export type ProviderAnswer = { contentType: string; body: string }

/** `eventId` is the provider's own and the same at every repeat, so that an event counts once. */
export type IncomingEvent = { eventId: string; at: Instant } & (
  | {
      kind: 'message'
      /** As in `addressOn`. */
      from: string
      name: string | null
      body: string
      /** The provider id of the message that it answers, if it says so. */
      inReplyTo: string | null
      /** The press that these words were given with: they are the comment of its survey. */
      press?: string
    }
  /** A button of `pressFor` was pressed: the confirmed tap of a person (O3). */
  | { kind: 'press'; from: string; press: string }
  /** The contact takes no more messages of ours here (STOP), or does again (START). */
  | { kind: 'consent'; from: string; given: boolean }
  /** What became of a message that was accepted before: it arrived, or it did not (a bounce). */
  | { kind: 'delivery'; providerId: string; failure: Failed | null; reference?: string | null }
  /**
   * The provider has a message of ours: heard by whom its answer never reached. `reference` is what we called it,
   * `survey.` or `message.` and the delivery key.
   */
  | { kind: 'taken'; providerId: string; reference: string }
)

/** How a workspace reaches customers on a channel, and how much may go that way at the moment. */
export type Line = {
  channel: Channel
  gate: Gate
  /** Where the provider tells of what went this way: another channel's hook when its account is used. */
  hook: ChannelId
}

/** Stands before a provider: it keeps to its pace, and leaves one alone that does not answer. */
export type Gate = {
  /** To be asked before an attempt is begun; who would have to wait for more than a moment comes again later. */
  enter(): Promise<Passage | { kind: 'wait'; afterMs: number }>
}

/** Leave to begin an attempt. */
export type Passage = {
  kind: 'go'
  /**
   * Hands something to the provider when it is its turn, within moments. Null when that does not come, since the provider
   * has stopped answering meanwhile: nothing was sent.
   */
  ask(send: () => Promise<SendResult>): Promise<SendResult | null>
  /** To be called when nothing more is asked, whatever came of it. */
  leave(): void
}

/** The channels of all workspaces. */
export type Channels = {
  /** Null when the workspace is not connected there, nor the installation as a whole. */
  line(workspaceId: string, channel: ChannelId): Promise<Line | null>
  /** Where a survey goes when its own channel fails for good: those of the workspace's order that are connected. */
  fallback(workspaceId: string): Promise<ChannelId[]>
}
