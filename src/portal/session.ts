import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../platform/context.ts'
import { randomSecret, sameBytes, sha256 } from '../platform/crypto.ts'
import { newId } from '../platform/ids.ts'
import type { Visitor } from '../customers/visitor.ts'

/** Who is signed in to the portal. `check` stands in every form made for him and in no other. */
export type PortalSession = Customer & { id: string; embedded: boolean; check: string }

/** A contact as he reads the portal: all of his, or only what was said in the web chat (see `seenBy`). */
export type Customer = Visitor & { sees: 'all' | 'web_chat' }

/**
 * What somebody sees who comes with a token of the web chat: of a visitor whom nobody vouches for only that chat. His
 * browser is all that is known of him, and what reaches the contact by other ways may be meant for somebody else.
 */
export function seenBy(visitor: Visitor): Customer {
  return { ...visitor, sees: visitor.signed ? 'all' : 'web_chat' }
}

const COOKIE = 'candor_portal'
const DAY_MS = 86_400_000
const GOOD_FOR = { mailed: 30 * DAY_MS, vouched: DAY_MS }
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Signs a contact in to the portal of one workspace. In a frame on a site of another owner browsers send only a
 * partitioned cookie; that one is good for this frame on this site and nowhere else.
 */
export async function startSession(
  ctx: Context,
  reply: FastifyReply,
  { workspaceId, contactId, sees }: Customer,
  how: { by: keyof typeof GOOD_FOR; embedded: boolean },
): Promise<void> {
  const now = ctx.clock.now()
  const id = newId()
  const secret = randomSecret()
  await ctx.db
    .insertInto('portal_sessions')
    .values({
      workspace_id: workspaceId,
      id,
      contact_id: contactId,
      secret_hash: sha256(secret),
      embedded: how.embedded,
      sees,
      made_at: new Date(now),
      good_until: new Date(now + GOOD_FOR[how.by]),
    })
    .execute()
  void reply.setCookie(COOKIE, `${id}.${secret.toString('base64url')}`, {
    ...attributes(ctx, workspaceId, how.embedded),
    maxAge: GOOD_FOR[how.by] / 1000,
  })
}

/** Whose session the request carries, in this workspace; null for none, a forged and an old one. */
export async function readSession(
  ctx: Context,
  request: FastifyRequest,
  workspaceId: string,
): Promise<PortalSession | null> {
  const [id, secret] = (request.cookies[COOKIE] ?? '').split('.')
  if (!id || !secret || !ID.test(id)) return null
  const row = await ctx.db
    .selectFrom('portal_sessions')
    .select(['contact_id', 'secret_hash', 'embedded', 'sees', 'good_until'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || row.good_until <= ctx.clock.now()) return null
  const given = Buffer.from(secret, 'base64url')
  if (!sameBytes(sha256(given), row.secret_hash)) return null
  const { contact_id: contactId, embedded, sees } = row
  return { workspaceId, contactId, sees, id, embedded, check: checkOf(given) }
}

/** Ends the session for good. */
export async function endSession(ctx: Context, reply: FastifyReply, session: PortalSession): Promise<void> {
  await ctx.db
    .deleteFrom('portal_sessions')
    .where('workspace_id', '=', session.workspaceId)
    .where('id', '=', session.id)
    .execute()
  void reply.clearCookie(COOKIE, attributes(ctx, session.workspaceId, session.embedded))
}

/** Did this form come from a page that was made for this session? */
export function isOwnForm({ check }: PortalSession, form: Record<string, unknown>): boolean {
  return sameBytes(Buffer.from(String(form['check'] ?? '')), Buffer.from(check))
}

function checkOf(secret: Buffer): string {
  return sha256(Buffer.concat([Buffer.from('form'), secret]))
    .toString('base64url')
    .slice(0, 32)
}

function attributes({ config }: Context, workspaceId: string, embedded: boolean) {
  const secure = config.publicUrl.startsWith('https:')
  const framed = embedded && secure
  return {
    path: `/portal/${workspaceId}`,
    httpOnly: true,
    secure,
    sameSite: framed ? ('none' as const) : ('lax' as const),
    ...(framed ? { partitioned: true } : {}),
  }
}
