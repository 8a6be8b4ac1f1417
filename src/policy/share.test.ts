import { describe, expect, it } from 'vitest'
import { mayHaveResponse, planAnswer, repeatsAnAsk, responseFor, settlePlaces } from './share.ts'
import { policyOf } from './test-facts.ts'
import { SURVEY_STATES, type SurveyState } from './survey.ts'

type Scope = 'teammate' | 'conversation' | 'resolution'
const rules = (scope: Scope) => ({ ...policyOf('on_close'), scope })
const perTeammate = rules('teammate')
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
const rated = (
  id: string,
  agentId: string | null,
  facts: { isSuperseded?: boolean; isSetAside?: boolean; comment?: string } = {},
) => ({ id, agentId, isSuperseded: false, isSetAside: false, comment: null, ...facts })
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
      ids(planAnswer(rules(scope), survey, { surveys, responses: [] }).settles)
    expect(settled('teammate')).toEqual(['this', 'sent', 'answered'])
    expect(settled('resolution')).toEqual(['this'])
  })

  it('O10: in a conversation with one score the latest takes the place of those before', () => {
    const survey = asked('this', 'anna', 'answered', 'own')
    const responses = [
      rated('gone', 'ben', { isSuperseded: true }),
      rated('before', 'anna'),
      rated('own', 'anna'),
    ]
    const plan = planAnswer(rules('conversation'), survey, { surveys: [survey], responses })
    expect([plan.revises?.id, ids(plan.supersedes)]).toEqual(['own', ['before']])
    const alone = [rated('before', 'ben'), rated('own', 'anna')]
    expect(planAnswer(perTeammate, survey, { surveys: [survey], responses: alone }).supersedes).toEqual([])
  })

  it('I10, I14: a locked rating stays as it was given; a later answer counts in its place', () => {
    const first = asked('first', 'anna', 'answered', 'locked')
    const later = asked('later', 'anna')
    const unanswered = asked('unanswered', 'anna')
    const surveys = [first, unanswered, later]
    const locked = rated('locked', 'anna', { comment: 'Kind' })
    const plan = planAnswer(perTeammate, later, { surveys, responses: [locked] })
    expect(plan.revises).toBeNull()
    expect(ids(plan.settles)).toEqual(['unanswered', 'later'])
    expect(ids(plan.supersedes)).toEqual(['locked'])
    // Where words lock nothing, the one rating follows.
    const free = { ...perTeammate, rating: { ...perTeammate.rating, comment_locks: false } }
    const revising = planAnswer(free, later, { surveys, responses: [locked] })
    expect([revising.revises?.id, ids(revising.settles), ids(revising.supersedes)]).toEqual([
      'locked',
      ['first', 'unanswered', 'later'],
      [],
    ])
  })

  it('I14: an answer that was set aside does not swallow the later one', () => {
    const later = asked('later', 'anna')
    const aside = rated('aside', 'anna', { isSetAside: true })
    const plan = planAnswer(perTeammate, later, { surveys: [later], responses: [aside] })
    expect([plan.revises, ids(plan.supersedes)]).toEqual([null, ['aside']])
  })

  it('O10, I14: of the answers that take each other’s place the latest that is not set aside counts', () => {
    const places = (scope: Scope, reviewed: ReturnType<typeof rated>, ...before: (typeof reviewed)[]) => {
      const { loses, regains } = settlePlaces({ scope }, reviewed, [...before, reviewed])
      return [ids(loses), ids(regains)]
    }
    const gone = rated('a', 'anna', { isSuperseded: true })
    const again = rated('b', 'anna')
    const aside = rated('b', 'anna', { isSetAside: true })
    expect(places('teammate', again, gone)).toEqual([[], []])
    expect(places('teammate', aside, gone)).toEqual([[], ['a']])
    expect(places('teammate', again, rated('a', 'anna'))).toEqual([['a'], []])
    expect(places('teammate', again, rated('a', 'ben'))).toEqual([[], []])
    expect(places('conversation', again, rated('a', 'ben'))).toEqual([['a'], []])
    // Each its own: a change of scope brings nobody back.
    expect(places('resolution', aside, gone)).toEqual([[], []])
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
