import { memberName } from '../access/directory.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import { moment } from '../policy/moment.ts'
import { type Policy, policyForChannel } from '../policy/settings.ts'
import { canSeeInTimeline, canSeeResponse, type Viewer } from '../policy/view.ts'
import type { TemplateValues } from '../policy/workflow/workflow-template.ts'
import type { Known, ToldAnswer } from './facts.ts'

/** Who reads the inbox: the role with the fewest rights, of no team. */
const WHOLE_INBOX: Viewer = { role: 'agent', teamIds: [], reviews: false }

/** What fills the places of texts, apart from the answer. */
export async function plainValues(
  ctx: Pick<Context, 'config'>,
  db: Db | Tx,
  { conversation, contact }: Known,
  variables: Readonly<Record<string, string | number>>,
): Promise<Record<string, string | number | null>> {
  const { workspace_id: workspaceId } = conversation
  const agentId = conversation.last_teammate_id ?? conversation.assignee_id
  const { name } = await db
    .selectFrom('workspaces')
    .select('name')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return {
    'contact.name': contact.name,
    'agent.name': agentId === null ? null : await memberName(db, workspaceId, agentId),
    'workspace.name': name,
    'conversation.subject': conversation.subject,
    'conversation.url': `${ctx.config.publicUrl}/inbox/${conversation.id}`,
    ...variables,
  }
}

/** Whether a viewer may be told of an answer; if not, until when (null: his role never may). */
export type Opened = { open: true } | { open: false; until: Instant | null }

/** The answers that a step may tell of: the one that the run was started by, and the one that counts now. */
export function answersOf({ known, standing }: { known: Known; standing: Known['answer'] }): ToldAnswer[] {
  return [known.answer, standing].filter((answer) => answer !== null)
}

/**
 * May he know all of these (C12, C13)? Where the text is for all of the inbox, as in its timeline (I15). Null: there is
 * nothing to know.
 */
export function openTo(
  viewer: Viewer | 'inbox',
  answers: readonly ToldAnswer[],
  policy: Policy,
  now: Instant,
): Opened | null {
  if (answers.length === 0) return null
  const closed = answers.map((answer) => openingOf(viewer, answer, policy, now)).filter(({ open }) => !open)
  if (closed.length === 0) return { open: true }
  const ends = closed.map((each) => (each.open ? null : each.until))
  return { open: false, until: ends.includes(null) ? null : Math.max(...ends.map(Number)) }
}

function openingOf(viewer: Viewer | 'inbox', answer: ToldAnswer, policy: Policy, now: Instant): Opened {
  const facts = {
    viewer: viewer === 'inbox' ? WHOLE_INBOX : viewer,
    policy: policyForChannel(policy, answer.row.channel),
    response: {
      score: answer.score,
      teamId: answer.row.team_id,
      submittedAt: answer.row.submitted_at,
      editedAt: answer.at,
      setAside: answer.row.quarantined,
    },
    now,
  }
  const decision = viewer === 'inbox' ? canSeeInTimeline(facts) : canSeeResponse(facts)
  if (decision.allowed) return { open: true }
  const until = decision.facts['until']
  return { open: false, until: typeof until === 'number' ? until : null }
}

/**
 * The values with what a reader may know of the answer. Where it is closed to him, the places say only that: not
 * even whether it was low, for that is told by the words around them, and those are the author's.
 */
export function valuesFor(
  plain: TemplateValues,
  answer: ToldAnswer | null,
  opened: Opened | null,
  names: readonly string[],
  inPlace?: string,
): TemplateValues {
  // What was read of an answer that is not there any more is not told either.
  if (answer === null || opened === null) {
    return Object.fromEntries(Object.entries(plain).filter(([name]) => !names.includes(name)))
  }
  if (opened.open) return { score: answer.score, comment: answer.comment, ...plain }
  const why = opened.until === null ? '(not open to you)' : `(hidden until ${moment(opened.until)})`
  const closed = inPlace ?? why
  return { ...plain, ...Object.fromEntries(names.map((name) => [name, closed])) }
}
