import { Asked, type Asking, type Course, courseOf, type Fate, type PastFacts } from './course.ts'
import { allow, type Decision, type Instant, type MakeRefusal } from '../decision.ts'
import { describeDuration } from '../duration.ts'
import { canMake } from '../make.ts'
import { CHANNEL_IDS, type ChannelId, type Policy, policyForChannel } from '../settings.ts'

/** What happened to a contact, in the order in which it did. */
export type Happening =
  /** A decision was made, and is to be made again. `fate`: of the survey that it made, where it did. */
  | (Asking & { kind: 'decision'; fate: Fate | null })
  | { kind: 'reopened'; at: Instant; conversationId: string; channel: ChannelId }
  /** A survey beside those that are replayed: it stays as it was. */
  | { kind: 'survey'; at: Instant; survey: Course }

/** What a policy makes of a resolution: so many surveys, and the decision to show. */
export type Verdict = { made: number; decision: Decision<MakeRefusal> }

export type Replayed = {
  conversationId: string
  resolution: number
  channel: ChannelId
  /** When it was first decided about. */
  at: Instant
  /** Surveys that it really got. */
  made: number
  before: Verdict
  after: Verdict
}

/** A policy as it holds on each channel. */
export type Rules = Record<ChannelId, Policy>

export function rulesOf(policy: Policy): Rules {
  return Object.fromEntries(
    CHANNEL_IDS.map((channel) => [channel, policyForChannel(policy, channel)]),
  ) as Rules
}

/**
 * Makes the decisions about one contact's conversations again under two policies (SPEC § 3.3). Each has surveys of its
 * own: what it has made counts for its scope, its cooldown and its reopenings, and the other's does not. The first
 * survey of a resolution fares as the first real one did, the second as the second; a further one is never answered.
 */
export function replay(rules: { before: Rules; after: Rules }, happenings: readonly Happening[]): Replayed[] {
  const fates = fatesOf(happenings)
  const before = verdicts(rules.before, happenings, fates)
  const after = verdicts(rules.after, happenings, fates)
  const firsts = new Map<string, Extract<Happening, { kind: 'decision' }>>()
  for (const each of happenings) {
    if (each.kind === 'decision' && !firsts.has(nameOf(each.facts))) firsts.set(nameOf(each.facts), each)
  }
  return [...firsts].map(([name, { at, facts }]) => ({
    conversationId: facts.conversation.id,
    resolution: facts.conversation.resolution,
    channel: facts.channel,
    at,
    made: fates.get(name)?.length ?? 0,
    before: before.get(name)!,
    after: after.get(name)!,
  }))
}

const nameOf = ({ conversation: { id, resolution } }: PastFacts): string => `${id}:${resolution}`

function fatesOf(happenings: readonly Happening[]): Map<string, Fate[]> {
  const fates = new Map<string, Fate[]>()
  for (const each of happenings) {
    if (each.kind !== 'decision' || each.fate === null) continue
    const name = nameOf(each.facts)
    const known = fates.get(name)
    if (known) known.push(each.fate)
    else fates.set(name, [each.fate])
  }
  return fates
}

function verdicts(
  rules: Rules,
  happenings: readonly Happening[],
  fates: ReadonlyMap<string, readonly Fate[]>,
): Map<string, Verdict> {
  const asked = new Asked()
  const found = new Map<string, Verdict>()
  for (const each of happenings) {
    if (each.kind === 'survey') asked.add({ ...each.survey })
    else if (each.kind === 'reopened') asked.reopen(rules[each.channel], each)
    else {
      const name = nameOf(each.facts)
      const policy = rules[each.facts.channel]
      const surveys = asked.known(each.facts.conversation.id, each.at)
      const contact = { ...each.facts.contact, lastAskedAt: asked.lastAt }
      // Whom it is credited to does not decide whether it is made.
      const decision = canMake({ ...each.facts, policy, now: each.at, agentId: null, contact, surveys })
      const earlier = found.get(name)
      if (!decision.allowed) {
        found.set(
          name,
          earlier ? { ...earlier, decision: moreTelling(earlier.decision, decision) } : { made: 0, decision },
        )
        continue
      }
      const made = earlier?.made ?? 0
      const { survey, due } = courseOf(policy, each, fates.get(name)?.[made] ?? null)
      asked.add(survey)
      const said =
        due > each.at ? allow({ ...decision.facts, after: describeDuration(due - each.at) }) : decision
      found.set(name, { made: made + 1, decision: made > 0 ? earlier!.decision : said })
    }
  }
  return found
}

/** Of several decisions about a resolution: that it was asked about, else the last refusal that is about more than its status. */
function moreTelling(earlier: Decision<MakeRefusal>, later: Decision<MakeRefusal>): Decision<MakeRefusal> {
  if (earlier.allowed) return earlier
  return later.reason === 'status_not_ended' ? earlier : later
}
