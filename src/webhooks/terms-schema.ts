import type { EventType } from '../platform/events.ts'

/** The words of webhooks that the web app shows too, free of anything that runs on the server. */

export const ENDPOINT_STATES = ['unproven', 'healthy', 'failing', 'disabled'] as const

export const DELIVERY_STATES = ['waiting', 'retrying', 'delivered', 'failed'] as const
export const DELIVERY_FILTERS = [...DELIVERY_STATES, 'problems'] as const

/** The types of events by what they are about, as the chooser shows them. */
export const EVENT_GROUPS = [
  {
    about: 'csat',
    types: ['csat.requested', 'csat.score_submitted', 'csat.withdrawn', 'csat.expired'],
  },
  {
    about: 'conversations',
    types: [
      'conversation.created',
      'conversation.status_changed',
      'conversation.assigned',
      'conversation.tagged',
      'message.created',
    ],
  },
  { about: 'cases', types: ['case.opened', 'case.updated', 'case.overdue', 'case.closed'] },
] as const satisfies readonly { about: string; types: readonly EventType[] }[]
