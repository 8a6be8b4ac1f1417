import type { Policy } from '../settings.ts'
import { passesEmbargo, readsSingle, type Viewer } from '../view.ts'

/** A calendar day of the workspace, `2026-03-02`: days compare as text. */
export type Day = string

/**
 * What is closed to a viewer of single answers: nothing; those under an embargo (C13); all of some channels, and
 * those under an embargo on others; or everything (C12).
 */
export type Closing = 'nothing' | 'by_time' | 'by_channel' | 'everything'

type Rules = Pick<Policy, 'visibility' | 'question'>

/**
 * What of the answers is closed to this viewer, over the policies of all channels. Who may not list single answers
 * at all (a key without the scope) is closed out like a role that the policy does not name.
 */
export function closingOf(
  viewer: Pick<Viewer, 'role'> & { readsResponses: boolean },
  policies: readonly Rules[],
): Closing {
  if (!viewer.readsResponses) return 'everything'
  const open = policies.filter((policy) => readsSingle(viewer, policy))
  if (open.length === 0) return 'everything'
  if (open.length < policies.length) return 'by_channel'
  return open.some(({ visibility }) => visibility.embargo_hours > 0) ? 'by_time' : 'nothing'
}

/** The highest score that may be open to a viewer to whom all else is closed: a lead's safety bypass (§ 3.6). */
export function openUntil(
  viewer: Pick<Viewer, 'role'> & { readsResponses: boolean },
  policies: readonly Rules[],
): number {
  if (!viewer.readsResponses) return 0
  const passed = policies.filter((policy) => passesEmbargo(viewer, policy))
  return Math.max(0, ...passed.map(({ question }) => question.low_until))
}

/** Are any single answers open to this viewer, on any channel, now or once their embargo is over (C12)? */
export function readsAny(viewer: Parameters<typeof openUntil>[0], policies: readonly Rules[]): boolean {
  return closingOf(viewer, policies) !== 'everything' || openUntil(viewer, policies) > 0
}

/**
 * How many hours after it was given an answer opens to a role by itself (C12, C13); null: never; `varied` where
 * channels differ.
 */
export function opensAfter(
  viewer: Pick<Viewer, 'role'>,
  policies: readonly Rules[],
): number | null | 'varied' {
  const hours = policies.map((policy) =>
    readsSingle(viewer, policy) ? policy.visibility.embargo_hours : null,
  )
  const [first = null] = hours
  return hours.every((each) => each === first) ? first : 'varied'
}

/** Over how many answers a figure of several channels is told: what the strictest of them wants. */
export function strictestMinN(policies: readonly Pick<Policy, 'visibility'>[]): number {
  return Math.max(1, ...policies.map(({ visibility }) => visibility.min_n))
}
