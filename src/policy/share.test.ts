import { describe, expect, it } from 'vitest'
import { mayHaveResponse, planAnswer, repeatsAnAsk, responseFor } from './share.ts'
import { SURVEY_STATES, type SurveyState } from './survey.ts'

const perTeammate = { scope: 'teammate' as const }
const asked = (
  id: string,
  agentId: string | null,
  state: SurveyState = 'sent',
  responseId: string | null = null,
) => ({
  id,
  agentId,
  state,
  responseId,
})
const rated = (id: string, agentId: string | null, isSuperseded = false) => ({ id, agentId, isSuperseded })
const ids = (things: readonly { id: string }[]): string[] => things.map(({ id }) => id)

describe('one rating per teammate', () => {
  it('I14: an ask is answered by its own response, else by the one about the same teammate', () => {
    const responses = [rated('r1', 'anna'), rated('r2', 'ben')]
    const of = (survey: ReturnType<typeof asked>) => responseFor(perTeammate, survey, responses)?.id
    expect(of(asked('s', 'ben'))).toBe('r2')
    expect(of(asked('s', 'ben', 'answered', 'r1'))).toBe('r1')
    expect(of(asked('s', 'cleo'))).toBeUndefined()
    expect(responseFor({ scope: 'resolution' }, asked('s', 'ben'), responses)).toBeNull()
  })

  it('I14: what belongs to nobody is shared with nobody', () => {
    const nobodys = asked('s', null)
    expect(responseFor(perTeammate, nobodys, [rated('r1', null)])).toBeNull()
    expect(mayHaveResponse(nobodys)).toBe(false)
    expect(mayHaveResponse({ agentId: null, responseId: 'r1' })).toBe(true)
    expect(mayHaveResponse({ agentId: 'anna', responseId: null })).toBe(true)
    const plan = planAnswer(perTeammate, nobodys, {
      surveys: [nobodys, asked('other', null)],
      responses: [rated('r1', null)],
    })
    expect([plan.revises, ids(plan.settles)]).toEqual([null, ['s']])
  })

  it('I14: an answer settles every ask about the teammate that the customer has, and no other', () => {
    const survey = asked('this', 'anna')
    const surveys = [
      survey,
      ...SURVEY_STATES.map((state) => asked(state, 'anna', state)),
      asked('bens', 'ben'),
    ]
    const settled = (scope: 'teammate' | 'resolution') =>
      ids(planAnswer({ scope }, survey, { surveys, responses: [] }).settles)
    expect(settled('teammate')).toEqual(['this', 'sent', 'answered'])
    expect(settled('resolution')).toEqual(['this'])
  })

  it('O10: in a conversation with one score the latest takes the place of those before', () => {
    const survey = asked('this', 'anna', 'answered', 'own')
    const responses = [rated('gone', 'ben', true), rated('before', 'anna'), rated('own', 'anna')]
    const plan = planAnswer({ scope: 'conversation' }, survey, { surveys: [survey], responses })
    expect([plan.revises?.id, ids(plan.supersedes)]).toEqual(['own', ['before']])
    expect(planAnswer(perTeammate, survey, { surveys: [survey], responses }).supersedes).toEqual([])
  })

  it('I14: asking about a teammate again is counted once; about nobody, each time', () => {
    const repeats = (
      agentId: string | null,
      state: SurveyState,
      scope: 'teammate' | 'resolution' = 'teammate',
    ) =>
      repeatsAnAsk({
        policy: { scope },
        conversation: { id: 'c' },
        agentId,
        surveys: [{ conversationId: 'c', agentId, state }],
      })
    expect(SURVEY_STATES.filter((state) => repeats('anna', state))).toEqual(
      SURVEY_STATES.filter((state) => state !== 'withdrawn' && state !== 'failed'),
    )
    expect(repeats(null, 'sent')).toBe(false)
    expect(repeats('anna', 'sent', 'resolution')).toBe(false)
  })
})
