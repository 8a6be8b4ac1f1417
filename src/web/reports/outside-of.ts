import type { Member } from '../../access/schema.ts'

/** The addresses that are no member's. */
export function outsideOf(
  recipients: readonly string[],
  members: readonly Pick<Member, 'email'>[],
): string[] {
  const known = new Set(members.map(({ email }) => email.toLowerCase()))
  return recipients.filter((each) => !known.has(each.toLowerCase()))
}
