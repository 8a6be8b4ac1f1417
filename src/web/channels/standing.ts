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

/** How a channel stands, in words. Calls are followed up by SMS where they have no account of their own. */
export function standingOf(channel: ConnectedChannel, all: readonly ConnectedChannel[]): Standing {
  const { id, state, source } = channel
  if (source === 'built_in') {
    const sentence = id === 'api' ? t.about.api : t.about.web_chat
    return { tone: 'good', badge: t.builtIn, sentence, goesOut: false }
  }
  if (state === 'failing') {
    const sentence = channel.last_error ?? t.lastError
    return { tone: 'bad', badge: t.state.failing, sentence, goesOut: true }
  }
  if (id === 'email' && source === 'account') {
    // Web voice goes out by the same mail server.
    const goesOut = all.some((each) => each.id === 'web_voice' && each.state === 'connected')
    return goesOut
      ? { tone: 'good', badge: t.state.connected, sentence: t.about.mailbox, goesOut }
      : { tone: 'quiet', badge: t.readsOnly, sentence: t.about.readsOnly, goesOut }
  }
  if (state === 'connected') {
    const sentence = source === 'installation' ? t.about.installation : ''
    return { tone: 'good', badge: t.state.connected, sentence, goesOut: true }
  }
  const isCarried = id === 'phone' && all.some((each) => each.id === 'sms' && each.state !== 'disconnected')
  if (isCarried) return { tone: 'good', badge: t.carried, sentence: t.about.carried, goesOut: true }
  const sentence = (channel.can_connect && t.needs[id]) || t.about.noMail
  return { tone: 'quiet', badge: t.state.disconnected, sentence, goesOut: false }
}
