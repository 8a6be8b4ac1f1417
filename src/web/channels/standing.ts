import type { ConnectedChannel } from '../../channels/schema.ts'
import { text } from '../text.ts'

const t = text.channelSettings

type Standing = {
  tone: 'good' | 'bad' | 'quiet'
  badge: string
  sentence: string
  /** Does anything go out on it, so that a test makes sense? */
  goesOut: boolean
}

/** How a channel stands, in words. */
export function standingOf(channel: ConnectedChannel): Standing {
  const { id, state, source, ways } = channel
  if (source === 'built_in') {
    const sentence = id === 'api' ? t.about.api : t.about.web_chat
    return { tone: 'good', badge: t.builtIn, sentence, goesOut: false }
  }
  if (state === 'failing') {
    const sentence = channel.last_error ?? t.lastError
    const badge = ways?.sends === 'connected' ? t.repliesUnread : t.state.failing
    return { tone: 'bad', badge, sentence, goesOut: ways?.sends !== 'disconnected' }
  }
  if (ways?.sends === 'disconnected') {
    return { tone: 'quiet', badge: t.readsOnly, sentence: t.about.readsOnly, goesOut: false }
  }
  if (ways?.reads === 'disconnected') {
    return { tone: 'quiet', badge: t.sendsOnly, sentence: t.about.sendsOnly, goesOut: true }
  }
  if (source === 'account' && state === 'connected' && channel.last_ok_at === null) {
    return { tone: 'quiet', badge: t.untried, sentence: t.about.untried, goesOut: true }
  }
  if (source === 'carrier') {
    return { tone: 'good', badge: t.carried, sentence: t.about.carried, goesOut: true }
  }
  if (state === 'connected') {
    const read = id === 'email' ? t.about.mailbox : t.about.gateway
    const sentence = ways ? read : source === 'installation' ? t.about.installation : ''
    return { tone: 'good', badge: t.state.connected, sentence, goesOut: true }
  }
  const sentence = (channel.can_connect && t.needs[id]) || t.about.noMail
  return { tone: 'quiet', badge: t.state.disconnected, sentence, goesOut: false }
}

/** Why no provider can call an address of this installation; null when nothing speaks against it. */
export function unreachable(address: string): keyof typeof t.unreachable | null {
  const { hostname, protocol } = new URL(address)
  if (LOCAL.test(hostname)) return 'local'
  return protocol === 'https:' ? null : 'not_https'
}

/** This machine, and networks that nobody outside of them is in. */
const LOCAL =
  /^(localhost|.*\.(localhost|local|internal|lan|home\.arpa)|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[::1\]|\[f[cd].*|[^.[]+)$/
