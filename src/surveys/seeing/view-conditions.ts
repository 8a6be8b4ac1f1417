import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../../policy/decision.ts'
import { CHANNEL_IDS, type ChannelId, type Policy, policyForChannel } from '../../policy/settings.ts'
import { embargoEndsAt, passesEmbargo, readsSingle, type Viewer } from '../../policy/view.ts'

/**
 * What `canSeeResponse` says (policy/view.ts), as conditions on rows of `responses`: for lists, which must not read
 * what they may not show. Tests hold the two together.
 */
export type ViewConditions = {
  /** May be seen now (SPEC § 3.1, C12, C13). */
  visible: RawBuilder<boolean>
  /** May be seen later: only the embargo stands between. */
  embargoed: RawBuilder<boolean>
  /** When an embargoed one opens. */
  opensAt: RawBuilder<Instant>
  /** At or below the low score of its channel. */
  low: RawBuilder<boolean>
  /** No answer will ever be visible, whatever it is and however old. */
  seesNone: boolean
}

type Rule = { reads: boolean; embargoMs: number; bypass: boolean; lowUntil: number }

/**
 * The conditions for a viewer, with the rules of each channel (O1). `alias` names the table of responses, or what has
 * its columns `score`, `team_id`, `channel`, `submitted_at`, `edited_at` and `quarantined`.
 */
export function viewConditions(viewer: Viewer, policy: Policy, now: Instant, alias: string): ViewConditions {
  const rules = rulesOf(viewer, policy)
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const givenAt = sql`coalesce(${column('edited_at')}, ${column('submitted_at')})`
  const isOf = (channels: readonly ChannelId[]) =>
    channels.length === CHANNEL_IDS.length ? sql`true` : sql`${column('channel')} in (${sql.join(channels)})`
  const anyOf = (parts: RawBuilder<unknown>[]) =>
    parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` or `)})`
  /** What was set aside, nobody but reviewers. */
  const known = (condition: RawBuilder<boolean>) =>
    viewer.reviews ? condition : sql<boolean>`(not ${column('quarantined')} and ${condition})`
  const ownTeam = sql`(${column('team_id')} is null or ${column('team_id')}::text = any(${[...viewer.teamIds]}::text[]))`
  const isLow = ({ lowUntil }: Rule) => sql`${column('score')} <= ${lowUntil}`
  const passes = (rule: Rule) => (rule.bypass ? sql`(${isLow(rule)} and ${ownTeam})` : sql`false`)
  const isOpen = ({ reads, embargoMs }: Rule) =>
    reads ? (embargoMs === 0 ? sql`true` : sql`${givenAt} <= ${new Date(now - embargoMs)}`) : sql`false`
  const isLate = (rule: Rule) => {
    const since = new Date(now - rule.embargoMs)
    // Spelled out, so that each time has its index.
    return sql`((${column('edited_at')} is not null and ${column('edited_at')} > ${since})
      or (${column('edited_at')} is null and ${column('submitted_at')} > ${since}))
      and not ${passes(rule)}`
  }
  return {
    visible: known(
      anyOf(
        rules
          .filter(([{ reads, bypass }]) => reads || bypass)
          .map(([rule, channels]) => sql`(${isOf(channels)} and (${isOpen(rule)} or ${passes(rule)}))`),
      ),
    ),
    embargoed: known(
      anyOf(
        rules
          .filter(([{ reads, embargoMs }]) => reads && embargoMs > 0)
          .map(([rule, channels]) => sql`(${isOf(channels)} and ${isLate(rule)})`),
      ),
    ),
    opensAt: sql<Instant>`${givenAt} + case ${sql.join(
      rules.map(
        ([{ embargoMs }, channels]) =>
          sql`when ${isOf(channels)} then ${embargoMs / 1000}::float8 * interval '1 second'`,
      ),
      sql` `,
    )} end`,
    low: anyOf(rules.map(([rule, channels]) => sql`(${isOf(channels)} and ${isLow(rule)})`)),
    seesNone: rules.every(([{ reads, bypass }]) => !reads && !bypass),
  }
}

/** The channels by the rule they have in common: mostly one rule for all. */
function rulesOf(viewer: Viewer, policy: Policy): [Rule, ChannelId[]][] {
  const channelsOf = new Map<string, ChannelId[]>()
  for (const channel of CHANNEL_IDS) {
    const { visibility, question } = policyForChannel(policy, channel)
    const rule: Rule = {
      reads: readsSingle(viewer, { visibility }),
      embargoMs: embargoEndsAt({ visibility }, 0),
      bypass: passesEmbargo(viewer, { visibility }),
      lowUntil: question.low_until,
    }
    const key = JSON.stringify(rule)
    channelsOf.set(key, [...(channelsOf.get(key) ?? []), channel])
  }
  return [...channelsOf].map(([key, channels]) => [JSON.parse(key) as Rule, channels])
}
