import type { Actor } from '../../access/actor.ts'
import { toIso, toIsoOrNull } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import type { Decision, Facts, Instant } from '../../policy/decision.ts'
import { type Reason, sentence } from '../../policy/sentences.ts'
import { type Policy, policyForChannel } from '../../policy/settings.ts'
import { canSeeInTimeline, canSeeResponse, type Viewer } from '../../policy/view.ts'
import { surveyUrl } from '../links.ts'
import type { DecisionView, Response, Survey } from '../schema.ts'
import type { ResponseRow, SurveyRow } from '../store.ts'

/** What is needed to tell what an asker may see: who he is, the workspace's policy, and the time. */
export type Eyes = Look & { actor: Actor }

/** The same of somebody who need not be anybody in particular. */
export type Look = { actor: Pick<Actor, 'abilities'>; viewer: Viewer; policy: Policy; now: Instant }

/** Gathers an asker's eyes once for a whole answer. */
export async function eyesOf(ctx: Context, actor: Actor, policy: Policy): Promise<Eyes> {
  const teams = actor.memberId
    ? await ctx.db
        .selectFrom('team_members')
        .select('team_id')
        .where('workspace_id', '=', actor.workspaceId)
        .where('member_id', '=', actor.memberId)
        .execute()
    : []
  const viewer = {
    role: actor.role,
    teamIds: teams.map((row) => row.team_id),
    reviews: actor.abilities.has('responses.review'),
  }
  return { actor, viewer, policy, now: ctx.clock.now() }
}

type Seen = Pick<ResponseRow, 'score' | 'submitted_at' | 'edited_at' | 'team_id' | 'channel' | 'quarantined'>

/** May these eyes see this single answer as it stands now (SPEC § 3.1, C12, C13)? */
export function maySee(eyes: Look, row: Seen): boolean {
  return canSeeResponse(viewFacts(eyes, row)).allowed
}

/** When an answer that they may not see will be open to them; null when no time changes it. */
export function hiddenUntil(eyes: Eyes, row: Seen): Instant | null {
  const until = canSeeResponse(viewFacts(eyes, row)).facts['until']
  return typeof until === 'number' ? until : null
}

/** May they see, in the timeline, one of its revisions: that score, given at that time (C13, I15)? */
export function mayRead(eyes: Eyes, row: Seen, revision: { score: number; at: Instant }): boolean {
  const seen = { ...row, score: revision.score, edited_at: revision.at }
  return canSeeInTimeline(viewFacts(eyes, seen)).allowed
}

/** The rules are those of the channel that the answer came on (O1). */
function viewFacts({ viewer, policy, now }: Look, row: Seen): Parameters<typeof canSeeResponse>[0] {
  const response = {
    score: row.score,
    teamId: row.team_id,
    submittedAt: row.submitted_at,
    editedAt: row.edited_at,
    setAside: row.quarantined,
  }
  return { viewer, policy: policyForChannel(policy, row.channel), response, now }
}

/** A response as the API shows it. */
export function presentResponse(row: ResponseRow): Response {
  return {
    id: row.id,
    survey_id: row.survey_id,
    conversation_id: row.conversation_id,
    contact_id: row.contact_id,
    agent_id: row.agent_id,
    score: row.score,
    comment: row.comment,
    reasons: row.reasons,
    submitted_at: toIso(row.submitted_at),
    edited_at: toIsoOrNull(row.edited_at),
    quarantined: row.quarantined,
  }
}

/** A survey as the API shows it: its address only to who may send while it is to be
 * answered, its response only to who may see it. */
export function presentSurvey(
  ctx: Context,
  eyes: Look,
  row: SurveyRow,
  response: ResponseRow | null,
): Survey {
  // Once it is answered there is nothing to send any more, and its page is the customer's.
  const mayHand = eyes.actor.abilities.has('csat.send') && row.state !== 'answered'
  return {
    id: row.id,
    state: row.state,
    conversation_id: row.conversation_id,
    resolution: row.resolution,
    contact_id: row.contact_id,
    agent_id: row.agent_id,
    team_id: row.team_id,
    channel: row.channel,
    tags: row.tags,
    url: mayHand ? surveyUrl(ctx, { workspaceId: row.workspace_id, surveyId: row.id }) : null,
    policy_version: row.policy_version,
    made_at: toIso(row.made_at),
    due_at: toIso(row.due_at),
    sent_at: toIsoOrNull(row.sent_at),
    rate_until: toIsoOrNull(row.rate_until),
    edit_until: toIsoOrNull(row.edit_until),
    response: response && maySee(eyes, response) ? presentResponse(response) : null,
  }
}

/** A decision as the API shows it. */
export function presentDecision(entry: { decision: Decision<Reason>; at: Instant }): DecisionView {
  const { allowed, reason, facts } = entry.decision
  return { allowed, reason, sentence: sentence(reason, facts), facts, at: toIso(entry.at) }
}

/** A stored one. */
export function presentStoredDecision(row: {
  allowed: boolean
  reason: string | null
  facts: Facts
  at: Instant
}): DecisionView {
  return {
    allowed: row.allowed,
    reason: row.reason,
    sentence: sentence(row.reason as Reason | null, row.facts),
    facts: row.facts,
    at: toIso(row.at),
  }
}
