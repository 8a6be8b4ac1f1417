import { memberName } from '../access/directory.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import { moment } from '../policy/sentences.ts'
import { type Policy, policyForChannel } from '../policy/settings.ts'
import { canSeeInTimeline, canSeeResponse, type Viewer } from '../policy/view.ts'
import { allSteps } from '../policy/workflow.ts'
import type { Definition } from '../policy/workflow-definition.ts'
import { namesIn, neededIn, type TemplateValues } from '../policy/workflow-template.ts'
import type { Known, ToldAnswer } from './facts.ts'

/** Who reads the inbox: the role with the fewest rights, of no team. */
const WHOLE_INBOX: Viewer = { role: 'agent', teamIds: [] }

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

/** The names that tell of an answer: the score, the comment, and whatever a step read a score into. */
export function answerNames({ steps }: Pick<Definition, 'steps'>): string[] {
  const read = allSteps(steps).flatMap(({ step }) => (step.type === 'get_score' ? [step.variable] : []))
  return [...new Set(['score', 'comment', ...read])]
}

/** Whether a viewer may be told of an answer; if not, until when (null: his role never may). */
export type Opened = { open: true } | { open: false; until: Instant | null }

/** May he (C12, C13)? Where the text is for all of the inbox, as in its timeline (I15). */
export function openTo(viewer: Viewer | 'inbox', answer: ToldAnswer, policy: Policy, now: Instant): Opened {
  const facts = {
    viewer: viewer === 'inbox' ? WHOLE_INBOX : viewer,
    policy: policyForChannel(policy, answer.row.channel),
    response: {
      score: answer.score,
      teamId: answer.row.team_id,
      submittedAt: answer.row.submitted_at,
      editedAt: answer.at,
    },
    now,
  }
  const decision = viewer === 'inbox' ? canSeeInTimeline(facts) : canSeeResponse(facts)
  if (decision.allowed) return { open: true }
  const until = decision.facts['until']
  return { open: false, until: typeof until === 'number' ? until : null }
}

/**
 * Why a text is not said to the customer, whom everybody in the inbox reads over the shoulder; null: it may be. It
 * is not said with a hole where a link or a score should be, nor where it tells the inbox a score closed to it.
 */
export function whyNotSaid(
  template: string,
  {
    answer,
    variables,
    ...facts
  }: {
    definition: Pick<Definition, 'steps'>
    answer: ToldAnswer | null
    variables: Readonly<Record<string, string | number>>
    policy: Policy
    now: Instant
  },
): string | null {
  const names = answerNames(facts.definition)
  const tells = namesIn(template).some((name) => names.includes(name))
  if (answer && tells && !openTo('inbox', answer, facts.policy, facts.now).open) {
    return 'The message would tell everybody in the inbox of an answer that is closed to them.'
  }
  const values: TemplateValues = { score: answer?.score, comment: answer?.comment, ...variables }
  const missing = neededIn(template).find((name) => !name.includes('.') && values[name] == null)
  return missing === undefined ? null : `{{${missing}}} is not known, so the message is not sent.`
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
  if (answer === null || opened === null) return plain
  if (opened.open) return { score: answer.score, comment: answer.comment, ...plain }
  const why = opened.until === null ? '(not open to you)' : `(hidden until ${moment(opened.until)})`
  const closed = inPlace ?? why
  return { ...plain, ...Object.fromEntries(names.map((name) => [name, closed])) }
}
