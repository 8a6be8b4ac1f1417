import { bySystem } from '../../inbox/by.ts'
import { lockConversations } from '../../inbox/find.ts'
import type { Context } from '../../platform/context.ts'
import { transact, type Tx } from '../../platform/database.ts'
import type { Outcome } from '../../platform/outcome.ts'
import { together } from '../../platform/together.ts'
import type { Instant } from '../../policy/decision.ts'
import { findSuspicions } from './find-suspicions.ts'
import { markSent } from '../life/mark-sent.ts'
import { type Evidence, insertEvidence } from './record-evidence.ts'
import { type AskPolicy, policiesOfAsks } from '../settings/policy-of-ask.ts'
import type { RatingAnswer, RatingInput } from '../schema.ts'
import { findSurveys, handedOver, responsesOfAll, type SurveyRow, surveysOfAll } from '../store.ts'
import { refused, takeAnswer } from './take-answer.ts'
import type { SurveyName } from '../token.ts'
import { writeAnswers } from './write-answers.ts'

/** An answer that has come in; `form` when the page's own form sent it. */
export type RateRequest = SurveyName & {
  input: RatingInput
  evidence: Evidence
  form?: { honeypot: boolean }
}

type Answered = Outcome<RatingAnswer>

/** Two batches, so that one can write while the other is read; more only wait for the same processor. */
const BATCHES = { atOnce: 2, most: 100 }
const gatherers = new WeakMap<Context, (request: RateRequest) => Promise<Answered>>()

/**
 * Takes a customer's answer: first, changed, or the same again (which changes nothing). Refused with the
 * reason when the policy says so; the submit stays as evidence either way. Answers that come in at the same
 * time, of different conversations, share a transaction; each is acknowledged when that is committed.
 */
export function rateSurvey(ctx: Context, request: RateRequest): Promise<Answered> {
  let gather = gatherers.get(ctx)
  if (!gather) gatherers.set(ctx, (gather = together((requests) => rateAll(ctx, requests), BATCHES)))
  return gather(request)
}

/** Answers to the same conversation follow each other, in rounds: the second sees what the first has written. */
async function rateAll(ctx: Context, requests: RateRequest[]): Promise<Answered[]> {
  const answers = new Map<RateRequest, Answered>()
  const known = await findSurveys(ctx.db, requests.map(nameOf))
  let round = new Map<string, [RateRequest, SurveyRow]>()
  let left = [...requests]
  while (left.length > 0) {
    const later: RateRequest[] = []
    round = new Map()
    for (const request of left) {
      const survey = known.get(request.surveyId)
      if (!survey) answers.set(request, refused('unknown_link', {}))
      else if (round.has(survey.conversation_id)) later.push(request)
      else round.set(survey.conversation_id, [request, survey])
    }
    const asked = [...round.values()]
    if (asked.length > 0) {
      const outcomes = await transact(ctx.db, (tx) => rateRound(ctx, tx, asked))
      asked.forEach(([request], index) => answers.set(request, outcomes[index]!))
    }
    left = later
  }
  return requests.map((request) => answers.get(request)!)
}

function nameOf({ workspaceId, surveyId }: SurveyName): { workspaceId: string; id: string } {
  return { workspaceId, id: surveyId }
}

/** One answer for each of several conversations. */
async function rateRound(
  ctx: Context,
  tx: Tx,
  asked: readonly (readonly [RateRequest, SurveyRow])[],
): Promise<Answered[]> {
  const conversations = asked.map(([, survey]) => ({
    workspaceId: survey.workspace_id,
    id: survey.conversation_id,
  }))
  await lockConversations(tx, conversations)
  const surveys = await surveysOfAll(tx, conversations)
  const responses = await responsesOfAll(tx, conversations)
  const now = ctx.clock.now()
  const found = asked.map(([, { id, conversation_id }]) => surveys.get(conversation_id)!.find(isNamed(id))!)
  const policyOf = await policiesOfAsks(tx, found)
  const current = await markArrived(tx, found, policyOf, now)
  const suspicions = await findSuspicions(
    tx,
    asked.map(([request]) => request),
    now,
  )
  const taken = asked.map(([{ input }], index) => {
    const survey = current[index]!
    const { policy, version } = policyOf(survey)
    const rows = {
      survey,
      surveys: surveys.get(survey.conversation_id)!.map((other) => (other.id === survey.id ? survey : other)),
      responses: responses.get(survey.conversation_id) ?? [],
      policy,
      policyVersion: version,
      suspicion: suspicions[index]!,
    }
    return takeAnswer(rows, input, now)
  })
  const submits = asked.map(([{ workspaceId, surveyId, evidence, input }]) => ({
    workspaceId,
    surveyId,
    ...evidence,
    kind: 'submit' as const,
    score: input.score,
  }))
  await insertEvidence(tx, submits, now)
  await writeAnswers(tx, taken, now)
  return taken.map(({ outcome }) => outcome)
}

function isNamed(id: string): (survey: SurveyRow) => boolean {
  return (survey) => survey.id === id
}

/**
 * An answer proves that its survey arrived, though it is not known to be sent or its delivery is taken to have
 * failed: it is sent from now on, with its windows, and the answer is judged by them.
 */
async function markArrived(
  tx: Tx,
  surveys: readonly SurveyRow[],
  policyOf: (survey: SurveyRow) => AskPolicy,
  now: Instant,
): Promise<SurveyRow[]> {
  const onTheWay = await handedOver(tx, surveys)
  const current: SurveyRow[] = []
  for (const survey of surveys) {
    const hasArrived = survey.state === 'failed' || onTheWay.has(survey.id)
    const by = bySystem(survey.workspace_id)
    current.push(hasArrived ? await markSent(tx, by, survey, policyOf(survey).policy, now) : survey)
  }
  return current
}
