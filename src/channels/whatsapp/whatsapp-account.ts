import { z } from 'zod'

/** What connects a number at WhatsApp's Cloud API. */
export const whatsappAccount = z.strictObject({
  phone_number_id: z
    .string()
    .trim()
    .regex(/^\d{5,25}$/, 'A phone number ID has digits only; it is not the number itself.')
    .meta({ label: 'Phone number ID', help: 'In your Meta app under WhatsApp, API Setup.' }),
  access_token: z
    .string()
    .trim()
    .regex(/^[\w-]{8,}$/, 'An access token has letters and digits only.')
    .meta({
      label: 'Access token',
      help: 'Of a system user with the permission whatsapp_business_messaging; the one on the setup page lasts a day.',
      secret: true,
    }),
  app_secret: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32,}$/i, 'An app secret has 32 digits and letters a to f.')
    .meta({
      label: 'App secret',
      help: 'In your Meta app under App settings, Basic. What WhatsApp sends us is signed with it.',
      secret: true,
    }),
  verify_token: z
    .string()
    .trim()
    .regex(/^[\w-]{16,256}$/, 'Use 16 to 256 letters, digits, - and _.')
    .meta({
      label: 'Verify token',
      help: 'Enter it where Meta asks for it beside the callback URL.',
      made: 'shown',
    }),
  template_name: z
    .string()
    .trim()
    .regex(/^[a-z0-9_]{1,512}$/, 'A template name has small letters, digits and _.')
    .optional()
    .meta({
      label: 'Template',
      help: 'An approved template for contacts who wrote more than 24 hours ago. Its text needs {{1}} for your question. Without one they cannot be asked here.',
    }),
  template_language: z
    .string()
    .trim()
    .regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, 'Use the code of the template, such as en or pt_BR.')
    .default('en')
    .meta({ label: 'Template language', help: 'The code under which the template was approved.' }),
  template_link: z.enum(['body', 'button']).default('body').meta({
    label: 'Link in the template',
    help: 'body: {{2}} in its text. button: its first button visits this installation’s address followed by /s/{{1}}.',
  }),
})
export type WhatsappAccount = z.input<typeof whatsappAccount>
