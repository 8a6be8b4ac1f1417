/**
 * Where a contact is reached in Slack: `U123` is a person's direct messages with the app, `C123:1712345678.000100` a
 * thread in a channel (its first message's `ts`), `C123` a channel that is the contact's alone. Null when it is none.
 */
export function readSlackAddress(address: string): { channel: string; thread_ts?: string } | null {
  const found = /^(?:([UW][A-Z0-9]{1,30})|([CG][A-Z0-9]{1,30})(?::(\d{1,12}\.\d{1,9}))?)$/.exec(address)
  if (!found) return null
  const [, person, channel, thread] = found
  if (person) return { channel: person }
  return { channel: channel!, ...(thread ? { thread_ts: thread } : {}) }
}

/** The same address for what comes in: in direct messages the person, in a channel the thread, if there is one. */
export function slackAddress(channel: string, user: string, thread: string | undefined): string {
  if (channel.startsWith('D')) return user
  return thread ? `${channel}:${thread}` : channel
}
