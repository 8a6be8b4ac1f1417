import { vi } from 'vitest'
import type { OutgoingMessage, OutgoingSurvey, SendResult } from '../../src/channels/channel.ts'
import { presetPolicy } from '../../src/policy/presets.ts'

export const KEY = '0198f2a0-7c4e-7aaa-8bbb-0123456789ab'
export const LINK = 'https://candor.test/s/'
/** What `pressFor` makes look like, for a 4. */
export const PRESS = `c${'press'.padEnd(38, '0')}4`
/** 10,000 characters of words. */
export const LONG =
  Array.from({ length: 1600 }, (_, at) => `word${at % 100}`)
    .join(' ')
    .slice(0, 9_999) + '.'
/** What tries to be more than text: markup, header lines, control and direction characters, half a surrogate. */
export const HOSTILE =
  'x"><script>alert(1)</script><img src=x onerror=alert(1)>\r\nBcc: thief@evil.example\r\nX-Injected: yes\u0007\u001b[31m ' +
  '\u202eoverride \u2066isolate \ud800 lone [click](javascript:alert(1)) *bold* `code` &amp; 😍'
// oxlint-disable-next-line no-control-regex
export const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
export const OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/
export const INVISIBLE = new RegExp(`${CONTROL.source}|${OVERRIDE.source}`)

/** The same where names stand. */
export const hostileNames = {
  brand: { name: HOSTILE, color: 'red;}</style><script>', iconUrl: 'javascript:alert(1)' },
  agentName: HOSTILE,
  contact: { name: HOSTILE },
  conversation: { id: 'c1', subject: HOSTILE },
}

const common = {
  workspaceId: 'w1',
  at: 1_772_000_000_000,
  brand: { name: 'Acme', color: '#0f766e', iconUrl: null },
  language: 'en',
  agentName: 'Ada',
  contact: { name: 'Sam' },
  conversation: { id: 'c1', subject: 'My parcel' },
}

type Ask = { message?: string; scale?: 'stars' | 'emoji' | 'thumbs'; deliveryKey?: string }

/** A survey on its way to `to`. */
export function survey(
  to: string,
  { message = 'How was it?', scale = 'emoji', deliveryKey = KEY }: Ask = {},
): OutgoingSurvey {
  const link = `${LINK}${deliveryKey}`
  return {
    ...common,
    deliveryKey,
    to,
    message,
    question: { ...presetPolicy('on_close').question, scale, message },
    link,
    linkFor: (score) => `${link}?score=${score}`,
    pressFor: (score) => `c${deliveryKey.replaceAll('-', '').slice(0, 38).padEnd(38, '0')}${score}`,
    unsubscribeUrl: `${link}/unsubscribe`,
  }
}

/** A reply on its way to `to`. */
export function reply(to: string, body: string, deliveryKey = `${KEY}-3`): OutgoingMessage {
  return { ...common, deliveryKey, to, body }
}

/** Runs it and keeps whatever is written meanwhile. */
export async function listen(
  run: () => Promise<SendResult>,
): Promise<{ result: SendResult; printed: string }> {
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((way) =>
      vi.spyOn(console, way).mockReturnValue(),
    ),
    vi.spyOn(process.stdout, 'write').mockReturnValue(true),
    vi.spyOn(process.stderr, 'write').mockReturnValue(true),
  ]
  try {
    const result = await run()
    return { result, printed: JSON.stringify(spies.flatMap(({ mock }) => mock.calls)) }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
