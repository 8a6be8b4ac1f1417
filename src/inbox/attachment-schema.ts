import { z } from 'zod'

/** A file of a message, as the API shows it. */
export const attachment = z
  .object({
    id: z.uuid(),
    file_name: z.string(),
    content_type: z.string().describe('what the sender says it is'),
    size: z.number().int().nullable().describe('bytes; null where a file was left out before its end'),
    inline: z.boolean().describe('a picture within the text'),
    left_out: z
      .enum(['too_large', 'too_much', 'too_many', 'mail_too_large'])
      .nullable()
      .describe('why it was not kept: over 10 MB; over 20 MB together; over 10 files; the whole mail'),
  })
  .meta({ id: 'Attachment', description: 'A file that came with a message; of one left out only the name.' })

export type Attachment = z.infer<typeof attachment>
