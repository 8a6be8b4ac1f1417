import { z } from 'zod'
import type { Channel } from '../channel.ts'
import { graphChannel, type GraphDeps, graphFields } from './graph.ts'

/** What connects a Facebook page. */
export const messengerAccount = z.strictObject({
  page_id: z
    .string()
    .trim()
    .regex(/^\d{5,25}$/, 'A page id has digits only.')
    .meta({ label: 'Page ID', help: 'On the page under About, Page transparency.' }),
  ...graphFields,
})
export type MessengerAccount = z.infer<typeof messengerAccount>

type MessengerDeps = Omit<GraphDeps, 'account'> & { account: MessengerAccount | null }

/** Facebook Messenger (O13): messages of at most 2,000 characters. */
export function messengerChannel({ account, ...rest }: MessengerDeps): Channel {
  return graphChannel(
    { account: account && { ...account, account_id: account.page_id }, ...rest },
    { max: 2000 },
  )
}
