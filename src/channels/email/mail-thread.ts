import type { KeyObject } from 'node:crypto'
import { mac, sameBytes } from '../../platform/crypto.ts'
import { uuidFromBytes, uuidToBytes } from '../../platform/ids.ts'

const MAC_BYTES = 10
const TOKEN_BYTES = 16 + MAC_BYTES
/** 26 bytes in 36 letters and digits: mail servers may write addresses small, so case must not count. */
const TOKEN_LENGTH = 41
const MAX_LOCAL = 64

/**
 * Where the answer to a mail of a conversation goes: `support+{token}@…`. The token is the conversation and a MAC over
 * it and the workspace, so that only who was written to can write into it. Null where the address has no room for it.
 */
export function replyAddress(
  key: KeyObject,
  { workspaceId, conversationId, address }: { workspaceId: string; conversationId: string; address: string },
): string | null {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  if (at < 1 || local.startsWith('"') || local.length + 1 + TOKEN_LENGTH > MAX_LOCAL) return null
  const id = uuidToBytes(conversationId)
  const token = Buffer.concat([id, tokenMac(key, workspaceId, id)])
  return `${local}+${written(token)}${address.slice(at)}`
}

/** The conversation that one of these addresses means, or null when none of them is of our making. */
export function conversationAt(key: KeyObject, workspaceId: string, addresses: string[]): string | null {
  for (const address of addresses.slice(0, 100)) {
    const token = /\+([0-9a-z]{41})@[^@]+$/i.exec(address)?.[1]
    const bytes = token && read(token.toLowerCase())
    if (!bytes) continue
    const id = bytes.subarray(0, 16)
    if (sameBytes(bytes.subarray(16), tokenMac(key, workspaceId, id))) return uuidFromBytes(id)
  }
  return null
}

function tokenMac(key: KeyObject, workspaceId: string, id: Buffer): Buffer {
  return mac(key, Buffer.concat([Buffer.from('reply address'), uuidToBytes(workspaceId), id]), MAC_BYTES)
}

function written(bytes: Buffer): string {
  return BigInt(`0x${bytes.toString('hex')}`)
    .toString(36)
    .padStart(TOKEN_LENGTH, '0')
}

function read(token: string): Buffer | null {
  let number = 0n
  for (const digit of token) number = number * 36n + BigInt(Number.parseInt(digit, 36))
  const hex = number.toString(16).padStart(TOKEN_BYTES * 2, '0')
  return hex.length === TOKEN_BYTES * 2 ? Buffer.from(hex, 'hex') : null
}

/** Message-IDs in the order they stand, without doubles; at most 50 of at most 250 visible characters. */
export function messageIdsIn(...headers: (string | undefined)[]): string[] {
  const found = headers.flatMap((header) => (header ?? '').slice(-20_000).match(MESSAGE_ID) ?? [])
  return [...new Set(found)].slice(-50)
}

/** What is stored as text holds no NUL and no half a character. */
const MESSAGE_ID = /<[^<>\s\p{Cc}\p{Cs}]{3,250}>/gu
const OURS =
  /^<(message|survey|conversation)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[.\w-]*@[^<>@\s\p{Cc}]+>$/iu

/** What one of our own Message-IDs names; null for those of others. Nobody vouches for it: whoever knows it may write it. */
export function namedBy(
  messageId: string,
): { kind: 'message' | 'survey' | 'conversation'; id: string } | null {
  const match = OURS.exec(messageId)
  if (!match) return null
  return { kind: match[1]!.toLowerCase() as 'message', id: match[2]!.toLowerCase() }
}
