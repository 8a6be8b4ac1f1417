import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import type { Tx } from '../../platform/database.ts'
import { SURVEY_EVENTS } from '../../policy/survey.ts'
import { findSurvey, moveSurvey, type SurveyRow } from '../store.ts'
import { takeAnswer } from '../answering/take-answer.ts'
import { writeAnswers } from '../answering/write-answers.ts'
import { policyOfAsk } from '../settings/policy-of-ask.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  await make.enable('per_resolution')
})
afterAll(() => app.close())

const read = async (id: string): Promise<SurveyRow> =>
  (await findSurvey(app.app.ctx.db, app.workspace.workspaceId, id))!
const inTx = <T>(act: (tx: Tx) => Promise<T>): Promise<T> => app.app.ctx.db.transaction().execute(act)

async function sent() {
  const { id } = await make.conversation()
  return read((await make.status(id, 'resolved')).survey.id)
}

it('J3, J4: what cannot happen to a survey throws and leaves it as it is', async () => {
  const survey = await sent()
  const withdrawn = await inTx((tx) => moveSurvey(tx, survey, 'withdrawn', {}, app.clock.now()))
  expect(withdrawn.state).toBe('withdrawn')
  for (const event of SURVEY_EVENTS) {
    await expect(inTx((tx) => moveSurvey(tx, withdrawn, event, {}, app.clock.now()))).rejects.toThrow(event)
  }
  expect(await read(survey.id)).toEqual(withdrawn)
})

it('J3: a row that was read before something else happened moves nothing', async () => {
  const survey = await sent()
  await inTx((tx) => moveSurvey(tx, survey, 'withdrawn', {}, app.clock.now()))
  await expect(inTx((tx) => moveSurvey(tx, survey, 'expired', {}, app.clock.now()))).rejects.toThrow(
    'no result',
  )
  expect((await read(survey.id)).state).toBe('withdrawn')
})

it('J3: answers written together cannot settle a survey that is over', async () => {
  const survey = await sent()
  const other = await sent()
  const { policy, version } = await policyOfAsk(app.app.ctx.db, survey)
  const rows = { survey, surveys: [survey], responses: [], policy, policyVersion: version }
  const taken = takeAnswer(rows, { score: 5 }, app.clock.now())
  const settles = [survey, { ...other, state: 'withdrawn' as const }]
  const forged = { ...taken, change: { ...taken.change!, settles } }
  await expect(inTx((tx) => writeAnswers(tx, [forged], app.clock.now()))).rejects.toThrow('withdrawn')
  expect((await read(survey.id)).state).toBe('sent')
})
