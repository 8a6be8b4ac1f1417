import type { Instant } from '../policy/decision.ts'
import type { Replayed, Verdict } from '../policy/replay/replay.ts'

/** Where a list of differences goes on: after this one, of a run that ended at `until`. */
export type Place = { until: Instant; at: Instant; conversationId: string; resolution: number }

type Total = { made: number; asked: number; by_reason: Record<string, number> }

/** Adds resolutions up and keeps the differing ones that are to be listed, and no more than those. */
export class Tally {
  resolutions = 0
  conversations = 0
  actual = 0
  more = 0
  fewer = 0
  asked = 0
  unclear = 0
  readonly before: Total = { made: 0, asked: 0, by_reason: {} }
  readonly after: Total = { made: 0, asked: 0, by_reason: {} }
  #listed: Replayed[] = []
  readonly #limit: number
  readonly #after: Place | null

  constructor(limit: number, after: Place | null) {
    this.#limit = limit
    this.#after = after
  }

  /** All resolutions of one contact. */
  add(replayed: readonly Replayed[]): void {
    this.resolutions += replayed.length
    this.conversations += new Set(replayed.map((each) => each.conversationId)).size
    for (const each of replayed) {
      const { before, after } = each
      this.actual += each.made
      count(this.before, before)
      count(this.after, after)
      this.more += Math.max(0, after.made - before.made)
      this.fewer += Math.max(0, before.made - after.made)
      const isListed = before.made !== after.made && (!this.#after || inOrder(this.#after, each) < 0)
      if (isListed && this.#listed.push(each) > 4 * this.#limit) this.#cut()
    }
  }

  /** The latest of the differing resolutions, and whether there are more. */
  page(): { data: Replayed[]; more: boolean } {
    this.#cut()
    return { data: this.#listed.slice(0, this.#limit), more: this.#listed.length > this.#limit }
  }

  #cut(): void {
    this.#listed = this.#listed.toSorted(inOrder).slice(0, this.#limit + 1)
  }
}

function count(total: Total, { made, decision }: Verdict): void {
  total.made += made
  if (made > 0) total.asked += 1
  else total.by_reason[decision.reason!] = (total.by_reason[decision.reason!] ?? 0) + 1
}

/** The latest first; of those at the same time, always in the same order. */
function inOrder(a: Omit<Place, 'until'>, b: Omit<Place, 'until'>): number {
  return b.at - a.at || compare(b.conversationId, a.conversationId) || b.resolution - a.resolution
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const CURSOR = /^(\d{1,16})\.(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,9})$/

export function encodePlace({ until, at, conversationId, resolution }: Place): string {
  return Buffer.from(`${until}.${at}.${conversationId}.${resolution}`).toString('base64url')
}

/** The place in a cursor, or null when it is not one of ours. */
export function decodePlace(cursor: string): Place | null {
  const match = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (!match) return null
  return {
    until: Number(match[1]),
    at: Number(match[2]),
    conversationId: match[3]!,
    resolution: Number(match[4]),
  }
}
