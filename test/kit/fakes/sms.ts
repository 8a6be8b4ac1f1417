import { createHmac } from 'node:crypto'
import type { IncomingRequest } from '../../../src/channels/channel.ts'
import { type Asked, linksIn, type ProviderState, type Said, startHttpProvider } from './http-provider.ts'

export const SMS = {
  account_sid: 'AC0123456789abcdef0123456789abcdef',
  auth_token: 'fake0auth0token0123456789abcdef0',
  sender: '+15005550006',
}
export const SMS_SERVICE = `MG${'0123456789abcdef'.repeat(2)}`
export const SAM_PHONE = '+491701234567'
export const SMS_HOOK = 'https://candor.test/hooks/w1/sms/secret'
/** When the fake's requests came in. */
export const SMS_NOW = 1_772_000_300_000

/** The Messages resource (twilio.com/docs/messaging/api/message-resource) of one account, and the account itself (twilio.com/docs/iam/api/account). */
export function startSms() {
  return startHttpProvider((asked, state) => {
    state.attempts += 1
    if (state.trouble) return troubleOf(state.trouble, asked)
    const login = Buffer.from(`${SMS.account_sid}:${SMS.auth_token}`).toString('base64')
    if (asked.headers.authorization !== `Basic ${login}`) return refusal(401, 20003, 'Authenticate')
    if (asked.method === 'GET' && asked.path === `/2010-04-01/Accounts/${SMS.account_sid}.json`) {
      return {
        status: 200,
        body: { sid: SMS.account_sid, friendly_name: 'Acme', status: 'active', type: 'Full' },
      }
    }
    if (asked.method !== 'POST' || asked.path !== `/2010-04-01/Accounts/${SMS.account_sid}/Messages.json`) {
      return refusal(404, 20404, `The requested resource ${asked.path} was not found`)
    }
    if (!asked.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      return refusal(400, 21602, 'Message body is required')
    }
    return create(new URLSearchParams(asked.body), state)
  })
}

function create(fields: URLSearchParams, state: ProviderState): Said {
  const [to, from, service] = [fields.get('To'), fields.get('From'), fields.get('MessagingServiceSid')]
  const body = fields.get('Body') ?? ''
  if (!to || !/^\+[1-9]\d{6,14}$/.test(to)) {
    return refusal(400, 21211, `The 'To' number ${to} is not a valid phone number.`)
  }
  if (from !== SMS.sender && service !== SMS_SERVICE) {
    return refusal(400, 21606, `The 'From' phone number ${from} is not a valid, SMS-capable phone number`)
  }
  if (body === '') return refusal(400, 21602, 'Message body is required')
  if (body.length > 1600)
    return refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit')
  state.arrived.push({ key: null, to: [to], fields: {}, text: body, markup: null, links: linksIn(body) })
  const sid = `SM${String(state.arrived.length).padStart(32, '0')}`
  const sent = {
    account_sid: SMS.account_sid,
    api_version: '2010-04-01',
    body,
    date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from,
    messaging_service_sid: service,
    num_segments: '1',
    sid,
    status: service ? 'accepted' : 'queued',
    to,
    uri: `/2010-04-01/Accounts/${SMS.account_sid}/Messages/${sid}.json`,
  }
  return { status: 201, body: sent }
}

/** An error as in twilio.com/docs/usage/twilios-response. */
export function refusal(status: number, code: number, message: string): Said {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
}

function troubleOf(trouble: string, { headers }: Asked): Said {
  if (trouble === 'refuses_address') {
    return refusal(400, 21211, "The 'To' number +4917 is not a valid phone number.")
  }
  if (trouble === 'refuses_login') {
    return refusal(401, 20003, `Authenticate ${headers.authorization} ${SMS.auth_token}\u202e\r\n`)
  }
  if (trouble === 'is_busy') {
    return { ...refusal(429, 20429, 'Too Many Requests'), headers: { 'retry-after': '7' } }
  }
  return refusal(400, 30038, 'Message body is not good enough')
}

type Signing = { token?: string; url?: string; signedUrl?: string }

/** A request as Twilio signs it (twilio.com/docs/usage/security, “How Twilio validates requests”). */
export function smsRequest(
  fields: Record<string, string>,
  { token = SMS.auth_token, url = SMS_HOOK, signedUrl = url }: Signing = {},
): IncomingRequest {
  const names = Object.keys(fields).toSorted()
  const data = signedUrl + names.map((name) => name + fields[name]).join('')
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': createHmac('sha1', token).update(data).digest('base64'),
    },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  }
}

/** A message of Sam's (twilio.com/docs/messaging/guides/webhook-request). */
export function smsMessage(more: Record<string, string> = {}): Record<string, string> {
  return {
    ToCountry: 'US',
    SmsMessageSid: 'SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    NumMedia: '0',
    SmsSid: 'SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    SmsStatus: 'received',
    To: SMS.sender,
    NumSegments: '1',
    MessageSid: 'SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    AccountSid: SMS.account_sid,
    From: SAM_PHONE,
    ApiVersion: '2010-04-01',
    Body: 'Hello',
    ...more,
  }
}

/** What became of a message (twilio.com/docs/messaging/guides/track-outbound-message-status). */
export function smsStatus(status: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    SmsSid: 'SM00000000000000000000000000000001',
    SmsStatus: status,
    MessageStatus: status,
    To: SAM_PHONE,
    MessageSid: 'SM00000000000000000000000000000001',
    AccountSid: SMS.account_sid,
    From: SMS.sender,
    ApiVersion: '2010-04-01',
    ...more,
  }
}
