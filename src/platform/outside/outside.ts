import { lookup } from 'node:dns'
import { type ClientRequest, request as plain, type RequestOptions } from 'node:http'
import { request as secure } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What came of asking a server of somebody else's. */
export type OutsideAnswer =
  | { kind: 'answered'; status: number; body: string; retryAfter?: string }
  | { kind: 'failed'; reason: OutsideFailure }

export type OutsideFailure = 'unreachable' | 'too_slow' | 'too_large' | 'private_address' | 'not_https'

type Limits = {
  patienceMs: number
  maxBytes: number
  privateHosts: readonly string[]
  cut?: boolean
  onConnected?: () => void
}
type Message = { method?: string; body?: string; headers: Record<string, string> }

/** Posts to an address that a workspace has entered, as `askOutside` does. */
export async function postOutside(
  address: string,
  message: { body: string; headers: Record<string, string> },
  limits: Limits,
): Promise<OutsideAnswer> {
  return askOutside(address, { ...message, method: 'POST' }, limits)
}

/**
 * Asks at an address that may be anybody's. It may lead nowhere but out: names are resolved here and the connection is
 * made to just those addresses, none of a private network, and no redirect is followed. Hosts of `privateHosts` (the
 * installation's own choice) may be anywhere and speak plain HTTP. What is answered beyond `maxBytes` makes the whole
 * answer too large, or with `cut` is not read.
 */
export async function askOutside(
  address: string,
  { method = 'GET', body, headers }: Message,
  limits: Limits,
): Promise<OutsideAnswer> {
  const url = new URL(address)
  const host = hostOf(url)
  const isOurs = limits.privateHosts.includes(host)
  if (!isOurs && url.protocol !== 'https:') return { kind: 'failed', reason: 'not_https' }
  // An address in digits is not looked up.
  if (!isOurs && isIP(host) !== 0 && isPrivate(host)) return { kind: 'failed', reason: 'private_address' }
  const signal = AbortSignal.timeout(limits.patienceMs)
  const options: RequestOptions = {
    method,
    agent: false,
    signal,
    headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    ...(isOurs ? {} : { lookup: lookupOutside }),
  }
  return new Promise((resolve) => {
    const fail = (error: unknown): void => resolve({ kind: 'failed', reason: reasonOf(error, signal) })
    const call = (url.protocol === 'https:' ? secure : plain)(url, options, (response) => {
      const parts: Buffer[] = []
      let size = 0
      const succeed = (): void => {
        const retryAfter = response.headers['retry-after']
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          body: Buffer.concat(parts).subarray(0, limits.maxBytes).toString('utf8'),
          ...(retryAfter === undefined ? {} : { retryAfter }),
        })
      }
      response.on('data', (part: Buffer) => {
        size += part.length
        parts.push(part)
        if (size <= limits.maxBytes) return
        if (limits.cut) succeed()
        else fail(new Refusal('too_large'))
        call.destroy()
      })
      response.on('error', fail)
      response.on('end', succeed)
    })
    if (limits.onConnected) tellConnected(call, url, limits.onConnected)
    call.on('error', fail)
    // Whatever else may end it, such as an answer that asks for another protocol.
    call.on('close', () => fail(new Error('closed')))
    call.end(body)
  })
}

/** From here on the other side may have what was sent, whatever comes of it. */
function tellConnected(call: ClientRequest, { protocol }: URL, tell: () => void): void {
  call.once('socket', (socket) => socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', tell))
}

/**
 * The address that a connection to this host is made to; null where there is none, or it is one of a private network
 * and not of `privateHosts`. For what speaks no HTTP: connect to the answer, not to the name again.
 */
export async function addressOutside(name: string, privateHosts: readonly string[]): Promise<string | null> {
  const host = name.replace(/^\[|\]$/g, '').toLowerCase()
  if (privateHosts.includes(host)) return host
  if (isIP(host) !== 0) return isPrivate(host) ? null : host
  return new Promise((resolve) => {
    lookupOutside(host, {}, (error, address) => resolve(error ? null : (address as string)))
  })
}

/** Would this address be called, as far as can be told without looking its name up? */
export function mayCall(address: string, privateHosts: readonly string[]): boolean {
  const url = URL.parse(address)
  if (!url || url.username !== '' || url.password !== '') return false
  const host = hostOf(url)
  if (privateHosts.includes(host)) return url.protocol === 'https:' || url.protocol === 'http:'
  return url.protocol === 'https:' && !(isIP(host) !== 0 && isPrivate(host))
}

class Refusal extends Error {
  readonly reason: OutsideFailure
  constructor(reason: OutsideFailure) {
    super(reason)
    this.reason = reason
  }
}

function reasonOf(error: unknown, signal: AbortSignal): OutsideFailure {
  if (signal.aborted) return 'too_slow'
  return error instanceof Refusal ? error.reason : 'unreachable'
}

/** The host of an address as `privateHosts` has it: in lower case, IPv6 without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

/** A name with one private address among its own is not called at all. */
const lookupOutside: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0)
    const [first] = found
    if (!first || found.some(({ address }) => isPrivate(address))) {
      return done(new Refusal('private_address'), '', 0)
    }
    return options.all ? done(null, found) : done(null, first.address, first.family)
  })
}

/** Networks that are not out in the world (IANA's special-purpose registries), and ways around to them. */
const V4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
const V6 =
  '::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8'
// A list for each family: in one, every IPv4 address would lie in ::ffff:0:0/96.
const PRIVATE = { ipv4: blockList('ipv4', V4), ipv6: blockList('ipv6', V6) }

function blockList(family: 'ipv4' | 'ipv6', nets: string): BlockList {
  const list = new BlockList()
  for (const net of nets.split(' ')) {
    const [start, bits] = net.split('/')
    list.addSubnet(start!, Number(bits), family)
  }
  return list
}

function isPrivate(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  return PRIVATE[family].check(address, family)
}
