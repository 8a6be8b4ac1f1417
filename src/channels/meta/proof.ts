import { createHmac } from 'node:crypto'

/** Shows Meta that who holds the token knows the app's secret (developers.facebook.com/docs/graph-api/guides/secure-requests). */
export function appSecretProof(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex')
}

/** Meta's sentence for a proof that is made with another secret than the token's app has. */
export const isProofRefused = (message: string): boolean => /invalid appsecret_proof/i.test(message)
