import type { Db, Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import { type CaseFacts, knowsAt } from '../policy/follow-up/follow-up.ts'
import { policyForChannel } from '../policy/settings.ts'
import { canSeeResponse, OUTSIDE, type Viewer } from '../policy/view.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { policyOfAsk } from '../surveys/settings/policy-of-ask.ts'
import { findAnswer } from './find-answer.ts'
import { followUpMembers } from './members.ts'
import type { CaseRow } from './store.ts'

/** An answer in one of its versions, with the rules it was asked under. */
export async function answerFacts(db: Db | Tx, workspaceId: string, id: string, revision: number) {
  const row = await db
    .selectFrom('responses')
    .innerJoin('surveys', (join) =>
      join
        .onRef('surveys.workspace_id', '=', 'responses.workspace_id')
        .onRef('surveys.id', '=', 'responses.survey_id'),
    )
    .innerJoin('response_revisions as version', (join) =>
      join
        .onRef('version.workspace_id', '=', 'responses.workspace_id')
        .onRef('version.response_id', '=', 'responses.id'),
    )
    .select(['responses.team_id', 'responses.agent_id', 'responses.channel', 'surveys.policy_version'])
    .select(['version.score', 'version.comment', 'version.at'])
    .where('responses.workspace_id', '=', workspaceId)
    .where('responses.id', '=', id)
    .where('version.revision', '=', revision)
    .executeTakeFirstOrThrow()
  const { policy } = await policyOfAsk(db, { ...row, workspace_id: workspaceId })
  return { ...row, policy, answer: { score: row.score, teamId: row.team_id, givenAt: row.at } }
}

/** What the policy is asked about a case by, as things stand now. */
export async function factsOf(
  db: Db | Tx,
  row: Pick<CaseRow, 'workspace_id' | 'response_id' | 'revision' | 'channel' | 'team_id' | 'opened_at'>,
): Promise<CaseFacts & { comment: string | null }> {
  const members = await followUpMembers(db, row.workspace_id)
  const common = { teamId: row.team_id, assigneeId: null, agentId: null, members, openedAt: row.opened_at }
  if (row.response_id === null) {
    const policy = policyForChannel((await currentPolicy(db, row.workspace_id)).policy, row.channel)
    return { ...common, policy, answer: null, comment: null }
  }
  const { policy, answer, comment } = await answerFacts(db, row.workspace_id, row.response_id, row.revision!)
  return { ...common, policy, answer, comment }
}

/** From when on what is said outside of the house may tell of a case. Null: never. */
export function outsideKnowsAt(facts: Pick<CaseFacts, 'policy' | 'answer' | 'openedAt'>): Instant | null {
  return knowsAt(facts, OUTSIDE)
}

/** An answer as somebody is told of it. */
export type AnswerSeen = { score: number; comment: string | null; givenAt: Instant }

/**
 * A case's answer for one who may know of the case: as it stands, with the words that came since, if he may see it so
 * (C13); else as it was when the case was opened. Null: the case is about none.
 */
export async function answerAsSeen(
  db: Db | Tx,
  row: Pick<CaseRow, 'workspace_id' | 'response_id'>,
  by: { facts: Awaited<ReturnType<typeof factsOf>>; member: Omit<Viewer, 'reviews'>; now: Instant },
): Promise<AnswerSeen | null> {
  const { answer: then, comment, policy } = by.facts
  const now = row.response_id && (await findAnswer(db, row.workspace_id, row.response_id))
  if (!now || !then) return null
  const {
    score,
    team_id: teamId,
    submitted_at: submittedAt,
    edited_at: editedAt,
    quarantined: setAside,
  } = now
  const response = { score, teamId, submittedAt, editedAt, setAside }
  // Nor are reviewers told what was set aside: they find it where they review it.
  const viewer = { ...by.member, reviews: false }
  return canSeeResponse({ viewer, policy, response, now: by.now }).allowed
    ? { score, comment: now.comment, givenAt: editedAt ?? submittedAt }
    : { score: then.score, comment, givenAt: then.givenAt }
}
