import type { Instant } from './decision.ts'
import type { Policy } from './settings.ts'
import { embargoEndsAt, type Viewer } from './view.ts'

/** A calendar day of the workspace, `2026-03-02`: days compare as text. */
export type Day = string

/** The answers of one day, under one name (a team, a channel, all …). */
export type DayCount = { day: Day; n: number }

/** From here on single answers are closed to the viewer; null when none is. */
export type ClosedSince = Instant | null

/**
 * Since when single answers are closed to this viewer: all of them for a role that may not read any (C12), those
 * of the embargo for everybody else (C13), none without one. Of several policies, one for each channel that the
 * figure is about, the strictest holds.
 */
export function closedSince(
  viewer: Pick<Viewer, 'role'>,
  policies: readonly Pick<Policy, 'visibility'>[],
  now: Instant,
): ClosedSince {
  const each = policies.map((policy) => {
    const { individual_roles: readers } = policy.visibility
    if (viewer.role !== null && !readers.includes(viewer.role)) return -Infinity
    const embargo = embargoEndsAt(policy, 0)
    return embargo > 0 ? now - embargo : Infinity
  })
  const first = Math.min(...each)
  return first === Infinity ? null : first
}

/**
 * Which days of a range may be in a figure for somebody to whom the answers since `closedFrom` are closed.
 *
 * Closed days are taken together, from the oldest on, into blocks of at least `minN` answers; what is left over at
 * the end joins the last block. A block is in the figure as a whole or not at all, so that no two figures differ
 * by fewer than `minN` closed answers, however the ranges are chosen (C13).
 */
export function openDays({
  days,
  from,
  to,
  closedFrom,
  minN,
}: {
  /** Every day with answers since `closedFrom`, ascending, also outside the range. */
  days: readonly DayCount[]
  /** The first day of the range, and the last. */
  from: Day
  to: Day
  /** The first closed day; null when nothing is closed. */
  closedFrom: Day | null
  minN: number
}): (day: Day) => boolean {
  const inRange = (day: Day): boolean => from <= day && day <= to
  if (closedFrom === null) return inRange
  const open = new Set<Day>()
  for (const block of blocksOf(
    days.filter(({ day, n }) => day >= closedFrom && n > 0),
    minN,
  )) {
    const n = block.reduce((sum, each) => sum + each.n, 0)
    if (n >= minN && block.every(({ day }) => inRange(day))) for (const { day } of block) open.add(day)
  }
  return (day) => inRange(day) && (day < closedFrom || open.has(day))
}

function blocksOf(days: readonly DayCount[], minN: number): DayCount[][] {
  const blocks: DayCount[][] = []
  let block: DayCount[] = []
  let n = 0
  for (const day of days) {
    block.push(day)
    n += day.n
    if (n < minN) continue
    blocks.push(block)
    block = []
    n = 0
  }
  const last = blocks.at(-1)
  if (block.length > 0) {
    if (last) last.push(...block)
    else blocks.push(block)
  }
  return blocks
}

/**
 * The groups to leave out beside those left out already, so that the total less the groups shown is not a figure
 * over a few closed answers: the smallest, until at least `minN` are out.
 */
export function alsoWithheld(
  groups: readonly { key: string; closedShown: number }[],
  closedInTotal: number,
  minN: number,
): string[] {
  let rest = closedInTotal - groups.reduce((sum, { closedShown }) => sum + closedShown, 0)
  const withheld: string[] = []
  const bySize = groups
    .filter(({ closedShown }) => closedShown > 0)
    .toSorted((a, b) => a.closedShown - b.closedShown || (a.key < b.key ? -1 : 1))
  for (const { key, closedShown } of bySize) {
    if (rest <= 0 || rest >= minN) break
    withheld.push(key)
    rest += closedShown
  }
  return withheld
}
