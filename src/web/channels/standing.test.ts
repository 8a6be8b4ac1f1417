import { describe, expect, it } from 'vitest'
import type { ConnectedChannel } from '../../channels/schema.ts'
import { standingOf, unreachable } from './standing.ts'

const channel = (id: ConnectedChannel['id'], rest: Partial<ConnectedChannel> = {}): ConnectedChannel => ({
  id,
  state: 'disconnected',
  ways: null,
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
const at = '2026-03-02T10:00:00Z'
const connected = { state: 'connected', source: 'account', last_ok_at: at } as const

describe('standingOf', () => {
  it('C15: a channel that fails says why, and can be tried', () => {
    const sms = channel('sms', { state: 'failing', source: 'account', last_error: 'The login was refused.' })
    expect(standingOf(sms)).toMatchObject({ tone: 'bad', sentence: 'The login was refused.', goesOut: true })
  })

  it('C15: one that no provider was asked about is not called connected', () => {
    expect(standingOf(channel('slack', { ...connected, last_ok_at: null }))).toMatchObject({
      tone: 'quiet',
      badge: 'Not tried yet',
      goesOut: true,
    })
    expect(standingOf(channel('slack', connected))).toMatchObject({ tone: 'good', badge: 'Connected' })
  })

  it('O3: calls go by the SMS account and stand as it does, unless there is none', () => {
    const carried = { source: 'carrier', state: 'connected', last_ok_at: at } as const
    expect(standingOf(channel('phone', carried))).toMatchObject({ tone: 'good', badge: 'By SMS' })
    const failing = channel('phone', { ...carried, state: 'failing', last_error: 'No.' })
    expect(standingOf(failing)).toMatchObject({ tone: 'bad', badge: 'Not working', sentence: 'No.' })
    expect(standingOf(channel('phone'))).toMatchObject({ badge: 'Not connected', goesOut: false })
  })

  it('C15: a mailbox alone sends nothing, and one that is not read is told from one that sends', () => {
    const ways = { sends: 'disconnected', reads: 'connected' } as const
    const email = channel('email', { ...connected, state: 'disconnected', ways })
    expect(standingOf(email)).toMatchObject({ badge: 'Reads only', goesOut: false })
    const both = { ...email, state: 'connected', ways: { sends: 'connected', reads: 'connected' } } as const
    expect(standingOf(both)).toMatchObject({ badge: 'Connected', goesOut: true })
    const unread = { ...both, state: 'failing', ways: { sends: 'connected', reads: 'failing' } } as const
    expect(standingOf(unread)).toMatchObject({ badge: 'Replies not read', goesOut: true })
    const noBox = {
      ...both,
      source: 'installation',
      last_ok_at: null,
      ways: { sends: 'connected', reads: 'disconnected' },
    } as const
    expect(standingOf(noBox)).toMatchObject({
      tone: 'quiet',
      badge: 'Sends only',
      sentence: expect.stringContaining('connect a mailbox to receive'),
      goesOut: true,
    })
    const out = { ...both, state: 'failing', ways: { sends: 'failing', reads: 'connected' } } as const
    expect(standingOf(out)).toMatchObject({ badge: 'Not working' })
  })
})

describe('unreachable', () => {
  it('C15: no provider calls a machine of our own, or an address without https', () => {
    for (const host of [
      'localhost:3000',
      '127.0.0.1',
      '10.1.2.3',
      '192.168.1.4',
      'candor',
      'nas.local',
      '[::1]',
    ]) {
      expect([host, unreachable(`https://${host}/hooks/x`)]).toEqual([host, 'local'])
    }
    expect(unreachable('http://candor.example/hooks/x')).toBe('not_https')
    expect(unreachable('https://candor.example/hooks/x')).toBeNull()
  })
})
