import type { Channel } from '../channel.ts'
import { smsAccount, smsChannel, type SmsDeps } from './sms.ts'

/** A call has no messages: what follows it goes by the account that sends SMS. */
export const phoneAccount = smsAccount

/** The survey after a call, sent as SMS (O3). Nobody can be answered on a call that is over, so it sends no replies. */
export function phoneChannel(deps: SmsDeps): Channel {
  const sms = smsChannel(deps)
  return {
    capabilities: sms.capabilities,
    sendSurvey: (survey) => sms.sendSurvey(survey),
    receive: (request) => sms.receive!(request),
  }
}
