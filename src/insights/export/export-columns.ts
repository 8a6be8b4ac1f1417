import { type RawBuilder, sql } from 'kysely'
import { counts } from '../counting/filters.ts'
import type { Look } from '../answers/response-rows.ts'

/** What a reader gets in the cells: without a permission they stay empty. */
export type Reader = {
  look: Look
  zone: string
  readsInbox: boolean
  /** The answer `r` of a row may be seen. */
  isSeen: RawBuilder<boolean>
  readsResponses: boolean
}

type Text = RawBuilder<unknown>

/**
 * The columns of the export in order, each as text, or null for an empty cell (O7). A row is a survey `s` with its
 * answer `r`, if any, and the names around it.
 */
export function exportColumns(reader: Reader): [name: string, cell: Text][] {
  const { isSeen, readsInbox, readsResponses, look, zone } = reader
  const inbox = (cell: Text): Text => (readsInbox ? cell : sql`null`)
  const seen = (cell: Text): Text => (readsResponses ? sql`case when ${isSeen} then ${cell} end` : sql`null`)
  const local = (at: Text) => sql`to_char(${at} at time zone ${zone}, 'YYYY-MM-DD HH24:MI:SS')`
  const utc = (at: Text) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const hidden = sql`case when r.id is null then '' when r.quarantined then 'quarantined'
    when ${sql.lit(!readsResponses)} then 'permission' when ${look.visible} then ''
    when ${look.embargoed} then 'embargoed' else 'role' end`
  return [
    ['Survey ID', sql`s.id`],
    ['Conversation ID', sql`s.conversation_id`],
    ['Conversation External ID', inbox(safe(sql`conversations.external_id`))],
    ['Subject', inbox(safe(sql`conversations.subject`))],
    ['Status', sql`conversations.status`],
    ['Channel', sql`s.channel`],
    ['Tags', safe(sql`may.tags`)],
    ['Resolution', sql`s.resolution`],
    ['Contact ID', sql`s.contact_id`],
    ['Contact External ID', inbox(safe(sql`contacts.external_id`))],
    ['Contact Name', inbox(safe(sql`contacts.name`))],
    ['Contact Email', inbox(safe(sql`contacts.email`))],
    ['Agent ID', sql`s.agent_id`],
    ['Agent', safe(sql`members.name`)],
    ['Team ID', sql`s.team_id`],
    ['Team', safe(sql`teams.name`)],
    ['Handled By', sql`s.handled_by`],
    ['Survey State', sql`s.state`],
    ['Policy Version', sql`s.policy_version`],
    ['Time Zone', sql`${zone}::text`],
    ['Asked At', local(sql`s.made_at`)],
    ['Asked At UTC', utc(sql`s.made_at`)],
    ['Sent At', local(sql`s.sent_at`)],
    ['Sent At UTC', utc(sql`s.sent_at`)],
    ['Answered At', seen(local(sql`r.submitted_at`))],
    ['Answered At UTC', seen(utc(sql`r.submitted_at`))],
    ['Changed At UTC', seen(utc(sql`r.edited_at`))],
    ['CSAT Score', seen(sql`r.score`)],
    ['CSAT Comment', seen(safe(sql`r.comment`))],
    ['CSAT Reasons', seen(safe(sql`may.reasons`))],
    ['CSAT Scale', seen(sql`r.scale`)],
    ['CSAT Satisfied', seen(sql`case when r.score >= r.satisfied_from then 'yes' else 'no' end`)],
    [
      'CSAT Counts',
      sql`case when r.id is null then ''
        when ${counts('r')} and r.survey_id = s.id then 'yes' else 'no' end`,
    ],
    ['CSAT Hidden', hidden],
  ]
}

/** Tab and ends of lines, + - = @ with their wide and small forms, and signs that nobody sees before one of them. */
const BEGINS_FORMULA = sql.raw(
  [9, 10, 13, 43, 45, 61, 64, 65291, 65293, 65309, 65312, 65122, 65123, 65126, 65131]
    .concat([133, 160, 173, 1564, 6158, 65279])
    .concat([...range(8192, 8207), ...range(8232, 8239), ...range(8287, 8303)])
    .join(', '),
)
const WITHIN = '([;\t][[:space:]]*)([=+@＝＋－＠-])'

/**
 * Free text as a cell, so that no spreadsheet runs what a customer wrote: where it begins like a formula, and where it
 * would after a semicolon or tab that some take for the end of a cell, there is an apostrophe before it.
 */
function safe(text: Text): Text {
  const begun = sql`case when ascii(${text}) in (${BEGINS_FORMULA}) then '''' || ${text} else ${text} end`
  return sql`case when strpos(${text}, ';') > 0 or strpos(${text}, chr(9)) > 0
    then regexp_replace(${begun}, ${sql.lit(WITHIN)}, '\\1''\\2', 'g') else ${begun} end`
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
