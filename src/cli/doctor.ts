import addressparser from 'nodemailer/lib/addressparser'
import pg from 'pg'
import { systemClock } from '../platform/clock.ts'
import { ConfigError } from '../platform/config.ts'
import { poolOptions } from '../platform/database.ts'
import { LEFT_OUT, type LeftOut } from '../platform/dispatch-events.ts'
import { makeLog } from '../platform/log.ts'
import { makeMailer } from '../platform/mailer.ts'
import { attachStore } from './attach.ts'
import { configOf, type Values } from './values.ts'

type Finding = { check: string; state: 'ok' | 'advice' | 'problem'; message: string }

/** `candor doctor`: what works, what does not, and what to do. Exit code 1 if anything is a problem. */
export async function doctor(values: Values): Promise<number> {
  const findings = await examine(values)
  if (values['json']) process.stdout.write(`${JSON.stringify({ findings })}\n`)
  else {
    const sign = { ok: 'ok     ', advice: 'advice ', problem: 'PROBLEM' }
    for (const { check, state, message } of findings)
      process.stdout.write(`${sign[state]}  ${check}: ${message}\n`)
  }
  return findings.some(({ state }) => state === 'problem') ? 1 : 0
}

async function examine(values: Values): Promise<Finding[]> {
  let config
  try {
    config = configOf(values)
  } catch (error) {
    if (error instanceof ConfigError)
      return [{ check: 'Configuration', state: 'problem', message: error.message }]
    throw error
  }
  const findings: Finding[] = [
    { check: 'Configuration', state: 'ok', message: `data folder ${config.dataDir}, port ${config.port}` },
  ]
  try {
    const store = await attachStore(config, makeLog('silent'))
    const client = new pg.Client(poolOptions(store.connection))
    await client.connect()
    const { rows } = await client.query<{ version: string; now: Date }>('select version(), now()')
    const news = await newsFinding(client)
    await client.end()
    await store.close()
    const skew = Math.abs(rows[0]!.now.getTime() - systemClock.now())
    findings.push({
      check: 'Database',
      state: 'ok',
      message: rows[0]!.version.split(' ').slice(0, 2).join(' '),
    })
    findings.push(news)
    if (skew > 5000) {
      findings.push({
        check: 'Clock',
        state: 'problem',
        message: `the database's clock is ${Math.round(skew / 1000)} seconds off; set both by NTP.`,
      })
    }
  } catch (error) {
    findings.push({ check: 'Database', state: 'problem', message: messageOf(error) })
  }
  const mailer = makeMailer(config)
  if (!mailer.configured) {
    findings.push({
      check: 'Mail',
      state: 'advice',
      message: 'no mail server. Surveys by mail, invitations and password resets need CANDOR_SMTP_URL.',
    })
  } else {
    try {
      await mailer.verify()
      findings.push({ check: 'Mail', state: 'ok', message: 'the mail server answers and takes our sign-in' })
    } catch (error) {
      findings.push({
        check: 'Mail',
        state: 'problem',
        message: `${messageOf(error)} Check CANDOR_SMTP_URL.`,
      })
    } finally {
      mailer.close()
    }
  }
  if (mailer.configured) findings.push(senderFinding(config.mailFrom))
  findings.push(publicUrlFinding(config.publicUrl))
  return findings
}

/** Events that a feature could not take: what would have followed from them did not. */
async function newsFinding(client: pg.Client): Promise<Finding> {
  const check = 'News'
  const { rows } = await client.query<LeftOut>(LEFT_OUT)
  if (rows.length === 0) return { check, state: 'ok', message: 'every event was taken by all features' }
  const named = rows
    .map((row) => `${row.type} ${row.id} (conversation ${row.conversation_id}): ${row.failure}`)
    .join('; ')
  return {
    check,
    state: 'problem',
    message: `${rows[0]!.count} events of the last 30 days were left out, since a feature could not take them. Cases, webhooks and workflows of these conversations may be missing: look after them by hand, and report the error. The last: ${named}`,
  }
}

/** Mail from an address that nobody can answer, or without a name, is what spam looks like. */
function senderFinding(mailFrom: string): Finding {
  const check = 'Sender'
  const { name, address } = addressparser(mailFrom, { flatten: true })[0] ?? { name: '', address: '' }
  const domain = address.slice(address.lastIndexOf('@') + 1)
  if (!domain.includes('.')) {
    const message = `mail is sent from ${mailFrom}, which no customer can answer. Set CANDOR_MAIL_FROM to an address of your domain, such as "Juniper Support <support@juniper.example>".`
    return { check, state: 'problem', message }
  }
  if (name === '') {
    const message = `${address} has no name with it. Customers trust "Juniper Support <${address}>" more: set CANDOR_MAIL_FROM so.`
    return { check, state: 'advice', message }
  }
  return { check, state: 'ok', message: mailFrom }
}

function publicUrlFinding(publicUrl: string): Finding {
  const url = new URL(publicUrl)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (isLocal) {
    return {
      check: 'Public address',
      state: 'advice',
      message: `${publicUrl} works on this machine only. Set CANDOR_PUBLIC_URL to the address customers reach.`,
    }
  }
  return url.protocol === 'https:'
    ? { check: 'Public address', state: 'ok', message: publicUrl }
    : {
        check: 'Public address',
        state: 'advice',
        message: `${publicUrl} is not encrypted. Put a proxy with a certificate in front and use https.`,
      }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
