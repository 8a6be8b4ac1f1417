import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { done, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import type { Instant } from '../policy/decision.ts'
import type { By } from './by.ts'
import { type ContactRow, presentContact } from './present.ts'
import type { Contact, ContactInput } from './schema.ts'
import { findContact } from './find.ts'

/**
 * Makes a contact, or changes the one with this `external_id`. Fields that are not given stay; null empties
 * one; addresses are merged by channel.
 */
export async function upsertContact(
  ctx: Context,
  by: By,
  input: ContactInput,
): Promise<Outcome<{ contact: Contact; created: boolean }>> {
  const { row, created } = await ctx.db
    .transaction()
    .execute((tx) => upsertContactRow(tx, by.workspaceId, input, ctx.clock.now()))
  return done({ contact: presentContact(row), created })
}

/** The same inside another use-case's transaction. */
export async function upsertContactRow(
  tx: Tx,
  workspaceId: string,
  input: ContactInput,
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
      phone: input.phone ?? null,
      locale: input.locale ?? null,
      addresses: JSON.stringify(input.addresses ?? {}),
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
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { row: await writeContact(tx, known, input, now), created: false }
}

/** Changes a contact by its id. Refuses an `external_id` that another contact has. */
export async function changeContact(
  ctx: Context,
  by: By,
  id: string,
  input: ContactInput,
): Promise<Outcome<Contact>> {
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

async function writeContact(
  tx: Tx,
  known: ContactRow,
  input: ContactInput,
  now: Instant,
): Promise<ContactRow> {
  const kept = <Key extends 'external_id' | 'name' | 'email' | 'phone' | 'locale'>(key: Key): string | null =>
    input[key] === undefined ? known[key] : (input[key] ?? null)
  return tx
    .updateTable('contacts')
    .set({
      external_id: kept('external_id'),
      kind: input.kind ?? known.kind,
      name: kept('name'),
      email: kept('email'),
      phone: kept('phone'),
      locale: kept('locale'),
      addresses: JSON.stringify({ ...known.addresses, ...input.addresses }),
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', known.workspace_id)
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
