import { byContact } from '../inbox/by.ts'
import { upsertContact } from '../inbox/contacts/upsert-contact.ts'
import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import { done, fail, notFound, type Outcome } from '../platform/outcome.ts'
import { vouchedBy } from './identity.ts'
import { emailAddress, type Session, type SessionInput } from './schema.ts'
import { findContactByExternalId, findWorkspace } from './own.ts'
import { visitorToken } from './visitor.ts'

/**
 * Signs in a visitor whom the host page vouches for; the contact is made or brought up to date. A visitor
 * it does not know gets no token yet: looking at a page makes no contact. Refuses a hash that is not the
 * user's, or no longer. An address that the hash does not cover is kept as what the user says.
 */
export async function signInVouched(ctx: Context, input: SessionInput): Promise<Outcome<Session>> {
  const workspace = await findWorkspace(ctx.db, input.workspace)
  if (!workspace) return notFound('workspace')
  const { user } = input
  if (!user) return done({ token: null, contact: null })
  const secret = workspace.widget_secret === '' ? '' : unseal(ctx.keys.sealing, workspace.widget_secret)
  const vouched = vouchedBy(secret, user)
  if (vouched === 'nothing') {
    return fail({ kind: 'unauthenticated', message: 'The user_hash is not the one of this user_id.' })
  }
  const isSigned = vouched === 'id_and_email'
  if (isSigned && user.exp !== undefined && user.exp * 1000 <= ctx.clock.now()) {
    return fail({ kind: 'unauthenticated', message: 'The user_hash is good no longer.' })
  }
  const email = emailAddress.safeParse(user.email).data
  const contact = await contactOf(ctx, workspace.id, {
    id: user.id,
    name: user.name,
    ...(isSigned ? { email } : { claimed_email: email }),
    locale: input.locale,
  })
  if (!contact.ok) return contact
  const { id, name } = contact.value
  const token = visitorToken(ctx.keys.visitors, {
    workspaceId: workspace.id,
    contactId: id,
    signed: true,
  })
  return done({ token, contact: { id, name } })
}

const FIELDS = ['name', 'email', 'claimed_email', 'locale'] as const
type Field = (typeof FIELDS)[number]

/** The contact of a user. Written only when something about him is new: each page view comes by here. */
async function contactOf(
  ctx: Context,
  workspaceId: string,
  { id: externalId, ...fields }: { id: string } & Partial<Record<Field, string | undefined>>,
): Promise<Outcome<{ id: string; name: string | null }>> {
  const known = await findContactByExternalId(ctx.db, workspaceId, externalId)
  const isCurrent =
    known?.kind === 'user' &&
    FIELDS.every(
      (key) =>
        fields[key] === undefined ||
        fields[key] === known[key] ||
        (key === 'claimed_email' && fields[key] === known.email),
    )
  if (known && isCurrent) return done(known)
  const by = { ...byContact(workspaceId, known?.id ?? ''), id: known?.id ?? null }
  const outcome = await upsertContact(ctx, by, { external_id: externalId, kind: 'user', ...fields })
  return outcome.ok ? done(outcome.value.contact) : outcome
}
