/** Which mailbox is read: what else stands in its account, as its password, makes it no other. */
export type MailboxPlace = { host: string; port: number; user: string; mailbox: string }

/** Of an account, as it is kept; upper and lower case are the same to servers. */
export function placeOf({ host, port, user, mailbox }: MailboxPlace): MailboxPlace {
  return { host: host.toLowerCase(), port, user: user.toLowerCase(), mailbox: mailbox.toLowerCase() }
}

export function isSamePlace(one: MailboxPlace, other: MailboxPlace): boolean {
  return isMoved(one, other) && one.host === other.host && one.port === other.port
}

/**
 * The same mailbox, reached by another way: an address has one, wherever that is now, and a host has one of a name,
 * whichever its door. Both as `placeOf` has them.
 */
export function isMoved(one: MailboxPlace, other: MailboxPlace): boolean {
  const isSameUser = one.user === other.user && (one.host === other.host || one.user.includes('@'))
  return isSameUser && one.mailbox === other.mailbox
}
