import type { KeyObject } from 'node:crypto'
import { mac, sameBytes } from '../platform/crypto.ts'
import { uuidFromBytes, uuidToBytes } from '../platform/ids.ts'

/** Which survey a link means. */
export type SurveyName = { workspaceId: string; surveyId: string }

const MAC_BYTES = 16
const TOKEN_BYTES = 32 + MAC_BYTES

/**
 * The secret part of a survey's link (J7): workspace id, survey id and a MAC over both, 64 characters of
 * base64url. It carries the workspace so that a look-up goes to one shard; nothing of it is stored, so a
 * copy of the database holds no usable link.
 */
export function surveyToken(key: KeyObject, { workspaceId, surveyId }: SurveyName): string {
  const name = Buffer.concat([uuidToBytes(workspaceId), uuidToBytes(surveyId)])
  return Buffer.concat([name, mac(key, name, MAC_BYTES)]).toString('base64url')
}

/** The survey a token means, or null when we did not make it; tells without asking the database. */
export function readSurveyToken(key: KeyObject, token: string): SurveyName | null {
  if (token.length !== (TOKEN_BYTES / 3) * 4) return null
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== TOKEN_BYTES) return null
  const name = bytes.subarray(0, 32)
  if (!sameBytes(bytes.subarray(32), mac(key, name, MAC_BYTES))) return null
  return { workspaceId: uuidFromBytes(name.subarray(0, 16)), surveyId: uuidFromBytes(name.subarray(16)) }
}

const PRESS_MAC_BYTES = 12

/**
 * What a platform's own button sends back (O3): survey id, score and a MAC over both and the workspace, 40 characters.
 * Short, for Telegram gives a button 64 bytes; the workspace is known from where it comes in.
 */
export function pressToken(key: KeyObject, { workspaceId, surveyId }: SurveyName, score: number): string {
  const id = uuidToBytes(surveyId)
  const name = Buffer.concat([uuidToBytes(workspaceId), id, Buffer.of(score)])
  return `c${Buffer.concat([id, mac(key, name, PRESS_MAC_BYTES)]).toString('base64url')}${score}`
}

/** Does it look like what `pressToken` makes? Platforms have buttons of others too: what they send is no press. */
export function isPress(text: string): boolean {
  return PRESS.test(text)
}

const PRESS = /^c([A-Za-z0-9_-]{38})([1-5])$/

/** The survey and score a press means, or null when we did not make it for this workspace. */
export function readPress(
  key: KeyObject,
  workspaceId: string,
  press: string,
): (SurveyName & { score: number }) | null {
  const match = PRESS.exec(press)
  if (!match) return null
  const bytes = Buffer.from(match[1]!, 'base64url')
  const name = { workspaceId, surveyId: uuidFromBytes(bytes.subarray(0, 16)) }
  const score = Number(match[2])
  return sameBytes(Buffer.from(pressToken(key, name, score)), Buffer.from(press)) ? { ...name, score } : null
}
