import type { Policy } from './settings.ts'

export type Candidates = {
  lastTeammateId: string | null
  assigneeId: string | null
  resolverId: string | null
}

/**
 * Whom a rating belongs to (I7): the policy's first choice, else the next best known, because an answer that
 * belongs to nobody helps nobody.
 */
export function attributeTo(policy: Pick<Policy, 'attribution'>, candidates: Candidates): string | null {
  const { lastTeammateId, assigneeId, resolverId } = candidates
  switch (policy.attribution) {
    case 'last_teammate':
      return lastTeammateId ?? assigneeId ?? resolverId
    case 'assignee':
      return assigneeId ?? lastTeammateId ?? resolverId
    case 'resolver':
      return resolverId ?? lastTeammateId ?? assigneeId
  }
}
