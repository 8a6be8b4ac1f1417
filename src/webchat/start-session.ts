import { byContact } from '../inbox/by.ts'
import { upsertContact } from '../inbox/upsert-contact.ts'
import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import { done, fail, notFound, type Outcome } from '../platform/outcome.ts'
import { isUserHash } from './identity.ts'
import type { Session, SessionInput } from './schema.ts'
import { findContactByExternalId, findWorkspace } from './store.ts'
import { visitorToken } from './visitor.ts'

/**
 * Signs in a visitor whom the host page vouches for; the contact is made or brought up to date. A visitor
 * it does not know gets no token yet: looking at a page makes no contact. Refuses a hash that is not the
 * user's.
 */
export async function startSession(ctx: Context, input: SessionInput): Promise<Outcome<Session>> {
  const workspace = await findWorkspace(ctx.db, input.workspace)
  if (!workspace) return notFound('workspace')
  const { user } = input
  if (!user) return done({ token: null, contact: null })
  const secret = workspace.widget_secret === '' ? '' : unseal(ctx.keys.sealing, workspace.widget_secret)
  if (!isUserHash(secret, user.id, user.hash)) {
    return fail({ kind: 'unauthenticated', message: 'The user_hash is not the one of this user_id.' })
  }
  const contact = await contactOf(ctx, workspace.id, { ...user, locale: input.locale })
  if (!contact.ok) return contact
  const { id, name } = contact.value
  const token = visitorToken(ctx.keys.visitors, { workspaceId: workspace.id, contactId: id })
  return done({ token, contact: { id, name } })
}

/** The contact of a user. Written only when something about him is new: each page view comes by here. */
async function contactOf(
  ctx: Context,
  workspaceId: string,
  user: { id: string; name?: string | undefined; email?: string | undefined; locale?: string | undefined },
): Promise<Outcome<{ id: string; name: string | null }>> {
  const known = await findContactByExternalId(ctx.db, workspaceId, user.id)
  const fields = { name: user.name, email: user.email, locale: user.locale }
  const isCurrent =
    known?.kind === 'user' &&
    (['name', 'email', 'locale'] as const).every(
      (key) => fields[key] === undefined || fields[key] === known[key],
    )
  if (known && isCurrent) return done(known)
  const by = { ...byContact(workspaceId, known?.id ?? ''), id: known?.id ?? null }
  const outcome = await upsertContact(ctx, by, { external_id: user.id, kind: 'user', ...fields })
  return outcome.ok ? done(outcome.value.contact) : outcome
}
