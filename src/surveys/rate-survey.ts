import { byContact } from '../inbox/by.ts'
import { lockConversation } from '../inbox/store.ts'
import { addEntry } from '../inbox/timeline.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { done, fail, type Outcome } from '../platform/outcome.ts'
import type { Decision, Instant, RateRefusal } from '../policy/decision.ts'
import { type Answer, canEdit, canRate, type RateFacts } from '../policy/rate.ts'
import { sentence } from '../policy/sentences.ts'
import { policyForChannel, type Policy } from '../policy/settings.ts'
import { type Evidence, insertEvidence } from './record-evidence.ts'
import { currentPolicy } from './policy-store.ts'
import { rateFactsOf } from './rate-facts.ts'
import type { RatingAnswer, RatingInput } from './schema.ts'
import {
  findSurvey,
  type ResponseRow,
  responsesOf,
  storeDecision,
  type SurveyRow,
  surveysOf,
} from './store.ts'

export type RateRequest = {
  workspaceId: string
  surveyId: string
  input: RatingInput
  evidence: Evidence
}

/**
 * Takes a customer's answer: first, changed, or the same again (which changes nothing). Refused with the
 * reason when the policy says so; the submit stays as evidence either way.
 */
export async function rateSurvey(ctx: Context, request: RateRequest): Promise<Outcome<RatingAnswer>> {
  return ctx.db.transaction().execute(async (tx) => {
    const found = await findSurvey(tx, request.workspaceId, request.surveyId)
    if (!found) return refused('unknown_link', {})
    await lockConversation(tx, found.workspace_id, found.conversation_id)
    const surveys = await surveysOf(tx, found.workspace_id, found.conversation_id)
    const survey = surveys.find(({ id }) => id === found.id)!
    const responses = await responsesOf(tx, found.workspace_id, found.conversation_id)
    const { version, policy: workspacePolicy } = await currentPolicy(tx, found.workspace_id)
    const policy = policyForChannel(workspacePolicy, survey.channel)
    const now = ctx.clock.now()

    const answer = normalise(request.input, policy)
    const facts = rateFactsOf({ survey, responses, policy, now })
    const decision = canRate({ ...facts, answer })
    await insertEvidence(tx, survey, { ...request.evidence, kind: 'submit', score: answer.score }, now)
    if (!decision.allowed) {
      await storeDecision(tx, {
        workspaceId: survey.workspace_id,
        conversationId: survey.conversation_id,
        surveyId: survey.id,
        kind: 'rate',
        cause: 'contact',
        decision,
        policyVersion: version,
        at: now,
      })
      return refused(decision.reason, decision.facts)
    }
    if (!decision.facts['repeated']) {
      const response = await writeResponse(tx, { survey, responses, policy, answer, now })
      await answerSurveys(tx, { survey, surveys, policy, response, now })
      await writeNews(tx, { survey, response, answer, now })
    }
    return done(await presentAnswer(tx, survey, policy, now))
  })
}

function refused(reason: RateRefusal, facts: Decision<RateRefusal>['facts']): Outcome<never> {
  const message = sentence(reason, facts)
  if (reason === 'unknown_link') return fail({ kind: 'not_found', reason, message })
  if (reason === 'expired' || reason === 'withdrawn') return fail({ kind: 'gone', reason, message })
  return fail({ kind: 'refused', reason, message })
}

/** Thumbs have two scores; reasons are those the policy offers; an empty comment is none. */
function normalise(input: RatingInput, policy: Policy): Answer {
  const score = policy.question.scale === 'thumbs' ? (input.score >= 4 ? 5 : 1) : input.score
  const comment = input.comment?.replaceAll('\r\n', '\n').trim()
  return {
    score,
    comment: comment ? comment : null,
    reasons: policy.question.reasons.filter((reason) => input.reasons?.includes(reason)),
  }
}

type Writing = {
  survey: SurveyRow
  responses: ResponseRow[]
  policy: Policy
  answer: Answer
  now: Instant
}

/** The response of this survey, new or revised; every version of it is kept. */
async function writeResponse(
  tx: Tx,
  { survey, responses, policy, answer, now }: Writing,
): Promise<ResponseRow> {
  const known = responses.find(({ id }) => id === sharedResponseId(survey, responses, policy))
  const values = { score: answer.score, comment: answer.comment, reasons: [...answer.reasons] }
  const response = known
    ? await tx
        .updateTable('responses')
        .set({ ...values, revision: known.revision + 1, edited_at: new Date(now) })
        .where('workspace_id', '=', known.workspace_id)
        .where('id', '=', known.id)
        .returningAll()
        .executeTakeFirstOrThrow()
    : await tx
        .insertInto('responses')
        .values({
          workspace_id: survey.workspace_id,
          id: newId(),
          survey_id: survey.id,
          conversation_id: survey.conversation_id,
          contact_id: survey.contact_id,
          resolution: survey.resolution,
          agent_id: survey.agent_id,
          team_id: survey.team_id,
          channel: survey.channel,
          tags: survey.tags,
          handled_by: survey.handled_by,
          scale: policy.question.scale,
          satisfied_from: policy.question.satisfied_from,
          submitted_at: new Date(now),
          ...values,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
  await tx
    .insertInto('response_revisions')
    .values({
      workspace_id: response.workspace_id,
      response_id: response.id,
      revision: response.revision,
      ...values,
      at: new Date(now),
    })
    .execute()
  return response
}

/** The response this survey writes to: its own, or under `teammate` the one for the same teammate (I14). */
function sharedResponseId(survey: SurveyRow, responses: ResponseRow[], policy: Policy): string | null {
  if (survey.response_id) return survey.response_id
  if (policy.scope !== 'teammate') return null
  return responses.find(({ agent_id: agentId }) => agentId === survey.agent_id)?.id ?? null
}

/**
 * Marks what the answer settles: this survey; under `teammate` every open one for the same teammate (I14);
 * under `conversation` it replaces earlier answers (O10).
 */
async function answerSurveys(
  tx: Tx,
  facts: { survey: SurveyRow; surveys: SurveyRow[]; policy: Policy; response: ResponseRow; now: Instant },
): Promise<void> {
  const { survey, surveys, policy, response, now } = facts
  const settled = surveys.filter(
    (other) =>
      other.id === survey.id ||
      (policy.scope === 'teammate' &&
        other.agent_id === survey.agent_id &&
        (other.state === 'sent' || other.state === 'answered')),
  )
  await tx
    .updateTable('surveys')
    .set({
      state: 'answered',
      response_id: response.id,
      answered_at: new Date(now),
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', survey.workspace_id)
    .where(
      'id',
      'in',
      settled.map(({ id }) => id),
    )
    .execute()
  if (policy.scope !== 'conversation') return
  await tx
    .updateTable('responses')
    .set({ superseded_at: new Date(now) })
    .where('workspace_id', '=', survey.workspace_id)
    .where('conversation_id', '=', survey.conversation_id)
    .where('id', '!=', response.id)
    .where('superseded_at', 'is', null)
    .execute()
}

async function writeNews(
  tx: Tx,
  {
    survey,
    response,
    answer,
    now,
  }: { survey: SurveyRow; response: ResponseRow; answer: Answer; now: Instant },
): Promise<void> {
  await addEntry(tx, byContact(survey.workspace_id, survey.contact_id), {
    conversationId: survey.conversation_id,
    contactId: survey.contact_id,
    kind: 'csat_submitted',
    surveyId: survey.id,
    data: {
      response_id: response.id,
      score: answer.score,
      comment: answer.comment,
      reasons: answer.reasons,
      changed: response.revision > 1,
    },
    at: now,
  })
  await publish(tx, {
    workspaceId: survey.workspace_id,
    type: 'csat.score_submitted',
    conversationId: survey.conversation_id,
    surveyId: survey.id,
    payload: { response_id: response.id, revision: response.revision },
    at: now,
  })
}

async function presentAnswer(tx: Tx, survey: SurveyRow, policy: Policy, now: Instant): Promise<RatingAnswer> {
  const current = (await findSurvey(tx, survey.workspace_id, survey.id))!
  const responses = await responsesOf(tx, survey.workspace_id, survey.conversation_id)
  const facts: RateFacts = rateFactsOf({ survey: current, responses, policy, now })
  return {
    state: 'answered',
    score: facts.response!.score,
    comment: facts.response!.comment,
    can: { edit: canEdit(facts) },
  }
}
