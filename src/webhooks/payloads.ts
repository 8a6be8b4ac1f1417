import { z } from 'zod'
import { contact, conversation, conversationStatus, message } from '../inbox/schema.ts'
import type { EventType } from '../platform/events.ts'
import { instant } from '../platform/http/instant.ts'
import { response, survey } from '../surveys/schema.ts'

/** What is sent to endpoints: one schema for each type of event, as docs/webhooks.md shows it (O8). */

const id = z.uuid()
const toldConversation = conversation.omit({ unread: true })
/** Its answer stands beside it. */
const toldSurvey = survey.omit({ response: true })

/** An answer as an admin may see it at that moment (C13). */
const toldResponse = response.extend({
  score: response.shape.score.nullable().describe('null while it is embargoed'),
  hidden_until: instant.nullable().describe('when the score and the comment may be read'),
})

const aboutSurvey = { survey: toldSurvey, conversation: toldConversation, contact }
const aboutCase = z.object({
  case: z.looseObject({}).describe('ids and what changed'),
  conversation: toldConversation,
})

function event<Type extends EventType | 'webhook.test', Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({
    id: id.describe('the same as `webhook-id`'),
    type: z.literal(type),
    timestamp: instant.describe('when it happened'),
    workspace_id: id,
    data,
  })
}

/** The body of a message of each type. Fields may be added; none goes away or changes its meaning. */
export const PAYLOADS = {
  'conversation.created': event(
    'conversation.created',
    z.object({ conversation: toldConversation, contact }),
  ),
  'conversation.status_changed': event(
    'conversation.status_changed',
    z.object({ from: conversationStatus, to: conversationStatus, conversation: toldConversation }),
  ),
  'conversation.assigned': event(
    'conversation.assigned',
    z.object({ assignee_id: id.nullable(), team_id: id.nullable(), conversation: toldConversation }),
  ),
  'conversation.tagged': event(
    'conversation.tagged',
    z.object({ added: z.array(z.string()), removed: z.array(z.string()), conversation: toldConversation }),
  ),
  'message.created': event('message.created', z.object({ message, conversation: toldConversation })),
  'csat.requested': event('csat.requested', z.object(aboutSurvey)),
  'csat.score_submitted': event(
    'csat.score_submitted',
    z.object({
      changed: z.boolean().describe('true: it takes the place of what was answered before'),
      response: toldResponse,
      ...aboutSurvey,
    }),
  ),
  'csat.withdrawn': event('csat.withdrawn', z.object({ reason: z.string(), ...aboutSurvey })),
  'csat.expired': event('csat.expired', z.object(aboutSurvey)),
  'case.opened': event('case.opened', aboutCase),
  'case.updated': event('case.updated', aboutCase),
  'case.overdue': event('case.overdue', aboutCase),
  'case.closed': event('case.closed', aboutCase),
  'webhook.test': event('webhook.test', z.object({ message: z.string() })),
} as const satisfies Record<EventType | 'webhook.test', z.ZodType>

/** What an event is about, without the frame around it. */
export type DataOf<Type extends keyof typeof PAYLOADS> = z.infer<(typeof PAYLOADS)[Type]>['data']
