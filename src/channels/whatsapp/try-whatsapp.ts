import { askProvider } from '../ask-provider.ts'
import type { Tried } from '../connector.ts'
import { failed } from '../failure.ts'
import { appSecretProof, isProofRefused } from '../meta/proof.ts'
import { refusedFor } from '../result-of.ts'
import { triedBy, UNREACHED } from '../tried.ts'
import { WHATSAPP_URL } from './whatsapp.ts'
import type { WhatsappAccount } from './whatsapp-account.ts'
import { whatsappRefused, whatsappRefusal } from './whatsapp-refusal.ts'

/** The token is none, or no longer one. */
const LOGIN = [0, 190]
/** “Object does not exist, cannot be loaded due to missing permissions, or does not support this operation.” */
const UNSEEN = 33

/**
 * Does Meta take this token, is the app's secret that of its app, and is the number there (O3)? Reads the number, which
 * sends nothing (developers.facebook.com/docs/whatsapp/business-management-api/manage-phone-numbers).
 */
export async function tryWhatsapp(deps: {
  account: WhatsappAccount
  baseUrl?: string
  patienceMs?: number
}): Promise<Tried> {
  const { account, baseUrl = WHATSAPP_URL, patienceMs = 10_000 } = deps
  const { access_token: token, app_secret: key } = account
  const proof = appSecretProof(token, key)
  const secrets = [token, key, proof]
  const query = new URLSearchParams({ fields: 'id,verified_name', appsecret_proof: proof })
  const answer = await askProvider(`${baseUrl}/${account.phone_number_id}?${query.toString()}`, {
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
    patienceMs,
    base: baseUrl,
    secrets,
  })
  if (answer.kind !== 'answered') return UNREACHED
  if (answer.status < 300) return { kind: 'works' }
  const error = whatsappRefused.safeParse(answer.json).data?.error
  if (!error) return UNREACHED
  const message = error.message ?? ''
  if (isProofRefused(message)) {
    return { kind: 'wrong', field: 'app_secret', sentence: 'This is not the secret of the token’s app.' }
  }
  // A token that may send and not manage is shown no number: wrong or not, that cannot be told apart.
  if (error.error_subcode === UNSEEN) {
    const why = 'Meta shows no number of this ID to this token.'
    return { kind: 'failing', sentence: failed('refused', { why, said: message, secrets }).sentence }
  }
  if (error.code === 10 || (error.code >= 200 && error.code < 300)) return { kind: 'not_tried' }
  const failure = refusedFor({ ...whatsappRefusal(error), secrets })
  // What else is refused for is no fault of the token: an account that is locked, a bill.
  const isLogin = answer.status === 401 || LOGIN.includes(error.code)
  return isLogin ? triedBy(failure, 'access_token') : { kind: 'failing', sentence: failure.sentence }
}
