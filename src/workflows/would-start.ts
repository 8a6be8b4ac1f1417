import type { Actor } from '../access/actor.ts'
import { contactName } from '../inbox/contacts/contact-name.ts'
import { listConversations } from '../inbox/conversations/list-conversations.ts'
import type { Conversation } from '../inbox/schema.ts'
import type { Context } from '../platform/context.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import type { Instant } from '../policy/decision.ts'
import { judge } from '../policy/workflow/workflow-condition.ts'
import type { Definition } from '../policy/workflow/workflow-definition.ts'
import { whyNotTriggered } from '../policy/workflow/workflow-start.ts'
import { describeCondition, describeTrigger, fieldLabel } from '../policy/workflow/workflow-words.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { type Eyes, eyesOf, maySee } from '../surveys/seeing/present.ts'
import { checkedDefinition } from './check-workflow.ts'
import { asFacts, gather, type Known } from './facts.ts'
import type { Candidate, CandidatesInput } from './run-schema.ts'

/** So many conversations are looked at, the newest, in pages of so many. */
const LOOKED_AT = 300
const PAGE = 100

/** What is closed to the asker is not known here either: else he could ask for it by trying (C13). */
export function knownTo(eyes: Eyes, known: Known): { known: Known; isClosed: boolean } {
  const isClosed = known.answer !== null && !maySee(eyes, known.answer.row)
  return { known: isClosed ? { ...known, answer: null } : known, isClosed }
}

/** Would a workflow start for a conversation as it stands; and why, or why not, in a sentence? */
export function wouldStart(
  { trigger, conditions }: Pick<Definition, 'trigger' | 'conditions'>,
  known: Known,
  now: Instant,
): { starts: boolean; sentence: string; unknown: string[] } {
  const { status, created_at, last_message_at, ended_at } = known.conversation
  const lastAt = Math.max(created_at, last_message_at ?? 0, ended_at ?? 0)
  const facts = { status, lastAsk: known.survey?.state ?? null, answer: known.answer, lastAt, now }
  const why = whyNotTriggered(trigger, facts)
  if (why !== null) return { starts: false, sentence: why, unknown: [] }
  const { holds, unknown } = judge(conditions, asFacts(known, now))
  if (holds === true) return { starts: true, sentence: `Would start ${describeTrigger(trigger)}.`, unknown }
  const names = unknown.map(fieldLabel).join(', ')
  const because = holds === 'unknown' ? ` Not known: ${names}.` : ''
  const sentence = `Would not start: ${describeCondition(conditions)} does not hold.${because}`
  return { starts: false, sentence, unknown }
}

/**
 * Conversations to try a workflow on, the newest: first those that it would start for, as they stand; the others after
 * them, unless they are not wanted (O9). Of the last 300 that there are, or that the search finds.
 */
export async function listCandidates(
  ctx: Context,
  actor: Actor,
  { workflow, q, matching, limit }: CandidatesInput,
): Promise<Outcome<Candidate[]>> {
  const { workspaceId } = actor
  const checked = await checkedDefinition(ctx, ctx.db, workspaceId, workflow)
  if (!checked.ok) return checked
  const found = await newest(ctx, actor, q)
  const eyes = await eyesOf(ctx, actor, (await currentPolicy(ctx.db, workspaceId)).policy)
  const ids = found.map(({ id }) => id)
  const here = await gather(ctx.db, workspaceId, ids)
  const now = ctx.clock.now()
  const judged = found.flatMap((conversation) => {
    const known = here.get(conversation.id)
    if (!known) return []
    const { starts } = wouldStart(checked.value, knownTo(eyes, known).known, now)
    return [present(conversation, starts)]
  })
  const [first, others] = [judged.filter(({ starts }) => starts), judged.filter(({ starts }) => !starts)]
  return done([...first, ...(matching ? [] : others)].slice(0, limit))
}

async function newest(ctx: Context, actor: Actor, q: string | undefined): Promise<Conversation[]> {
  const found: Conversation[] = []
  let cursor: string | undefined
  do {
    const page = await listConversations(ctx, actor, { status: 'all', limit: PAGE, cursor, q })
    if (!page.ok) return found
    found.push(...page.value.data)
    cursor = page.value.next_cursor ?? undefined
  } while (cursor !== undefined && found.length < LOOKED_AT)
  return found
}

function present(
  { id, subject, channel, external_id, contact, last_message_at, created_at }: Conversation,
  starts: boolean,
): Candidate {
  const conversation = { id, subject, contact_name: contactName(contact), channel, external_id }
  return { ...conversation, last_at: last_message_at ?? created_at, starts }
}
