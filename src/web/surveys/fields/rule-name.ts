import { text } from '../../text.ts'

/** A rule's name from its path in the policy; a channel's rule names the channel too. */
export function ruleName(path: string): string {
  const own = /^trigger\.channels\.([a-z_]+)\.(.+)$/.exec(path)
  const label = (of: string) => text.csat.fields[of as 'enabled']?.label ?? of
  if (!own) return label(path)
  const channel = text.channels[own[1] as 'email'] ?? own[1]
  return own[2] === 'enabled' ? channel : `${channel}: ${label(own[2]!)}`
}
