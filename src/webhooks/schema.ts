import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'
import { pageQuery } from '../platform/http/paging.ts'
import { text } from '../platform/http/text.ts'
import { DELIVERY_FILTERS, DELIVERY_STATES, ENDPOINT_STATES, EVENT_GROUPS } from './terms-schema.ts'

/** The HTTP contract of outgoing webhooks (O8, SPEC § 5). */

const id = z.uuid()
const eventType = z.enum(EVENT_GROUPS.flatMap(({ types }) => types))

const fields = {
  url: text(2000).trim().min(1).describe('https, outside of private networks'),
  description: text(200).trim(),
  events: z
    .array(z.union([eventType, z.literal('*')]))
    .min(1)
    .max(50)
    .describe('the types of events that are sent, or `*` for all, those of later versions too'),
  enabled: z.boolean(),
}

export const endpointInput = z.object({
  ...fields,
  description: fields.description.default(''),
  events: fields.events.default(['*']),
  enabled: fields.enabled.default(true),
})

export const endpointChange = z.object(fields).partial()

export const endpoint = z
  .object({
    id,
    ...fields,
    state: z
      .enum(ENDPOINT_STATES)
      .describe('`unproven`: nothing has been delivered yet; `failing`: the last attempt failed'),
    disabled_reason: z
      .enum(['by_hand', 'failing', 'gone'])
      .nullable()
      .describe('`failing`: nothing got through for three days; `gone`: it answered with 410'),
    disabled_at: instant.nullable(),
    last_success_at: instant.nullable(),
    failing_since: instant.nullable(),
    last_error: z.string().nullable().describe('what was wrong last, in a sentence'),
    waiting: z.number().int().describe('events that are still to be delivered'),
    next_attempt_at: instant.nullable(),
    old_secret_until: instant
      .nullable()
      .describe('until then messages are also signed with the secret before the rotation'),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'WebhookEndpoint', description: 'An address of yours that is told what happens.' })

export const endpointMade = endpoint.extend({
  secret: z.string().describe('signs what is sent; shown only now'),
})

export const webhookDelivery = z
  .object({
    id,
    endpoint_id: id,
    event_id: id.describe('the `webhook-id` of every attempt'),
    type: z.string(),
    state: z
      .enum(DELIVERY_STATES)
      .describe('`retrying`: it failed and is tried again; `failed`: it was given up'),
    body: z.string().describe('what is sent, to the letter'),
    made_at: instant,
    next_attempt_at: instant.nullable(),
    finished_at: instant.nullable(),
    attempts: z
      .array(
        z.object({
          at: instant,
          duration_ms: z.number().int(),
          by_hand: z.boolean(),
          request_headers: z.record(z.string(), z.string()).describe('without the signature'),
          status: z.number().int().nullable().describe('null: there was no answer'),
          response_body: z.string().nullable().describe('its beginning'),
          error: z.string().nullable().describe('a sentence; null: it was taken'),
        }),
      )
      .describe('oldest first; the last 50'),
  })
  .meta({ id: 'WebhookDelivery', description: 'An event on its way to one endpoint.' })

export const deliveryQuery = pageQuery.extend({
  state: z.enum(DELIVERY_FILTERS).optional().describe('`problems`: retrying or failed'),
})

export type EndpointInput = z.infer<typeof endpointInput>
export type EndpointChange = z.infer<typeof endpointChange>
export type Endpoint = z.infer<typeof endpoint>
export type EndpointMade = z.infer<typeof endpointMade>
export type WebhookDelivery = z.infer<typeof webhookDelivery>
export type DeliveryQuery = z.infer<typeof deliveryQuery>
