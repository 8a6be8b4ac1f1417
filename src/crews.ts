import type { JobHandlers, TimedHandlers } from './platform/jobs.ts'

/** Workers that take jobs of some kinds, so many at once; with `many` they fetch and tick off that many together. */
export type Crew = { handlers: JobHandlers; timed: TimedHandlers; concurrency: number; many?: number }

/**
 * Who works at what. What comes in thousands has workers of its own, so that nothing else waits behind it, and is fetched
 * and ticked off by many.
 */
const CREWS: readonly { tasks: readonly string[]; concurrency: number; many?: number }[] = [
  // News, one batch after the other in each workspace: the next is free when the one before is ticked off.
  { tasks: ['dispatch_events'], concurrency: 2 },
  // Surveys wait for providers more than they work, and share their steps at the database: as many as a quick mail server
  // is served by and more than a few slow providers can hold (see channels/gate.ts).
  { tasks: ['send_survey'], concurrency: 120, many: 200 },
  // They begin lanes, and wait for nothing but for room (see webhooks/lanes.ts).
  { tasks: ['deliver_webhooks'], concurrency: 16, many: 100 },
]
const OTHERS = { concurrency: 16, many: 16 }

/** Every kind of job in its crew; all that have none of their own, and what comes round by the clock, in the last. */
export function crewsOf({ handlers, timed }: { handlers: JobHandlers; timed: TimedHandlers }): Crew[] {
  const rest = { ...handlers }
  const own = CREWS.map(({ tasks, ...crew }) => {
    for (const task of tasks) delete rest[task]
    return { ...crew, handlers: Object.fromEntries(tasks.map((task) => [task, handlers[task]!])), timed: {} }
  })
  return [...own, { ...OTHERS, handlers: rest, timed }]
}
