/** Who may speak and act as whom. */

export type Author = { kind: 'contact' | 'teammate' | 'bot' | 'workflow'; id?: string | null | undefined }

const REFUSAL = {
  reason: 'not_yourself',
  message:
    'You can write and act in your own name only. To tell what somebody else said or did takes an API key of the workspace, one that is bound to no member.',
} as const

type Refusal = typeof REFUSAL

/**
 * A member, signed in or by a key bound to him, is himself: the author of what he writes is a teammate without an id
 * or with his own. Only who speaks for the workspace (`memberId` null) tells what others wrote. Null: he may.
 */
export function refuseAuthor(memberId: string | null, { kind, id }: Author): Refusal | null {
  if (memberId === null) return null
  return kind === 'teammate' && (id ?? memberId) === memberId ? null : REFUSAL
}

/** The same of who is said to have done something; nobody named is the caller himself. */
export function refuseActor(memberId: string | null, actorId: string | null | undefined): Refusal | null {
  return refuseAuthor(memberId, { kind: 'teammate', id: actorId })
}
