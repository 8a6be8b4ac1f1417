import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export const IMAP = { user: 'support@acme.test', password: 'imap p"ss\\word', mailbox: 'INBOX' }

type Mail = { uid: number; source: Buffer; at: Date }
type Client = { socket: Socket; idle: string | null; isIn: boolean; seen: number }
export type ImapTrouble = 'refuses_login' | 'drops_idle' | 'hangs_up' | 'is_silent' | 'no_idle'

/**
 * An IMAP server with one account and one mailbox: as much of RFC 3501 as a client needs to read it (CAPABILITY, ID,
 * LOGIN, NAMESPACE, LIST, SELECT, EXAMINE, NOOP, UID SEARCH, UID FETCH, LOGOUT), and IDLE of RFC 2177.
 */
export async function startImap() {
  const mails: Mail[] = []
  const clients = new Set<Client>()
  const commands: string[] = []
  const box = { uidValidity: 1_772_000_000, uidNext: 1 }
  let trouble: ImapTrouble | null = null

  const server = createServer((socket) => {
    const client: Client = { socket, idle: null, isIn: false, seen: 0 }
    clients.add(client)
    socket.setNoDelay(true)
    let waiting = Buffer.alloc(0)
    let literal: { line: string; left: number } | null = null
    const say = (line: string | Buffer): void => {
      if (!socket.destroyed) socket.write(Buffer.isBuffer(line) ? line : `${line}\r\n`)
    }
    socket.on('error', () => {})
    socket.on('close', () => clients.delete(client))
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk])
      for (;;) {
        if (literal) {
          if (waiting.length < literal.left) return
          const words = waiting.subarray(0, literal.left).toString()
          waiting = waiting.subarray(literal.left)
          literal = { line: `${literal.line}${JSON.stringify(words)}`, left: 0 }
        }
        const end = waiting.indexOf('\r\n')
        if (end < 0) return
        const line: string = (literal?.line ?? '') + waiting.subarray(0, end).toString()
        waiting = waiting.subarray(end + 2)
        const size: string | undefined = /\{(\d+)\}$/.exec(line)?.[1]
        literal = size ? { line: line.replace(/\{\d+\}$/, ''), left: Number(size) } : null
        if (literal) say('+ go on')
        else command(client, line, say)
      }
    })
    if (trouble === 'hangs_up') socket.destroy()
    else if (trouble !== 'is_silent') say('* OK fake ready')
  })

  function command(client: Client, line: string, say: (line: string | Buffer) => void): void {
    if (line.toUpperCase() === 'DONE') {
      if (client.idle) say(`${client.idle} OK IDLE terminated`)
      client.idle = null
      return
    }
    const [, tag = '*', name = '', rest = ''] = /^(\S+) (UID \S+|\S+) ?(.*)$/s.exec(line) ?? []
    commands.push(`${name.toUpperCase()} ${rest}`.replace(/^LOGIN .*/, 'LOGIN').trim())
    const ok = (): void => say(`${tag} OK done`)
    switch (name.toUpperCase()) {
      case 'CAPABILITY':
        say(`* CAPABILITY IMAP4rev1 ID NAMESPACE${trouble === 'no_idle' ? '' : ' IDLE'}`)
        return ok()
      case 'LOGIN': {
        const [user, password] = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
          ([, quoted, atom]) => quoted?.replace(/\\(.)/g, '$1') ?? atom,
        )
        client.isIn = trouble !== 'refuses_login' && user === IMAP.user && password === IMAP.password
        if (client.isIn) return ok()
        return say(`${tag} NO [AUTHENTICATIONFAILED] no entry with ${password}`)
      }
      case 'ID':
        say('* ID ("name" "fake")')
        return ok()
      case 'NAMESPACE':
        say('* NAMESPACE (("" "/")) NIL NIL')
        return ok()
      case 'LIST':
      case 'LSUB':
        say(`* ${name.toUpperCase()} (\\HasNoChildren) "/" ${IMAP.mailbox}`)
        return ok()
      case 'SELECT':
      case 'EXAMINE':
        if (!rest.includes(IMAP.mailbox)) return say(`${tag} NO [NONEXISTENT] Unknown mailbox`)
        client.seen = mails.length
        say('* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)')
        say(`* ${mails.length} EXISTS`)
        say('* 0 RECENT')
        say(`* OK [UIDVALIDITY ${box.uidValidity}] valid`)
        say(`* OK [UIDNEXT ${box.uidNext}] next`)
        return say(`${tag} OK [READ-ONLY] selected`)
      case 'NOOP':
        tell(client)
        return ok()
      case 'UID SEARCH':
        say(`* SEARCH ${matching(rest).join(' ')}`.trimEnd())
        return ok()
      case 'UID FETCH':
        fetchMails(rest, say)
        return ok()
      case 'IDLE':
        say('+ idling')
        client.idle = tag
        if (trouble === 'drops_idle') return void client.socket.destroy()
        return tell(client)
      case 'LOGOUT':
        say('* BYE bye')
        ok()
        return void client.socket.end()
      default:
        return say(`${tag} BAD unknown command`)
    }
  }

  function matching(criteria: string): number[] {
    const range = /^UID (\d+):\*$/.exec(criteria)
    const since = /^SINCE "?(\d+-\w+-\d+)"?$/.exec(criteria)?.[1]
    const last = mails.at(-1)?.uid ?? 0
    // RFC 3501: `*` is the last mail, and a range may stand the other way round.
    if (range) return mails.map(({ uid }) => uid).filter((uid) => uid >= Math.min(Number(range[1]), last))
    if (since)
      return mails.filter(({ at }) => at.getTime() >= Date.parse(`${since} UTC`)).map(({ uid }) => uid)
    throw new Error(`the fake does not know ${criteria}`)
  }

  function envelopeOf(source: Buffer): string {
    const head = source.subarray(0, 2000).toString('latin1')
    const field = (name: string): string =>
      new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(head)?.[1]?.replace(/["\\]|\p{Cc}/gu, '') ?? ''
    const [, name = '', host = ''] = /([^\s<]+)@([^\s>]+)/.exec(field('From')) ?? []
    const from = `((NIL NIL "${name}" "${host}"))`
    return `ENVELOPE (NIL "${field('Subject')}" ${from} ${from} ${from} NIL NIL NIL NIL NIL)`
  }

  /** RFC 3501 § 7.4.2, of a mail with one level of parts. */
  function structureOf(source: Buffer): string {
    const text = source.toString('latin1')
    const cut = /boundary="?([\w-]+)/i.exec(text)?.[1]
    const nothing = '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0)'
    const parts = cut ? text.split(`--${cut}`).slice(1) : []
    const told = parts.map((part) => {
      const [head = ''] = part.split('\r\n\r\n', 1)
      const field = (pattern: RegExp): string => pattern.exec(head)?.[1] ?? ''
      const [type = '', subtype = ''] = (field(/^content-type: ([\w/.+-]+)/im) || 'text/plain').split('/')
      const name = field(/filename="?([^"\r]+)/i)
      const size = part.length - head.length - 4
      const encoding = field(/^content-transfer-encoding: (\S+)/im) || '7BIT'
      const lines = type === 'text' ? ' 1' : ''
      const disposition = name ? ` NIL ("ATTACHMENT" ("FILENAME" "${name}"))` : ' NIL NIL'
      return `("${type}" "${subtype}" NIL NIL NIL "${encoding}" ${size}${lines}${disposition} NIL)`
    })
    return told.length > 0 ? `(${told.join('')} "MIXED" ("BOUNDARY" "cut") NIL NIL)` : nothing
  }

  function fetchMails(rest: string, say: (line: string | Buffer) => void): void {
    const [, uid, items = ''] = /^(\d+) (.*)$/.exec(rest) ?? []
    const index = mails.findIndex((mail) => mail.uid === Number(uid))
    const mail = mails[index]
    if (!mail) return
    const parts = [`UID ${mail.uid}`]
    if (items.includes('RFC822.SIZE')) parts.push(`RFC822.SIZE ${mail.source.length}`)
    if (items.includes('INTERNALDATE')) parts.push(`INTERNALDATE "${internalDate(mail.at)}"`)
    if (items.includes('BODYSTRUCTURE')) parts.push(`BODYSTRUCTURE ${structureOf(mail.source)}`)
    if (items.includes('ENVELOPE')) parts.push(envelopeOf(mail.source))
    const body = /BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?/.exec(items)
    if (/BODY\[/.test(items)) throw new Error('that would mark the mail as read')
    const head = `* ${index + 1} FETCH (${parts.join(' ')}`
    if (!body) return say(`${head})`)
    const start = Number(body[1] ?? 0)
    const bytes = mail.source.subarray(start, body[2] ? start + Number(body[2]) : undefined)
    say(
      Buffer.concat([
        Buffer.from(`${head} BODY[]${body[1] ? `<${start}>` : ''} {${bytes.length}}\r\n`),
        bytes,
      ]),
    )
    say(')')
  }

  /** News only when the client listens, as a server may. */
  function tell(client: Client): void {
    if (client.seen === mails.length || client.socket.destroyed) return
    client.seen = mails.length
    client.socket.write(`* ${mails.length} EXISTS\r\n`)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    account: { host: '127.0.0.1', port, secure: false, ...IMAP },
    box,
    /** What it was asked, in order, without who logged in. */
    commands,
    setTrouble: (which: ImapTrouble | null) => {
      trouble = which
    },
    /** A mail arrives; whoever is waiting is told. */
    deliver(source: string | Buffer, at = new Date('2026-03-02T09:00:00Z')): number {
      const uid = box.uidNext
      box.uidNext += 1
      mails.push({
        uid,
        source: Buffer.isBuffer(source) ? source : Buffer.from(source.replace(/\r?\n/g, '\r\n')),
        at,
      })
      for (const client of clients) if (client.idle) tell(client)
      return uid
    },
    /** The mailbox was moved: the same mails under other numbers. */
    renumber() {
      box.uidValidity += 1
      box.uidNext = 1
      for (const mail of mails) mail.uid = box.uidNext++
    },
    dropAll: () => clients.forEach(({ socket }) => socket.destroy()),
    connections: () => clients.size,
    isIdling: () => [...clients].some(({ idle }) => idle !== null),
    async close() {
      for (const { socket } of clients) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

function internalDate(at: Date): string {
  const [date, time] = at.toISOString().split('T') as [string, string]
  const [year, month, day] = date.split('-')
  return `${day}-${MONTHS[Number(month) - 1]}-${year} ${time.slice(0, 8)} +0000`
}
