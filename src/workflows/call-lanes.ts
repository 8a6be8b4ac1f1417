import { type BesideQueue, besideQueue } from '../platform/beside-queue.ts'
import type { Log } from '../platform/log.ts'
import { takeTurns } from '../platform/take-turns.ts'

/**
 * Calls at once of one workspace to one host; in all; and such as wait their turn here, by their names alone: in one
 * lane, which so leaves room for the others, and in all.
 */
const LIMITS = { lane: 3, all: 96, waitingInLane: 200, waiting: 5000 }

/** The calls of workflows to other systems that this process makes, or is going to make. */
export type CallLanes = Pick<BesideQueue, 'settled' | 'stop'> & {
  /**
   * Has a call made as soon as there is room in its lane, and does not wait for it. One that waits already is not
   * added again; where too many wait it is left out, and its job asks again.
   */
  wait(lane: string, run: string, call: () => Promise<void>): void
}

/**
 * Calls to other systems go beside the queue, a few at a time for each workspace and host (O9): a receiver that takes
 * its time keeps only those waiting that are for it. What waits here has a job as well, in case the process is gone.
 */
export function makeCallLanes(log: Log, limits = LIMITS): CallLanes {
  const beside = besideQueue(log, 'a call of a workflow')
  const inAll = takeTurns(limits.all)
  const lanes = new Map<string, { inLane: ReturnType<typeof takeTurns>; runs: number }>()

  async function inTurn(name: string, call: () => Promise<void>): Promise<void> {
    const lane = lanes.get(name) ?? { inLane: takeTurns(limits.lane), runs: 0 }
    lanes.set(name, lane)
    lane.runs += 1
    try {
      await lane.inLane(() => inAll(async () => (beside.isStopping ? undefined : call())))
    } finally {
      lane.runs -= 1
      if (lane.runs === 0) lanes.delete(name)
    }
  }

  return {
    settled: beside.settled,
    stop: beside.stop,
    wait(lane, run, call) {
      if (beside.isStopping || beside.has(run) || beside.size >= limits.waiting) return
      // With those that are being made: a lane never holds more than this.
      if ((lanes.get(lane)?.runs ?? 0) >= limits.waitingInLane) return
      beside.begin(run, () => inTurn(lane, call))
    },
  }
}
