import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { inTransaction, transact, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { done, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import type { By } from '../by.ts'
import { type ContactRow, presentContact } from '../present.ts'
import type { Contact, ContactChange } from '../schema.ts'
import { findContact } from '../find.ts'

/** What is known of a contact, or said by somebody of himself: the web chat keeps an address that nobody vouches for. */
export type ContactFields = ContactChange & { claimed_email?: string | null | undefined }

/**
 * Makes a contact, or changes the one with this `external_id`. Fields that are not given stay; null empties
 * one; addresses are merged by channel. Refuses to know who will have left.
 */
export async function upsertContact(
  ctx: Context,
  by: By,
  input: ContactFields,
): Promise<Outcome<{ contact: Contact; created: boolean }>> {
  if (isAhead(input, ctx.clock.now())) return AHEAD
  const { row, created } = await transact(ctx.db, (tx) =>
    upsertContactRow(tx, by.workspaceId, input, ctx.clock.now()),
  )
  return done({ contact: presentContact(row), created })
}

/** The same inside another use-case's transaction. */
export async function upsertContactRow(
  tx: Tx,
  workspaceId: string,
  input: ContactFields,
  now: Instant,
): Promise<{ row: ContactRow; created: boolean }> {
  const id = newId()
  const inserted = await tx
    .insertInto('contacts')
    .values({
      workspace_id: workspaceId,
      id,
      external_id: input.external_id ?? null,
      kind: input.kind ?? (input.external_id ? 'user' : 'lead'),
      name: input.name ?? null,
      email: input.email ?? null,
      claimed_email: input.claimed_email ?? null,
      phone: input.phone ?? null,
      locale: input.locale ?? null,
      addresses: JSON.stringify(input.addresses ?? {}),
      churned_at: dateOf(input.churned_at) ?? null,
      created_at: new Date(now),
      updated_at: new Date(now),
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'external_id']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (inserted) return { row: inserted, created: true }
  const known = await tx
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('external_id', '=', input.external_id!)
    .executeTakeFirstOrThrow()
  return { row: await writeContact(tx, known, input, now), created: false }
}

/** Changes a contact by its id. Refuses an `external_id` that another contact has. */
export async function changeContact(
  ctx: Context,
  by: By,
  id: string,
  input: ContactChange,
): Promise<Outcome<Contact>> {
  if (isAhead(input, ctx.clock.now())) return AHEAD
  return inTransaction(ctx.db, async (tx) => {
    const known = await findContact(tx, by.workspaceId, id)
    if (!known) return notFound('contact')
    if (input.external_id && input.external_id !== known.external_id) {
      const other = await tx
        .selectFrom('contacts')
        .select('id')
        .where('workspace_id', '=', by.workspaceId)
        .where('external_id', '=', input.external_id)
        .executeTakeFirst()
      if (other) return invalid('external_id', 'another contact has this external_id already')
    }
    return done(presentContact(await writeContact(tx, known, input, ctx.clock.now())))
  })
}

/** Writes what is given and nothing else: whoever changes other fields at the same time loses nothing. */
async function writeContact(
  tx: Tx,
  known: ContactRow,
  input: ContactFields,
  now: Instant,
): Promise<ContactRow> {
  const { addresses, churned_at: churnedAt, ...others } = input
  const claim = claimLeft(known, others)
  const fields = { ...others, claimed_email: claim, churned_at: dateOf(churnedAt) }
  return tx
    .updateTable('contacts')
    .set({
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
      ...(addresses ? { addresses: sql<string>`addresses || ${JSON.stringify(addresses)}::jsonb` } : {}),
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', known.workspace_id)
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** An address that is known stands in place of one that is only said. */
function claimLeft(
  known: ContactRow,
  { email, claimed_email: claim }: ContactFields,
): string | null | undefined {
  if (email) return null
  const isKnown = claim != null && email === undefined && claim.toLowerCase() === known.email?.toLowerCase()
  return isKnown ? null : claim
}

const AHEAD = invalid('churned_at', 'must not be in the future')

function isAhead({ churned_at: churnedAt }: ContactChange, now: Instant): boolean {
  return churnedAt != null && Date.parse(churnedAt) > now
}

function dateOf(instant: string | null | undefined): Date | null | undefined {
  return instant == null ? instant : new Date(instant)
}
