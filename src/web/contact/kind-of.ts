import type { Conversation } from '../../inbox/schema.ts'
import { text } from '../text.ts'

const t = text.inbox.contact

/** What is known of who it is beside the name: signed in, or how a lead came to us. */
export function kindOf({
  contact,
  channel,
  origin,
}: Pick<Conversation, 'channel' | 'origin'> & { contact: Pick<Conversation['contact'], 'kind'> }): string {
  if (contact.kind === 'user') return t.userHelp
  // Whom we wrote to first may never have written himself.
  return (origin === 'inbound' ? t.leadHelp[channel] : undefined) ?? t.lead
}
