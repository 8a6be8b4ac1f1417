import { z } from 'zod'
import { channelId, conversation } from '../inbox/schema.ts'
import { instant } from '../platform/http/instant.ts'
import { pageQuery } from '../platform/http/paging.ts'
import { text } from '../platform/http/text.ts'
import { ranged, when } from '../platform/when.ts'
import { ENDED_STATUSES, PRESETS, SCALES } from '../policy/settings.ts'
import { SURVEY_STATES } from '../policy/survey.ts'

/** The surveys' HTTP contract (SPEC § 5, "Shapes the calls share"). */

const id = z.uuid()
const score = z.number().int().min(1).max(5)

export const surveyState = z.enum(SURVEY_STATES)

export const response = z
  .object({
    id,
    survey_id: id,
    conversation_id: id,
    contact_id: id,
    agent_id: id.nullable(),
    score,
    comment: z.string().nullable(),
    reasons: z.array(z.string()),
    submitted_at: instant,
    edited_at: instant.nullable(),
    quarantined: z.boolean(),
  })
  .meta({ id: 'Response', description: 'The answer to a survey.' })

export const survey = z
  .object({
    id,
    state: surveyState,
    conversation_id: id,
    resolution: z.number().int(),
    contact_id: id,
    agent_id: id.nullable(),
    team_id: id.nullable(),
    channel: channelId,
    tags: z.array(z.string()),
    url: z.string().nullable().describe('only for credentials that may send'),
    policy_version: z.number().int(),
    made_at: instant,
    due_at: instant,
    sent_at: instant.nullable(),
    rate_until: instant.nullable(),
    edit_until: instant.nullable(),
    response: response.nullable().describe('null until answered, and while you may not see it'),
  })
  .meta({ id: 'Survey', description: 'One ask.' })

export const decision = z
  .object({
    allowed: z.boolean(),
    reason: z.string().nullable(),
    sentence: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    at: instant,
  })
  .meta({ id: 'Decision', description: 'Yes, or no with a reason code and its sentence.' })

export const decisionEntry = decision.extend({
  id,
  kind: z.enum(['make', 'send', 'rate']),
  cause: z.string(),
  survey_id: id.nullable(),
  policy_version: z.number().int(),
})

export const statusAnswer = z.object({
  conversation,
  decision: decision
    .nullable()
    .describe('null when the change asked nothing of the policy: no entry into an ended status'),
  survey: survey.nullable(),
})

/** What the web app may offer on a conversation right now; the server has decided. */
export const surveyOffer = z.object({
  /** Ending the conversation opens the C3 dialog. */
  ask_on_end: z.boolean(),
  end_status: z
    .enum(ENDED_STATUSES)
    .describe('what the key that ends a conversation sets: where the policy asks, resolved if it can'),
  /** "Send survey" in the status menu (C4): shown when `visible`, refused with the sentence when not allowed. */
  send_now: z.object({
    visible: z.boolean(),
    allowed: z.boolean(),
    reason: z.string().nullable(),
    sentence: z.string(),
  }),
})

export const conversationDetail = conversation.extend({
  survey_offer: surveyOffer,
  pending_survey: z
    .object({ id, channel: channelId, due_at: instant })
    .nullable()
    .describe('the survey that waits for its time (O2)'),
})

export const sendSurveyInput = z
  .object({ window_hours: z.number().int().min(1).max(8760).nullish() })
  .default({})

const surveyFilters = z.strictObject({
  ...pageQuery.shape,
  conversation_id: id.optional(),
  contact_id: id.optional(),
  agent_id: id.optional(),
  channel: channelId.optional(),
  state: surveyState.optional(),
  from: when.optional().describe('made since: a day or an instant'),
  to: when.optional().describe('made until: a day (to its end) or an instant (before it)'),
})

export const surveyFilter = ranged(surveyFilters)

export const delivery = z
  .object({
    survey_id: id,
    attempt: z.number().int(),
    channel: channelId,
    state: z
      .enum(['started', 'accepted', 'rejected', 'retry', 'bounced', 'unknown'])
      .describe(
        '`retry`: it will be tried again; `bounced`: accepted, and came back; `unknown`: handed over without an answer, and not tried again by itself',
      ),
    provider_id: z.string().nullable(),
    error: z.string().nullable().describe('a sentence, with what the provider said'),
    started_at: instant,
    finished_at: instant.nullable(),
    delivered_at: instant.nullable().describe('where the provider tells'),
  })
  .meta({ id: 'Delivery', description: 'One attempt to hand a survey to a channel.' })

export const listedDelivery = delivery.extend({
  conversation_id: id,
  contact_id: id,
  contact_name: z.string().nullable().describe('his name, else his address, as far as one is known'),
  reason: z.string().nullable().describe('why the survey has failed, where it has'),
})

export const deliveryFilter = pageQuery.extend({
  state: z
    .enum(['dead', 'started', 'accepted', 'rejected', 'retry', 'bounced', 'unknown'])
    .default('dead')
    .describe('`dead`: the last attempt of each survey that has failed'),
})

export const csatResult = z
  .object({
    score,
    comment: z.string().nullable(),
    reasons: z.array(z.string()),
    survey_id: id,
    agent_id: id.nullable(),
    submitted_at: instant,
    edited_at: instant.nullable(),
  })
  .nullable()

/** The policy itself is checked by policy/validate.ts, field by field; here it is only JSON. */
const policyJson = z
  .record(z.string(), z.unknown())
  .describe('the policy, or the part of it that changes (JSON merge patch)')

export const settings = z.object({
  version: z.number().int(),
  preset: z.enum(PRESETS),
  policy: policyJson,
})

export const settingsInput = z.object({
  preset: z.enum(PRESETS).optional(),
  policy: policyJson.optional(),
  base_version: z
    .number()
    .int()
    .optional()
    .describe('the version the change was made on: another one saved meanwhile refuses it (409)'),
})

export const settingsVersion = settings.extend({
  changed_at: instant,
  changed_by: z.object({ kind: z.string(), id: id.nullable(), name: z.string().nullable() }),
  changed_fields: z
    .array(z.string())
    .describe('dotted paths of the fields that differ from the version before'),
})

export const previewInput = z.object({
  policy: policyJson.optional(),
  preset: settingsInput.shape.preset,
  channel: channelId.default('email'),
  language: text(35).default('en'),
})

export const preview = z.object({
  mail: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
  page: z.string(),
  card: z.object({ message: z.string(), scale: z.enum(SCALES) }),
  text: z
    .object({
      text: z.string(),
      buttons: z.array(z.object({ sign: z.string(), label: z.string() })),
      segments: z.number().int().nullable().describe('how many segments of an SMS are paid for'),
    })
    .nullable()
    .describe('on channels where the question is a text message'),
})

/** The longest comment, in UTF-16 units as browsers count; on the page, in the chat and over the API. */
export const COMMENT_LIMIT = 5000

export const ratingInput = z.object({
  score,
  comment: text(COMMENT_LIMIT).nullish(),
  reasons: z.array(text(200)).max(20).optional(),
})

export const ratingAnswer = z.object({
  state: z.literal('answered'),
  score,
  comment: z.string().nullable(),
  can: z.object({ edit: z.boolean() }),
})

export type Response = z.infer<typeof response>
export type Survey = z.infer<typeof survey>
export type DecisionView = z.infer<typeof decision>
export type SurveyOffer = z.infer<typeof surveyOffer>
export type SurveyFilter = z.infer<typeof surveyFilters>
export type Settings = z.infer<typeof settings>
export type SettingsInput = z.infer<typeof settingsInput>
export type RatingInput = z.infer<typeof ratingInput>
export type RatingAnswer = z.infer<typeof ratingAnswer>
