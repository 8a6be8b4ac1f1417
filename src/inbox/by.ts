import type { Actor } from '../access/actor.ts'
import type { ActorKind } from '../platform/tables/words.ts'

/** Who does something in a workspace: stands in the timeline and the audit trail. */
export type By = {
  workspaceId: string
  kind: ActorKind
  id: string | null
  /** What it is called, where nobody else knows: it stays in the timeline, also when it is called otherwise. */
  name?: string
  /** The answers that led it to this, by id: it has a name only for who may see all of them (C13). */
  knows?: readonly string[]
  /** How many workflows, one started by the other, led to it; left out when people did. */
  depth?: number
}

/** The doer behind a request: the member acted as, else the key itself. */
export function byActor(actor: Actor): By {
  return actor.memberId === null
    ? { workspaceId: actor.workspaceId, kind: 'api_key', id: actor.id }
    : { workspaceId: actor.workspaceId, kind: 'member', id: actor.memberId }
}

/** The member who does it himself; null for all who do not speak as one. */
export function memberOf({ kind, id }: By): string | null {
  return kind === 'member' ? id : null
}

/** Candor itself: timers and jobs. */
export function bySystem(workspaceId: string): By {
  return { workspaceId, kind: 'system', id: null }
}

/** The customer. */
export function byContact(workspaceId: string, contactId: string): By {
  return { workspaceId, kind: 'contact', id: contactId }
}
