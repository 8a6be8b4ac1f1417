import { describe, expect, it } from 'vitest'
import type { ConnectedChannel } from '../../channels/schema.ts'
import { standingOf } from './standing.ts'

const channel = (id: ConnectedChannel['id'], rest: Partial<ConnectedChannel> = {}): ConnectedChannel => ({
  id,
  state: 'disconnected',
  source: null,
  can_connect: true,
  last_error: null,
  last_ok_at: null,
  connected_at: null,
  capabilities: null,
  fields: [],
  hook_url: null,
  setup: null,
  ...rest,
})
const connected = { state: 'connected', source: 'account' } as const

describe('standingOf', () => {
  it('C15: a channel that fails says why, and can be tried', () => {
    const sms = channel('sms', { state: 'failing', source: 'account', last_error: 'The login was refused.' })
    expect(standingOf(sms, [sms])).toMatchObject({
      tone: 'bad',
      sentence: 'The login was refused.',
      goesOut: true,
    })
  })

  it('O3: calls go by the SMS account, unless there is none', () => {
    const phone = channel('phone')
    expect(standingOf(phone, [phone, channel('sms', connected)])).toMatchObject({
      badge: 'By SMS',
      goesOut: true,
    })
    expect(standingOf(phone, [phone, channel('sms')])).toMatchObject({
      badge: 'Not connected',
      goesOut: false,
    })
  })

  it('C15: a mailbox alone sends nothing', () => {
    const email = channel('email', connected)
    const voice = channel('web_voice', { can_connect: false })
    expect(standingOf(email, [email, voice])).toMatchObject({ badge: 'Reads only', goesOut: false })
    const sends = { ...voice, state: 'connected', source: 'installation' } as const
    expect(standingOf(email, [email, sends])).toMatchObject({ badge: 'Connected', goesOut: true })
  })
})
