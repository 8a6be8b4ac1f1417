import { z } from 'zod'
import { text } from '../platform/http/text.ts'

/** The customers' portal (J6): what its forms send, and what a workspace sets about it. */

/** `https://host[:port]`, and `http://` for a machine of one's own. */
const origin = text(300)
  .trim()
  .toLowerCase()
  .refine((value) => /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(value) && URL.canParse(value), {
    error: 'must be a site such as https://www.example.com, without a path',
  })

export const portalSettingsInput = z.object({
  allowed_origins: z
    .array(origin)
    .max(20)
    .refine((list) => new Set(list).size === list.length, { error: 'names a site twice' }),
})

export const portalSettings = z
  .object({
    url: z.url().describe('where customers find it'),
    allowed_origins: z.array(z.string()).describe('sites that may show it in a frame'),
    mails_links: z
      .boolean()
      .describe('customers can sign in by mail; false where the installation has no mail server'),
  })
  .meta({ id: 'PortalSettings', description: 'The pages on which customers find their own conversations.' })

export const linkRequest = z.object({ email: z.email().max(320) })

export const replyInput = z.object({
  body: text(5000).trim().min(1),
  key: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
})

export type PortalSettings = z.infer<typeof portalSettings>
