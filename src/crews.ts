import type { JobHandlers, TimedHandlers } from './platform/jobs.ts'

/** Workers that take jobs of some kinds, so many at once, and fetch `fetched` together. */
export type Crew = { handlers: JobHandlers; timed: TimedHandlers; concurrency: number; fetched?: number }

/**
 * Who works at what. What comes in thousands has workers of its own, so that nothing else waits behind it.
 */
const CREWS: readonly { tasks: readonly string[]; concurrency: number; fetched?: number }[] = [
  // News: one at a time tells those of a workspace, so a few are enough for several.
  { tasks: ['dispatch_events'], concurrency: 2 },
  // Surveys wait for providers more than they work, and share their steps at the database: as many as a quick mail server
  // is served by and more than a few slow providers can hold (see channels/gate.ts).
  { tasks: ['send_survey'], concurrency: 120, fetched: 200 },
  // They begin lanes, and wait for nothing but for room (see webhooks/lanes.ts).
  { tasks: ['deliver_webhooks'], concurrency: 16, fetched: 100 },
]
const OTHERS = { concurrency: 16 }

/** Every kind of job in its crew; all that have none of their own, and what comes round by the clock, in the last. */
export function crewsOf({ handlers, timed }: { handlers: JobHandlers; timed: TimedHandlers }): Crew[] {
  const rest = { ...handlers }
  const own = CREWS.map(({ tasks, ...crew }) => {
    for (const task of tasks) delete rest[task]
    return { ...crew, handlers: Object.fromEntries(tasks.map((task) => [task, handlers[task]!])), timed: {} }
  })
  return [...own, { ...OTHERS, handlers: rest, timed }]
}
