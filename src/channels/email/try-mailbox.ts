import type { z } from 'zod'
import { addressOutside } from '../../platform/outside/outside.ts'
import type { Tried } from '../connector.ts'
import { failed } from '../failure.ts'
import { connection } from './email-in.ts'
import { type emailInAccount, portOf } from './mailbox-account.ts'
import { failureOf, mismatchOf } from './mailbox-failure.ts'

const TIMING = { pollMs: 120_000, restMs: 500 }

/**
 * Can this mailbox be read? Signs in and looks at it, and changes nothing (C15). Says at which field it is wrong: the
 * server, TLS, the password, or the mailbox. No longer than `patienceMs`.
 */
export async function tryMailbox(deps: {
  account: z.infer<typeof emailInAccount>
  privateHosts: readonly string[]
  patienceMs?: number
}): Promise<Tried> {
  const { privateHosts, patienceMs = 15_000 } = deps
  const account = { ...deps.account, port: portOf(deps.account) }
  const wrong = (field: string, sentence: string): Tried => ({ kind: 'wrong', field, sentence })
  const nowhere = wrong('host', 'This server could not be reached.')
  const address = await addressOutside(account.host, privateHosts)
  // Whether there is no such server, or one that is not for us, is not told apart.
  if (address === null) return nowhere
  const client = connection(account, address, {
    ...TIMING,
    patienceMs,
    // One that takes the connection and says nothing is told from one that is not there.
    greetingMs: patienceMs / 2,
  })
  client.on('error', () => {})
  const timer = setTimeout(() => client.close(), patienceMs)
  let isIn = false
  try {
    await client.connect()
    isIn = true
    await client.mailboxOpen(account.mailbox, { readOnly: true })
    return { kind: 'works' }
  } catch (error) {
    const failure = failureOf(error, account)
    if (failure.reason === 'login_refused') return wrong('password', failure.sentence)
    const mismatch = mismatchOf(error, account)
    if (mismatch) return wrong(mismatch.field, mismatch.sentence)
    if (!isIn || !client.usable) return nowhere
    const said = (error as { responseText?: string }).responseText
    const why = 'There is no such mailbox.'
    return wrong(
      'mailbox',
      failed('refused', { why, secrets: [account.password], ...(said ? { said } : {}) }).sentence,
    )
  } finally {
    clearTimeout(timer)
    if (client.usable) await Promise.race([client.logout().catch(() => {}), soon(TIMING.restMs)])
    client.close()
  }
}

function soon(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
