import type { ChannelId, Policy } from '../policy/settings.ts'
import type { Instant } from '../policy/decision.ts'

/** A survey on its way out: everything an adapter may need, nothing it could use to decide. */
export type OutgoingSurvey = {
  /** The same at every attempt: providers that can recognise a repeat do so by it. */
  deliveryKey: string
  at: Instant
  brand: { name: string; color: string; iconUrl: string | null }
  language: string
  question: Policy['question']
  message: string
  contact: {
    name: string | null
    email: string | null
    phone: string | null
    addresses: Record<string, string>
  }
  conversation: { id: string; subject: string | null }
  agentName: string | null
  link: string
  linkFor: (score: number) => string
  unsubscribeUrl: string
}

/** A teammate's message on its way out. */
export type OutgoingMessage = {
  deliveryKey: string
  at: Instant
  brand: OutgoingSurvey['brand']
  language: string
  body: string
  agentName: string | null
  contact: OutgoingSurvey['contact']
  conversation: OutgoingSurvey['conversation']
}

/** What a provider made of it. `retry`: nothing wrong with the message, try again. */
export type SendResult =
  | { kind: 'accepted'; providerId: string | null }
  | { kind: 'rejected'; reason: string }
  | { kind: 'retry'; afterMs: number; reason: string }

/** One way to reach a customer. Small, without rules: it renders and hands over. */
export type Channel = {
  capabilities: {
    /** Handing over is being there: the widget or the caller picks it up, nothing leaves the house. */
    inApp: boolean
    /** Teammates' messages go out through `sendMessage`. */
    messages: boolean
  }
  sendSurvey(survey: OutgoingSurvey): Promise<SendResult>
  sendMessage?(message: OutgoingMessage): Promise<SendResult>
}

/** The channels of this installation; one that is not connected is not in it. */
export type Channels = Partial<Record<ChannelId, Channel>>
