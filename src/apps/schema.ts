import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'
import { text } from '../platform/http/text.ts'

/** Closing apps (I11): a card of the workspace's own in place of ours when a conversation ends. */

/** Where a card can be shown: in the chat and in a mail. The portal shows both kinds of conversations. */
export const CARD_CHANNELS = ['web_chat', 'email'] as const

const webAddress = text(2000).refine((value) => /^https?:\/\/[^\s]+$/.test(value) && URL.canParse(value), {
  error: 'must be a web address that starts with https://',
})
const label = text(60).trim().min(1)

export const closingCard = z
  .object({
    text: text(1000).trim().min(1),
    buttons: z
      .array(z.object({ label, url: webAddress }))
      .max(4)
      .default([]),
    link: z.object({ label, url: webAddress }).nullable().default(null).describe('a quiet one below'),
    image: z
      .object({
        url: webAddress.refine((value) => value.startsWith('https://'), {
          error: 'must start with https://',
        }),
        alt: text(200).trim().default(''),
      })
      .nullable()
      .default(null),
  })
  .meta({ id: 'ClosingCard', description: 'What a closing app shows when a conversation ends.' })

const fields = {
  name: text(80).trim().min(1),
  kind: z.enum(['url', 'static']).describe('`url`: the card is asked for; `static`: it is always the same'),
  url: text(2000).nullable(),
  card: closingCard.nullable(),
  enabled: z.boolean(),
  channels: z
    .array(z.enum(CARD_CHANNELS))
    .min(1)
    .refine((list) => new Set(list).size === list.length, { error: 'names a channel twice' }),
}

export const appInput = z.object({
  ...fields,
  url: fields.url.default(null),
  card: fields.card.default(null),
  enabled: fields.enabled.default(true),
})

export const appChange = z.object(fields).partial()

export const app = z
  .object({
    id: z.uuid(),
    ...fields,
    last_ok_at: instant.nullable(),
    last_error: z.string().nullable().describe('what was wrong with its last answer, in a sentence'),
    last_error_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'ClosingApp', description: 'An app whose card replaces the survey when a conversation ends.' })

export const appMade = app.extend({
  secret: z.string().describe('signs what is sent to the app; shown only now'),
})

export const appPreview = z.object({
  card: closingCard.nullable(),
  sentence: z.string().nullable().describe('why there is none'),
})

export type ClosingCard = z.infer<typeof closingCard>
export type AppInput = z.infer<typeof appInput>
export type AppChange = z.infer<typeof appChange>
export type App = z.infer<typeof app>
export type AppMade = z.infer<typeof appMade>
export type AppPreview = z.infer<typeof appPreview>
