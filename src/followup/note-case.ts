import type { By } from '../inbox/by.ts'
import { writeEntries } from '../inbox/timeline/timeline.ts'
import type { Tx } from '../platform/database.ts'
import { type EventType, publish } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { tell } from '../platform/live.ts'
import type { Instant } from '../policy/decision.ts'
import { type CaseFacts, knowsAt } from '../policy/follow-up/follow-up.ts'
import { answerFacts, factsOf, outsideKnowsAt } from './case-facts.ts'
import { type CaseRow, changeCaseRow } from './store.ts'

export const CASE_EVENT_KINDS = [
  'opened',
  'low_answer',
  'changed_answer',
  'words_added',
  'better_answer',
  'assigned',
  'due_changed',
  'contacted',
  'overdue',
  'conversation_reopened',
  'closed',
  'reopened',
] as const
type CaseEventKind = (typeof CASE_EVENT_KINDS)[number]

/** Kinds that the conversation's timeline shows, too. */
const IN_TIMELINE: Partial<Record<CaseEventKind, 'case_opened' | 'case_closed' | 'case_reopened'>> = {
  opened: 'case_opened',
  closed: 'case_closed',
  reopened: 'case_reopened',
}

/** Writes what happened to a case into its history, and opening and closing into the conversation's timeline. */
export async function noteCase(
  tx: Tx,
  by: By,
  row: CaseRow,
  note: {
    kind: CaseEventKind
    /** The answer that came, where that is what happened. */
    answer?: { id: string; revision: number }
    data?: Record<string, unknown>
    at: Instant
  },
): Promise<void> {
  const { id: responseId, revision } =
    note.kind === 'opened' ? { id: row.response_id, revision: row.revision } : (note.answer ?? {})
  await tx
    .insertInto('case_events')
    .values({
      workspace_id: row.workspace_id,
      id: newId(),
      case_id: row.id,
      kind: note.kind,
      actor_kind: by.kind,
      actor_id: by.id,
      response_id: responseId ?? null,
      revision: revision ?? null,
      data: JSON.stringify(note.data ?? {}),
      at: new Date(note.at),
    })
    .execute()
  await noteInTimeline(tx, by, row, note)
}

async function noteInTimeline(
  tx: Tx,
  by: By,
  row: CaseRow,
  { kind, at }: { kind: CaseEventKind; at: Instant },
): Promise<void> {
  const entryKind = IN_TIMELINE[kind]
  if (!entryKind) return
  const about =
    row.response_id === null
      ? null
      : (await answerFacts(tx, row.workspace_id, row.response_id, row.revision!)).answer
  // Without a word to who watches: that something happened right after an answer would tell what the answer was.
  await writeEntries(tx, [
    {
      by,
      conversationId: row.conversation_id,
      contactId: row.contact_id,
      kind: entryKind,
      data: {
        case_id: row.id,
        ...(about && { response_id: row.response_id, score: about.score, given_at: about.givenAt }),
        ...(kind === 'closed' && { outcome: row.outcome }),
      },
      at,
    },
  ])
}

/**
 * Publishes what a case has become: ids, state and owner, never a score. As long as an admin may not know of it nothing
 * is said outside of the house; a job does then what `case.opened` would have done.
 */
export async function tellOfCase(
  tx: Tx,
  row: CaseRow,
  type: Extract<EventType, `case.${string}`>,
  when: { now: Instant; depth?: number | undefined; facts?: CaseFacts },
): Promise<void> {
  const facts = when.facts ?? (await factsOf(tx, row))
  const knowing = facts.members.filter((member) => (knowsAt(facts, member) ?? Infinity) <= when.now)
  await tellScreens(
    tx,
    row.workspace_id,
    knowing.map(({ id }) => id),
  )
  const knows = outsideKnowsAt(facts)
  if (knows === null || knows > when.now) return
  await publish(tx, {
    workspaceId: row.workspace_id,
    type,
    conversationId: row.conversation_id,
    payload: {
      case_id: row.id,
      response_id: row.response_id,
      state: row.state,
      owner_id: row.owner_id,
      team_id: row.team_id,
      outcome: row.outcome,
    },
    depth: when.depth ?? 0,
    at: when.now,
  })
  if (type === 'case.opened') await changeCaseRow(tx, row, { published_at: new Date(when.now) }, when.now)
}

/** As many as fit into one notice of the database. */
const AT_ONCE = 100

/** Only those are told who may know of the case: that something happened tells what the answer was. */
export async function tellScreens(tx: Tx, workspaceId: string, members: readonly string[]): Promise<void> {
  for (let first = 0; first < members.length; first += AT_ONCE) {
    const only = members.slice(first, first + AT_ONCE)
    await tell(tx, { workspace_id: workspaceId, kind: 'case', only })
  }
}
