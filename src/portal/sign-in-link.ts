import { brandOf } from '../access/brands.ts'
import { contactsAt } from '../inbox/contacts/contact-at.ts'
import { findContact } from '../inbox/find.ts'
import { proveEmail } from '../inbox/contacts/prove-email.ts'
import type { Context } from '../platform/context.ts'
import { mac, sameBytes } from '../platform/crypto.ts'
import { inTransaction, transact } from '../platform/database.ts'
import { newId, uuidFromBytes, uuidToBytes } from '../platform/ids.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Mailer } from '../platform/mailer.ts'
import { done, fail, type Outcome } from '../platform/outcome.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import { renderLinkMail } from './link-mail.ts'
import type { Customer } from './session.ts'

const GOOD_FOR_MS = 15 * 60_000
/** Within that time; more would fill somebody's inbox. */
const MAILS_AT_MOST = 3

/**
 * Somebody says that this is his address; `askedBy` is who is signed in where he says so. Whether anybody is known by it is looked up when the mail is written, so
 * that neither the answer nor its time tells.
 */
export async function requestLink(
  ctx: Context,
  workspaceId: string,
  { email, locale, askedBy }: { email: string; locale: string | null; askedBy: string | null },
): Promise<void> {
  const address = email.trim().toLowerCase()
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const recent = await tx
      .selectFrom('portal_links')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('email', '=', address)
      .where('made_at', '>', new Date(now - GOOD_FOR_MS) as never)
      .limit(MAILS_AT_MOST)
      .execute()
    if (recent.length === MAILS_AT_MOST) return
    const id = newId()
    await tx
      .insertInto('portal_links')
      .values({
        workspace_id: workspaceId,
        id,
        email: address,
        locale,
        asked_by: askedBy,
        made_at: new Date(now),
        good_until: new Date(now + GOOD_FOR_MS),
      })
      .execute()
    const options = { key: `portal_link:${id}`, maxAttempts: 5 }
    await enqueue(tx, 'mail_portal_link', { workspace_id: workspaceId, id }, options)
  })
}

/**
 * Mails the link to whom the address belongs; nobody: to who is signed in and said before that it is his, so that he
 * can prove it. Nobody either: nothing.
 */
export async function mailPortalLink(
  ctx: Context,
  mailer: Mailer,
  workspaceId: string,
  id: string,
): Promise<void> {
  const link = await findLink(ctx, workspaceId, id)
  if (!link || link.used_at !== null || link.good_until <= ctx.clock.now()) return
  const [known] = await contactsAt(ctx.db, { workspaceId, channel: 'email', address: link.email })
  const claimant = link.asked_by === null ? undefined : await findContact(ctx.db, workspaceId, link.asked_by)
  const contact = known ?? (claimant?.claimed_email?.toLowerCase() === link.email ? claimant : undefined)
  if (!contact) return
  await ctx.db
    .updateTable('portal_links')
    .set({ contact_id: contact.id })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
  await mailer.send({
    ...renderLinkMail({
      lang: pickLanguage({ contactLocale: contact.locale, acceptLanguage: link.locale }),
      brand: await brandOf(ctx.db, workspaceId),
      url: `${ctx.config.publicUrl}/portal/${workspaceId}/sign-in/${linkToken(ctx, workspaceId, id)}`,
    }),
    to: link.email,
    messageId: `<portal.${id}@${new URL(ctx.config.publicUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  })
}

/**
 * Uses a link up and says whose it is. Refuses one that is forged, too old, or was used before. Where the address was
 * only said to be his, the link must be used where it was asked for (`here`), and proves it: whoever else is sent one
 * would be let into somebody else's conversations.
 */
export async function useLink(
  ctx: Context,
  workspaceId: string,
  token: string,
  here: Customer | null,
): Promise<Outcome<Customer>> {
  const id = readLinkToken(ctx, workspaceId, token)
  if (!id) return over()
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const used = await tx
      .updateTable('portal_links')
      .set({ used_at: new Date(now) })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('contact_id', 'is not', null)
      .where('good_until', '>', new Date(now) as never)
      .returning(['contact_id', 'email'])
      .executeTakeFirst()
    const contact = used && (await findContact(tx, workspaceId, used.contact_id!))
    if (!contact) return over()
    if (contact.email?.toLowerCase() !== used.email) {
      if (here?.contactId !== contact.id || contact.claimed_email?.toLowerCase() !== used.email) return over()
      await proveEmail(tx, contact, now)
    }
    return done({ workspaceId, contactId: contact.id, sees: 'all' as const })
  })
}

/** May this link still be used? Looking uses nothing up: scanners open every link of a mail. */
export async function isLinkGood(ctx: Context, workspaceId: string, token: string): Promise<boolean> {
  const id = readLinkToken(ctx, workspaceId, token)
  const link = id && (await findLink(ctx, workspaceId, id))
  return Boolean(link && link.used_at === null && link.good_until > ctx.clock.now())
}

/** Forgets links and sessions that are over. */
export async function purgePortal(ctx: Context): Promise<void> {
  const now = new Date(ctx.clock.now()) as never
  await ctx.db.deleteFrom('portal_links').where('good_until', '<', now).execute()
  await ctx.db.deleteFrom('portal_sessions').where('good_until', '<', now).execute()
}

async function findLink({ db }: Context, workspaceId: string, id: string) {
  return db
    .selectFrom('portal_links')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The link's id and its MAC, base64url: nothing secret is stored, and a forged one is recognised without asking. */
function linkToken({ keys }: Pick<Context, 'keys'>, workspaceId: string, id: string): string {
  return Buffer.concat([uuidToBytes(id), macOf(keys, workspaceId, id)]).toString('base64url')
}

function readLinkToken({ keys }: Pick<Context, 'keys'>, workspaceId: string, token: string): string | null {
  if (!/^[A-Za-z0-9_-]{64}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const id = uuidFromBytes(bytes.subarray(0, 16))
  return sameBytes(bytes.subarray(16), macOf(keys, workspaceId, id)) ? id : null
}

function macOf(keys: Context['keys'], workspaceId: string, id: string): Buffer {
  return mac(keys.visitors, `portal link ${workspaceId} ${id}`)
}

function over(): Outcome<never> {
  return fail({ kind: 'gone', reason: 'expired', message: 'This link is used up or too old.' })
}
