import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { IMAP, startImap } from '../../../test/kit/fakes/imap.ts'
import { silentLog } from '../../platform/log.ts'
import type { IncomingEvent } from '../channel.ts'
import { type MailboxDeps, watchMailbox } from './email-in.ts'
import { emailInAccount } from './mailbox-account.ts'
import type { MailboxPosition } from './email-in-read.ts'
import type { Failed } from '../failure.ts'
import type { MailEvent } from './mail-read.ts'
import { makeMailReader, Unreadable } from './mail-reader.ts'
import { placeOf } from './mailbox-place.ts'

const NOW = Date.parse('2026-03-02T09:30:00Z')
const timing = { patienceMs: 2000, pollMs: 5000, firstRetryMs: 20, lastRetryMs: 100, restMs: 20 }

const mail = (text: string, headers = '') =>
  `From: sam@customer.example\nTo: support@acme.test\nMessage-ID: <${text.slice(0, 40).replace(/\W/g, '')}@customer.example>\nSubject: Parcel\n${headers}\n${text}\n`

let imap: Awaited<ReturnType<typeof startImap>>
/** What the database would hold: events once by their id, and the position. */
let taken: Map<string, IncomingEvent>
let position: MailboxPosition | null
let states: (Failed | null)[]
let watchers: { stop(): Promise<void> }[]
beforeEach(async () => {
  imap = await startImap()
  taken = new Map()
  position = null
  states = []
  watchers = []
})
afterEach(async () => {
  await Promise.all(watchers.map((watcher) => watcher.stop()))
  await imap.close()
})

function watch(other: Partial<MailboxDeps> = {}) {
  const watcher = watchMailbox({
    account: imap.account,
    own: ['support@acme.test'],
    privateHosts: ['127.0.0.1'],
    load: async () => position,
    take: async (events) => {
      for (const event of events) taken.set(event.eventId, event)
    },
    save: async (next) => {
      position = next
    },
    onState: (failure) => states.push(failure),
    log: silentLog,
    now: () => NOW,
    timing,
    ...other,
  })
  watchers.push(watcher)
  return watcher
}

const bodies = () => [...taken.values()].map((event) => (event.kind === 'message' ? event.body : event.kind))
const until = (check: () => unknown) =>
  vi.waitFor(() => expect(check()).toBeTruthy(), { timeout: 40_000, interval: 10 })
const place = () => placeOf(imap.account)
const known = (lastUid = 0): MailboxPosition => ({
  uidValidity: String(imap.box.uidValidity),
  lastUid,
  at: NOW,
})

describe('the mailbox', () => {
  it('C15: no server of our own network is asked, and nobody learns whether one listens there', async () => {
    const closed = { ...imap.account, port: 1 }
    for (const account of [imap.account, closed, { ...imap.account, host: 'localhost' }]) {
      watch({ account, privateHosts: [] })
    }
    await until(() => states.length >= 3)
    expect(imap.commands).toEqual([])
    expect(new Set(states.map((state) => state?.sentence))).toEqual(
      new Set(['The provider could not be reached.']),
    )
  })

  it('C15: a mail that arrives is there at once, by IDLE, and stays in the mailbox as it is', async () => {
    imap.deliver(mail('Old'))
    watch()
    await until(imap.isIdling)
    imap.deliver(mail('Where is it?'))
    await until(() => taken.size === 1)
    imap.deliver(mail('Hello?'))
    await until(() => taken.size === 2)
    expect([...taken.values()][0]).toMatchObject({
      kind: 'message',
      from: 'sam@customer.example',
      body: 'Where is it?',
      at: Date.parse('2026-03-02T09:00:00Z'),
    })
    expect(bodies()).toEqual(['Where is it?', 'Hello?'])
    expect(position).toEqual({ place: place(), uidValidity: '1772000000', lastUid: 3, at: NOW })
    expect(imap.commands.filter((command) => /^(SELECT|UID STORE|STORE|EXPUNGE)/.test(command))).toEqual([])
  })

  it('C15: what came while nobody watched is read first, in order', async () => {
    position = known(1)
    for (const text of ['One', 'Two', 'Three']) imap.deliver(mail(text))
    watch()
    await until(() => taken.size === 2)
    expect(bodies()).toEqual(['Two', 'Three'])
  })

  it('C15: cut off anywhere, every mail is taken, and none counts twice', async () => {
    position = known()
    for (let at = 0; at < 20; at += 1) imap.deliver(mail(`Mail number ${at}`))
    let calls = 0
    let failedAt = 0
    const failing: Partial<MailboxDeps> = {
      async take(events) {
        calls += 1
        if (calls % 3 === 0) throw new Error('the database is away')
        for (const event of events) taken.set(event.eventId, event)
        if (calls % 5 === 0) imap.dropAll()
      },
      async save(next) {
        if (calls % 7 === 0 && failedAt < calls) {
          failedAt = calls
          throw new Error('cut off between the two')
        }
        position = next
      },
    }
    watch(failing)
    await until(() => position?.lastUid === 20)
    expect(bodies()).toEqual(Array.from({ length: 20 }, (_, at) => `Mail number ${at}`))
    // What the database says is nothing for the settings of a mailbox.
    expect(JSON.stringify(states)).not.toMatch(/database|between/)
  })

  it('C15: in a moved mailbox with other numbers nothing is lost and nothing counts twice', async () => {
    position = known()
    imap.deliver(mail('One'))
    const first = watch()
    await until(() => taken.size === 1)
    await first.stop()
    imap.deliver(mail('Long ago'), new Date('2026-01-01T00:00:00Z'))
    imap.deliver(mail('Two'))
    imap.renumber()
    watch()
    await until(() => taken.has([...taken.keys()][1] ?? '') && position?.lastUid === 3)
    expect(bodies()).toContain('Two')
    expect(bodies().filter((body) => body === 'One')).toHaveLength(1)
  })

  it('C15: of another mailbox with the same validity and lower numbers is read what comes from now on', async () => {
    const others = [
      { user: 'sales@acme.test' },
      { mailbox: 'sent' },
      { host: 'old.example', user: 'support' },
    ]
    for (const [at, other] of others.entries()) {
      position = { ...known(41_000), place: { ...place(), ...other } }
      imap.deliver(mail(`Before ${at}`))
      const watcher = watch()
      await until(imap.isIdling)
      imap.deliver(mail(`After ${at}`))
      await until(() => bodies().includes(`After ${at}`))
      expect(position).toMatchObject({ place: place(), lastUid: (at + 1) * 2 })
      await watcher.stop()
    }
    expect(bodies()).toEqual(['After 0', 'After 1', 'After 2'])
  })

  it('C15: of the same mailbox at another server nothing is lost and nothing counts twice', async () => {
    position = known()
    imap.deliver(mail('One'))
    const first = watch()
    await until(() => taken.size === 1 && !position?.attempt)
    await first.stop()
    const elsewhere = [{ port: 993 }, { host: 'old.example' }]
    for (const [at, other] of elsewhere.entries()) {
      position = { ...known(41_000), place: { ...place(), ...other } }
      imap.deliver(mail('Long ago'), new Date('2026-01-01T00:00:00Z'))
      const uid = imap.deliver(mail(`Meanwhile ${at}`))
      const watcher = watch()
      await until(() => position?.lastUid === uid)
      await watcher.stop()
    }
    expect(bodies().filter((body) => body !== 'Long ago')).toEqual(['One', 'Meanwhile 0', 'Meanwhile 1'])
  })

  it('C15: another password, or a name in capitals, is no other mailbox', async () => {
    for (const text of ['One', 'Two', 'Three']) imap.deliver(mail(text))
    // Before it was noted whose the numbers are.
    position = known(1)
    await watch({ account: { ...imap.account, password: 'old' } }).stop()
    const first = watch()
    await until(() => position?.lastUid === 3)
    await first.stop()
    expect(position?.place).toEqual(place())
    imap.deliver(mail('Four'), new Date('2026-01-01T00:00:00Z'))
    watch({ account: { ...imap.account, mailbox: 'INBOX', user: imap.account.user } })
    await until(() => position?.lastUid === 4)
    expect(bodies()).toEqual(['Two', 'Three', 'Four'])
    expect(placeOf({ ...imap.account, host: 'IMAP.Acme.Test', user: 'Support@Acme.test' })).toEqual(
      placeOf({ ...imap.account, host: 'imap.acme.test' }),
    )
  })

  it('C15: nothing is taken any more by whom the account was taken from', async () => {
    position = { ...known(), place: place() }
    let refusals = 0
    watch({
      save: async () => {
        refusals += 1
        throw new Error('the account was changed')
      },
    })
    await until(imap.isIdling)
    imap.deliver(mail('For the other'))
    await until(() => refusals >= 2)
    expect(bodies()).toEqual([])
  })

  it('C15: where there is no IDLE it is asked again and again', async () => {
    imap.setTrouble('no_idle')
    watch({ timing: { ...timing, pollMs: 100 } })
    await until(() => states.length === 1)
    imap.deliver(mail('Hello'))
    await until(() => taken.size === 1)
  })

  it('O3: a connection that is lost is made again, and the state says what is wrong meanwhile', async () => {
    imap.setTrouble('drops_idle')
    watch()
    await until(() => states.filter((state) => state?.reason === 'unreachable').length >= 2)
    imap.setTrouble(null)
    await until(imap.isIdling)
    imap.deliver(mail('Hello'))
    await until(() => taken.size === 1)
    expect(states.at(-1)).toBeNull()
  })

  it('O3: a refused login is said without the password; so is a server that is silent or gone', async () => {
    imap.setTrouble('refuses_login')
    const refused = watch()
    await until(() => states.length > 0)
    expect(states[0]).toMatchObject({ reason: 'login_refused' })
    expect(JSON.stringify(states)).not.toContain(IMAP.password)
    await refused.stop()
    for (const account of [
      { ...imap.account, port: 1 },
      { ...imap.account, mailbox: 'INBOX' },
    ]) {
      states = []
      imap.setTrouble('is_silent')
      const away = watch({ account, timing: { ...timing, patienceMs: 200 } })
      await until(() => states.length > 0)
      expect(states[0]).toMatchObject({ reason: 'unreachable' })
      await away.stop()
    }
  })

  it('C15: a password does not go over the network in the clear', async () => {
    const logins = () => imap.commands.filter((command) => command === 'LOGIN')
    // The name is not that of this machine, whatever it resolves to.
    watch({ account: { ...imap.account, host: '0.0.0.0' } })
    await until(() => states.length > 0)
    expect(states[0]).toMatchObject({ reason: 'unreachable' })
    expect(logins()).toEqual([])
  })

  it('C15: one that is too large is read as far as its text, and one that is unreadable stops nobody', async () => {
    position = known()
    const file = `--cut\nContent-Disposition: attachment; filename=a.bin\nContent-Transfer-Encoding: base64\n\n`
    const head = `${mail('', 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut\n').trimEnd()}\n\n--cut\nContent-Type: text/plain\n\nA large one\n\n${file}`
    imap.deliver(Buffer.concat([Buffer.from(head.replace(/\n/g, '\r\n')), Buffer.alloc(37 * 2 ** 20, 'A')]))
    imap.deliver(Buffer.alloc(0))
    imap.deliver(Buffer.alloc(500_000, 0))
    imap.deliver(mail('Next'))
    watch()
    await until(() => position?.lastUid === 4)
    expect(bodies()[0]).toMatch(/^A large one/)
    // What was not fetched is known by its name, and about by its size.
    const [{ mail: large }] = [...taken.values()] as [MailEvent]
    expect(large.attachments).toMatchObject([{ filename: 'a.bin', leftOut: 'too_large', content: null }])
    expect(large.attachments[0]!.size! / 2 ** 20).toBeCloseTo(27, 0)
    expect(bodies().at(-1)).toBe('Next')
    expect(taken.size).toBe(2)
  })

  it('C15: files of 20 MB come through whole, and cost the process a few times as much', async () => {
    const file = (name: string, byte: number): string =>
      `--cut\nContent-Disposition: attachment; filename=${name}\nContent-Transfer-Encoding: base64\n\n${Buffer.alloc(
        10 * 2 ** 20,
        byte,
      )
        .toString('base64')
        .replace(/.{76}/g, '$&\n')}\n`
    const head = mail('', 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut\n').trimEnd()
    const words = '--cut\nContent-Type: text/plain\n\nTwo large ones\n'
    const source = Buffer.from(
      `${head}\n\n${words}${file('a.bin', 1)}${file('b.bin', 2)}--cut--\n`.replaceAll('\n', '\r\n'),
    )
    const reader = makeMailReader()
    const before = process.memoryUsage.rss()
    let most = 0
    const beat = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss() - before)
    }, 5)
    const read = await reader.read({ at: NOW, own: [], place: '1.1', source })
    clearInterval(beat)
    await reader.close()
    if (read.kind !== 'event' || !('mail' in read.event)) throw new Error(read.kind)
    expect(read.event.body).toBe('Two large ones')
    expect(
      read.event.mail.attachments.map(({ filename, content }) => [
        filename,
        content?.equals(Buffer.alloc(10 * 2 ** 20, filename === 'a.bin' ? 1 : 2)),
      ]),
    ).toEqual([
      ['a.bin', true],
      ['b.bin', true],
    ])
    expect(most / 2 ** 20).toBeLessThan(500)
  })

  it('C15: megabytes of nothing but short lines are read as far as they go, and nothing stands still', async () => {
    position = known()
    for (const lines of [Buffer.alloc(20 * 2 ** 20, '\n'), Buffer.alloc(5 * 2 ** 20, 'a\r\n')]) {
      imap.deliver(Buffer.concat([Buffer.from(mail('Long', 'X-Long: 1\n')), lines]))
    }
    imap.deliver(mail('Next'))
    let longest = 0
    let last = performance.now()
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 10)
    const before = process.memoryUsage.rss()
    let most = 0
    watch({ onAside: () => expect.fail('none of them is set aside') })
    await vi.waitFor(
      () => {
        most = Math.max(most, process.memoryUsage.rss() - before)
        expect(position?.lastUid).toBe(3)
      },
      { timeout: 50_000, interval: 10 },
    )
    clearInterval(beat)
    expect(longest).toBeLessThan(2000)
    expect(most / 2 ** 20).toBeLessThan(900)
    expect(bodies()).toEqual([expect.stringMatching(/^Long/), expect.stringMatching(/^Long/), 'Next'])
  })

  it('C15: one whose reader dies, or takes too long, is read by its start, else set aside; the next one is read', async () => {
    const wide = makeMailReader({ deadlineMs: 1 })
    const raw = { at: NOW, own: [], place: '1.1' }
    await expect(wide.read({ ...raw, source: Buffer.from(mail('Slow')) })).rejects.toThrow(
      'could not be read',
    )
    await wide.close()
    const small = makeMailReader({ growthMb: 40 })
    const source = Buffer.concat([
      Buffer.from(mail('Wide')),
      Buffer.alloc(20 * 2 ** 20, `${'x '.repeat(40)}\r\n`),
    ])
    const read = await small.read({ ...raw, source })
    await small.close()
    expect(read).toMatchObject({ event: { body: expect.stringMatching(/^Wide[^]*too large/) } })
    position = known()
    const asides: unknown[] = []
    imap.deliver(mail('Bad'))
    imap.deliver(mail('Next'))
    const reader = makeMailReader()
    watch({
      onAside: (aside) => asides.push(aside),
      reader: {
        ...reader,
        read: async (asked) => {
          if (asked.source.includes('Bad')) throw new Unreadable()
          return reader.read(asked)
        },
      },
    })
    await until(() => position?.lastUid === 2)
    expect(bodies()).toEqual(['Next'])
    expect(asides).toEqual([
      { subject: 'Parcel', sender: 'sam@customer.example', sentAt: expect.any(Number), at: NOW },
    ])
    expect(position?.aside).toEqual(asides[0])
  })

  it('C15: one that fails again and again is set aside, though we were killed each time; the next one is read', async () => {
    position = known()
    imap.deliver(mail('Bad'))
    imap.deliver(mail('Next'))
    let tries = 0
    const asides: unknown[] = []
    for (let life = 0; life < 3; life += 1) {
      const watcher = watch({
        onAside: (aside) => asides.push(aside),
        async take(events) {
          const bad = events.find((event) => event.kind === 'message' && event.body === 'Bad')
          if (bad) throw new Error(`invalid input syntax, try ${(tries += 1)}`)
          for (const event of events) taken.set(event.eventId, event)
        },
      })
      await until(() => tries >= 2 * (life + 1) || position?.lastUid === 2)
      await watcher.stop()
    }
    watch()
    await until(() => position?.lastUid === 2)
    expect(tries).toBe(5)
    expect(asides).toHaveLength(1)
    expect(bodies()).toEqual(['Next'])
  })

  it('C15: that the database is away is no mail’s fault', async () => {
    position = known()
    imap.deliver(mail('Good'))
    let tries = 0
    watch({
      async take(events) {
        tries += 1
        if (tries < 12) throw Object.assign(new Error('gone'), { code: '57P01' })
        for (const event of events) taken.set(event.eventId, event)
      },
    })
    await until(() => position?.lastUid === 1)
    expect(bodies()).toEqual(['Good'])
  })

  it('C15: stopping waits for what is being taken and leaves no connection', async () => {
    position = known()
    imap.deliver(mail('One'))
    let isDone = false
    let begun = false
    const watcher = watch({
      take: async () => {
        begun = true
        await new Promise((resolve) => setTimeout(resolve, 200))
        isDone = true
      },
    })
    await until(() => begun)
    await watcher.stop()
    expect(isDone).toBe(true)
    await until(() => imap.connections() === 0)
  })

  it('C15: the account’s fields have what most servers want', () => {
    const { host, user, password } = imap.account
    expect(emailInAccount.parse({ host, user, password })).toEqual({
      host,
      user,
      password,
      port: 993,
      secure: true,
      mailbox: 'INBOX',
    })
    for (const wrong of [{ host: 'a b' }, { port: 0 }, { user: '' }, { password: '' }]) {
      expect(emailInAccount.safeParse({ host, user, password, ...wrong }).success).toBe(false)
    }
    expect(emailInAccount.shape.password.meta()).toMatchObject({ secret: 'chosen' })
  })
})
