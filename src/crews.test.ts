import { expect, it } from 'vitest'
import { crewsOf } from './crews.ts'

const tasks = ['dispatch_events', 'send_survey', 'deliver_webhooks', 'expire_survey', 'send_message']
const app = {
  handlers: Object.fromEntries(tasks.map((task) => [task, async () => {}])),
  timed: { fold_tallies: { cron: '* * * * *', run: async () => {} } },
}

it('O2: every kind of job has one crew that works at it', () => {
  const crews = crewsOf(app)
  expect(crews.flatMap(({ handlers }) => Object.keys(handlers)).toSorted()).toEqual(tasks.toSorted())
  expect(crews.flatMap(({ timed }) => Object.keys(timed))).toEqual(['fold_tallies'])
  for (const { handlers } of crews) expect(Object.values(handlers)).not.toContain(undefined)
})
