import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { contactNameColumn } from '../inbox/contacts/contact-name.ts'
import { isOverdue } from '../insights/answers/case-state.ts'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Instant } from '../policy/decision.ts'
import type { ConversationStatus } from '../policy/settings.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { type Eyes, eyesOf } from '../surveys/seeing/present.ts'
import { viewConditions } from '../surveys/seeing/view-conditions.ts'
import type { CaseItem } from './schema.ts'
import type { CaseRow } from './store.ts'

/**
 * An asker's eyes as conditions: a case about an answer is there for who may see the version that opened it (C12, C13),
 * for others it does not exist. `seen` is that version, `r` the answer as it stands.
 */
export type CaseLook = {
  eyes: Eyes
  workspaceId: string
  now: Instant
  known: RawBuilder<boolean>
  /** There are answers that the asker could ever see. */
  seesAnswers: boolean
  /** The answer of an entry of the history (`v`) may be read. */
  entryOpen: RawBuilder<boolean>
}

export async function caseLook(ctx: Context, actor: Actor): Promise<CaseLook> {
  const { policy } = await currentPolicy(ctx.db, actor.workspaceId)
  const eyes = await eyesOf(ctx, actor, policy)
  const visible = (alias: string) => viewConditions(eyes.viewer, policy, eyes.now, alias).visible
  const { seesNone } = viewConditions(eyes.viewer, policy, eyes.now, 'seen')
  return {
    eyes,
    workspaceId: actor.workspaceId,
    now: eyes.now,
    seesAnswers: !seesNone,
    known: sql<boolean>`(c.response_id is null or ${visible('seen')})`,
    entryOpen: sql<boolean>`(v.score is null or ${visible('v')})`,
  }
}

export type CaseItemRow = CaseRow & {
  overdue: boolean
  conversation_subject: string | null
  conversation_status: ConversationStatus
  contact_name: string | null
  owner_name: string | null
  score: number | null
  comment: string | null
  scale: CaseItem['scale']
}

/**
 * The tables that a list of cases is made of, joined; `c` is the case. Only what the asker may know of: also of a case
 * whose answer was set aside since, though not what that says.
 */
export function knownCases(look: CaseLook, more = sql``): RawBuilder<unknown> {
  return sql`cases c
    join conversations on conversations.workspace_id = c.workspace_id and conversations.id = c.conversation_id
    left join contacts on contacts.workspace_id = c.workspace_id and contacts.id = c.contact_id
    left join members on members.workspace_id = c.workspace_id and members.id = c.owner_id
    left join responses r on r.workspace_id = c.workspace_id and r.id = c.response_id
    left join response_revisions o on o.workspace_id = c.workspace_id and o.response_id = c.response_id
      and o.revision = c.revision
    cross join lateral (select o.score, r.team_id, r.channel, o.at as submitted_at, null::timestamptz as edited_at,
      false as quarantined) seen ${more}
    where c.workspace_id = ${look.workspaceId} and ${look.known}`
}

/** Answers that say why the customer waits for a word; a better one since does not. */
const LOW_NOTES = ['opened', 'low_answer', 'changed_answer', 'words_added']

/** The newest of a case's low answers (`low`) that the asker may see, in that version. */
function newestLow(look: CaseLook): RawBuilder<unknown> {
  return sql`left join lateral (
    select v.score, v.comment, v.scale from case_events e
    cross join lateral (
      select old.score, old.comment, own.scale, own.team_id, own.channel, old.at as submitted_at,
        null::timestamptz as edited_at, own.quarantined
      from responses own join response_revisions old
        on old.workspace_id = own.workspace_id and old.response_id = own.id
      where own.workspace_id = e.workspace_id and own.id = e.response_id and old.revision = e.revision) v
    where e.workspace_id = c.workspace_id and e.case_id = c.id and e.kind in (${sql.join(LOW_NOTES)})
      and ${look.entryOpen}
    order by e.at desc, e.id desc limit 1) low on true`
}

/** What was said last, as the asker may see it; else as it was when the case was opened. */
export function saidOf(column: 'score' | 'comment'): RawBuilder<unknown> {
  const [last, then] = [sql.ref(`low.${column}`), sql.ref(`o.${column}`)]
  return sql`case when low.score is not null then ${last} when not r.quarantined then ${then} end`
}

/** Cases with their names: `rest` is everything after the conditions. */
export function caseRows(look: CaseLook, rest: RawBuilder<unknown>): RawBuilder<CaseItemRow> {
  return sql<CaseItemRow>`
    select c.*, ${isOverdue(look.now)} as overdue, conversations.subject as conversation_subject,
      conversations.status as conversation_status, ${contactNameColumn('contacts')} as contact_name, members.name as owner_name,
      ${saidOf('score')} as score, ${saidOf('comment')} as comment, coalesce(low.scale, r.scale) as scale
    from ${knownCases(look, newestLow(look))} ${rest}`
}

/** A case as the API shows it. */
export function presentCase(row: CaseItemRow): CaseItem {
  return {
    id: row.id,
    state: row.state,
    overdue: row.overdue,
    cause: row.cause,
    reason: row.reason,
    conversation_id: row.conversation_id,
    conversation_subject: row.conversation_subject,
    conversation_status: row.conversation_status,
    channel: row.channel,
    contact_id: row.contact_id,
    contact_name: row.contact_name,
    response_id: row.response_id,
    score: row.score,
    comment: row.comment,
    scale: row.scale,
    owner_id: row.owner_id,
    owner_name: row.owner_name,
    team_id: row.team_id,
    opened_at: toIso(row.opened_at),
    due_at: toIso(row.due_at),
    contacted_at: toIsoOrNull(row.contacted_at),
    contacted_by: row.contacted_by,
    closed_at: toIsoOrNull(row.closed_at),
    outcome: row.outcome,
    note: row.note,
  }
}
