import { type RawBuilder, sql } from 'kysely'
import { contactNameColumn } from '../../inbox/contacts/contact-name.ts'
import type { Actor } from '../../access/actor.ts'
import type { Context } from '../../platform/context.ts'
import type { Instant } from '../../policy/decision.ts'
import { suspicionSentence } from '../../policy/sentences.ts'
import { currentPolicy } from '../../surveys/settings/current-policy.ts'
import { type Eyes, eyesOf, presentResponse } from '../../surveys/seeing/present.ts'
import { type ViewConditions, viewConditions } from '../../surveys/seeing/view-conditions.ts'
import type { ResponseItem } from './responses-schema.ts'

/** An asker's eyes, and what they may see as conditions on the table `r`. */
export type Look = ViewConditions & { eyes: Eyes; workspaceId: string; now: Instant }

export async function lookOf(ctx: Context, actor: Actor): Promise<Look> {
  const { policy } = await currentPolicy(ctx.db, actor.workspaceId)
  const eyes = await eyesOf(ctx, actor, policy)
  const conditions = viewConditions(eyes.viewer, policy, eyes.now, 'r')
  return { ...conditions, eyes, workspaceId: actor.workspaceId, now: eyes.now }
}

/** A response with what a list shows beside it; names and subjects are null without `inbox.read`. */
export type ItemRow = Parameters<typeof presentResponse>[0] & {
  contact_name: string | null
  agent_name: string | null
  conversation_subject: string | null
  low: boolean
  has_reply: boolean
}

/** Responses with their names: `rest` is everything after the joins. */
export function itemRows(look: Look, rest: RawBuilder<unknown>): RawBuilder<ItemRow> {
  const inbox = (column: string) =>
    look.eyes.actor.abilities.has('inbox.read') ? sql.ref(column) : sql`null`
  return sql<ItemRow>`
    select r.*, ${look.eyes.actor.abilities.has('inbox.read') ? contactNameColumn('contacts') : sql`null`} as contact_name, members.name as agent_name,
      ${inbox('conversations.subject')} as conversation_subject,
      ${look.low} as low,
      exists (select from messages m where m.workspace_id = r.workspace_id and m.conversation_id = r.conversation_id
        and m.author_kind = 'teammate' and m.sent_at > coalesce(r.edited_at, r.submitted_at)) as has_reply
    from responses r
    join conversations on conversations.workspace_id = r.workspace_id and conversations.id = r.conversation_id
    left join contacts on contacts.workspace_id = r.workspace_id and contacts.id = r.contact_id
    left join members on members.workspace_id = r.workspace_id and members.id = r.agent_id
    where r.workspace_id = ${look.workspaceId} and ${look.visible} ${rest}`
}

/** A row as the API shows it. */
export function presentItem(row: ItemRow): ResponseItem {
  return {
    ...presentResponse(row),
    contact_name: row.contact_name,
    agent_name: row.agent_name,
    team_id: row.team_id,
    channel: row.channel,
    tags: row.tags,
    scale: row.scale as ResponseItem['scale'],
    conversation_subject: row.conversation_subject,
    revision: row.revision,
    low: row.low,
    has_reply: row.has_reply,
    set_aside_because: row.quarantined ? suspicionSentence(row.quarantine_reason) : null,
  }
}
