import { z } from 'zod'
import type { Channel } from '../channel.ts'
import { graphChannel, type GraphDeps, graphFields } from './graph.ts'

/** What connects an Instagram professional account that is linked to a Facebook page. */
export const instagramAccount = z.strictObject({
  instagram_id: z
    .string()
    .trim()
    .regex(/^\d{5,25}$/, 'An Instagram account id has digits only.')
    .meta({
      label: 'Instagram account ID',
      help: 'The id of the professional account, in your Meta app under Messenger, Instagram settings.',
    }),
  ...graphFields,
})
export type InstagramAccount = z.infer<typeof instagramAccount>

type InstagramDeps = Omit<GraphDeps, 'account'> & { account: InstagramAccount | null }

/** Instagram direct messages (O13): of at most 1,000 bytes of UTF-8. */
export function instagramChannel({ account, ...rest }: InstagramDeps): Channel {
  return graphChannel(
    { account: account && { ...account, account_id: account.instagram_id }, ...rest },
    { max: 1000, measure: (text) => Buffer.byteLength(text) },
  )
}
