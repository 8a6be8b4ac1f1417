import { sql } from 'kysely'
import { hasClosingApp } from '../apps/closing-cards.ts'
import { toIso } from '../platform/clock.ts'
import { contactNameColumn } from '../inbox/contacts/contact-name.ts'
import type { Context } from '../platform/context.ts'
import { done, fail, invalid, type Outcome } from '../platform/outcome.ts'
import { type Replayed, replay, rulesOf, type Verdict } from '../policy/replay/replay.ts'
import { sentence } from '../policy/sentences.ts'
import { CHANNEL_IDS, type Policy } from '../policy/settings.ts'
import { applySettings } from '../policy/validate.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { assumptionsOf } from './assumptions.ts'
import { pastOf } from './past-of.ts'
import { countConversations, nextContacts, readBatch } from './read-batch.ts'
import type { DryRunInput, DryRunProgress, DryRunResult } from './schema.ts'
import { decodePlace, encodePlace, type Place, Tally } from './tally.ts'

const DAY_MS = 86_400_000

/** A run that may begin: it tells how far it is, and at last what it found. Whoever stops listening ends it. */
export type DryRun = AsyncGenerator<DryRunProgress, DryRunResult>

/**
 * What a change of the policy would have done to the conversations of the last days (SPEC § 3.3). Nothing is written.
 * An invalid policy is refused field by field, as on saving (422).
 */
export async function dryRun(
  ctx: Context,
  workspaceId: string,
  input: DryRunInput,
): Promise<Outcome<DryRun>> {
  const place = input.cursor === undefined ? null : decodePlace(input.cursor)
  const now = ctx.clock.now()
  if (input.cursor !== undefined && (place === null || place.until > now)) {
    return invalid('cursor', 'is not a cursor of this list')
  }
  const current = await currentPolicy(ctx.db, workspaceId)
  const changed = applySettings(current, input)
  if (!changed.ok) {
    return fail({
      kind: 'invalid',
      message: 'The policy was not tried: some fields need another value.',
      fields: changed.problems.map(({ field, message }) => ({ field: `policy.${field}`, message })),
    })
  }
  const until = place?.until ?? now
  const policies = { before: current.policy, after: changed.policy }
  return done(run(ctx, workspaceId, policies, { ...input, until, since: until - input.days * DAY_MS, place }))
}

type Policies = { before: Policy; after: Policy }
type Options = { until: number; since: number; days: number; limit: number; place: Place | null }

/** Reads some contacts at a time, each with all of its conversations: what is held does not grow with the period. */
async function* run(
  ctx: Context,
  workspaceId: string,
  policies: Policies,
  { until, since, days, limit, place }: Options,
): DryRun {
  const rules = { before: rulesOf(policies.before), after: rulesOf(policies.after) }
  const withApp = new Set<string>()
  for (const channel of CHANNEL_IDS) {
    if (await hasClosingApp(ctx.db, workspaceId, channel)) withApp.add(channel)
  }
  const look = { since, hasApp: (channel: string) => withApp.has(channel) }
  const tally = new Tally(limit, place)
  const total = await countConversations(ctx.db, workspaceId, since)
  let seen = 0
  yield { done: 0, total }
  for (let after: string | null = null; ;) {
    const contactIds = await nextContacts(ctx.db, workspaceId, since, after)
    const last = contactIds.at(-1)
    if (last === undefined) break
    const batch = await readBatch(ctx.db, workspaceId, contactIds, { since, until })
    for (const [contactId, conversations] of Map.groupBy(batch.conversations, (row) => row.contact_id)) {
      const past = pastOf(contactId, conversations, batch, look)
      tally.asked += past.asked
      tally.unclear += past.unclear
      tally.add(replay(rules, past.happenings))
    }
    after = last
    seen += batch.conversations.length
    // What happens meanwhile may add to them.
    yield { done: Math.min(seen, total), total }
  }
  const page = tally.page()
  const end = page.data.at(-1)
  return {
    period: { from: toIso(since), to: toIso(until), days },
    conversations: tally.conversations,
    resolutions: tally.resolutions,
    actual: { made: tally.actual },
    before: tally.before,
    after: tally.after,
    more: tally.more,
    fewer: tally.fewer,
    differing: {
      data: await named(ctx, workspaceId, page.data),
      next_cursor: page.more && end ? encodePlace({ ...end, until }) : null,
    },
    assumptions: assumptionsOf({
      ...policies,
      hasApps: withApp.size > 0,
      asked: tally.asked,
      unclear: tally.unclear,
    }),
  }
}

type Named = { id: string; subject: string | null; contact_id: string; contact_name: string | null }

async function named(
  ctx: Context,
  workspaceId: string,
  listed: readonly Replayed[],
): Promise<DryRunResult['differing']['data']> {
  const ids = JSON.stringify(listed.map(({ conversationId }) => conversationId))
  const { rows } = await sql<Named>`
    select v.id, v.subject, c.id as contact_id,
      ${contactNameColumn('c')} as contact_name from conversations v
    join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id
    where v.workspace_id = ${workspaceId}
      and v.id in (select value::uuid from json_array_elements_text(${ids}::json))`.execute(ctx.db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return listed.flatMap((each) => {
    const found = byId.get(each.conversationId)
    // Deleted in this very moment.
    if (!found) return []
    return {
      conversation_id: each.conversationId,
      resolution: each.resolution,
      subject: found.subject,
      contact: { id: found.contact_id, name: found.contact_name },
      channel: each.channel,
      at: toIso(each.at),
      made: each.made,
      before: present(each.before),
      after: present(each.after),
    }
  })
}

function present({ made, decision }: Verdict): DryRunResult['differing']['data'][number]['before'] {
  const { allowed, reason, facts } = decision
  return { made, allowed, reason, by: made > 0 ? byOf(decision) : null, sentence: sentence(reason, facts) }
}

/** Who asked for a survey that did not go out by itself. */
function byOf({ facts: { cause } }: Verdict['decision']): 'hand' | 'api' | 'workflow' | null {
  return cause === 'hand' || cause === 'api' || cause === 'workflow' ? cause : null
}
