import type { ChatSurvey } from '../webchat/schema.ts'
import { type Api, Refused } from './api.ts'
import { pauseAfter } from './sender.ts'

export type Rating = { score: number; comment?: string; reasons?: string[] }
/** Null: taken. A reason code: refused. `unreachable`: may be tried again. */
export type RatingOutcome = string | null

type Answer = Pick<ChatSurvey, 'state' | 'score' | 'comment'> & { can: { edit: boolean } }

const ATTEMPTS = 3

/** Sends a rating, a few times if need be: the same one again changes nothing. */
export async function sendRating(
  api: Api,
  token: string | null,
  surveyId: string,
  rating: Rating,
): Promise<{ refusal: RatingOutcome; answer: Answer | null }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, pauseAfter(attempt - 1)))
    try {
      const request = { method: 'POST', token, body: rating } as const
      return { refusal: null, answer: await api.call<Answer>(`/surveys/${surveyId}/rating`, request) }
    } catch (error) {
      if (error instanceof Refused && !error.passing)
        return { refusal: error.reason ?? 'refused', answer: null }
    }
  }
  return { refusal: 'unreachable', answer: null }
}
