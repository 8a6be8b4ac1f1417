import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import type { Context } from '../platform/context.ts'
import { seal } from '../platform/crypto.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { done, fail, notFound, type Outcome } from '../platform/outcome.ts'
import { newWebhookSecret } from '../platform/outside/webhook-signature.ts'
import type { Definition } from '../policy/workflow/workflow-definition.ts'
import { checkedDefinition } from './check-workflow.ts'
import { finish } from './move-run.ts'
import { readOne } from './read-workflows.ts'
import type { Workflow, WorkflowChange, WorkflowInput, WorkflowMade, WorkflowSave } from './schema.ts'
import { findWorkflow, lockRun, type WorkflowRow } from './store.ts'

/** Makes a workflow; the secret that signs its calls is told this once. */
export async function addWorkflow(
  ctx: Context,
  actor: Actor,
  input: WorkflowInput,
): Promise<Outcome<WorkflowMade>> {
  const secret = newWebhookSecret()
  return inTransaction(ctx.db, async (tx) => {
    const checked = await checkedDefinition(ctx, tx, actor.workspaceId, input)
    if (!checked.ok) return checked
    const now = ctx.clock.now()
    const id = newId()
    await tx
      .insertInto('workflows')
      .values({
        workspace_id: actor.workspaceId,
        id,
        name: input.name,
        enabled: input.enabled,
        version: 1,
        trigger_type: checked.value.trigger.type,
        secret: seal(ctx.keys.sealing, secret),
        scheduled_until: new Date(now),
        created_at: new Date(now),
        updated_at: new Date(now),
      })
      .execute()
    await writeVersion(tx, ctx, actor, { id, version: 1, definition: checked.value })
    await audit(tx, actor, 'workflow.created', id, { name: input.name, enabled: input.enabled }, now)
    return done({ ...(await readOne(tx, actor, id, now))!, secret })
  })
}

/**
 * Saves a workflow. Another definition is another version: runs that have begun keep theirs. Refused when the
 * version it was made from is not the current one any more.
 */
export async function saveWorkflow(
  ctx: Context,
  actor: Actor,
  id: string,
  input: WorkflowSave,
): Promise<Outcome<Workflow>> {
  return inTransaction(ctx.db, async (tx) => {
    const known = await lockWorkflow(tx, actor.workspaceId, id)
    if (!known) return notFound('workflow')
    if (input.version !== undefined && input.version !== known.version) {
      const message = 'Somebody else has saved this workflow meanwhile. Load it again.'
      return fail({ kind: 'conflict', reason: 'version', message })
    }
    const checked = await checkedDefinition(ctx, tx, actor.workspaceId, input)
    if (!checked.ok) return checked
    const definition = checked.value
    const isNew = !(await isSameJson(tx, known.definition, definition))
    const version = isNew ? known.version + 1 : known.version
    if (isNew) await writeVersion(tx, ctx, actor, { id, version, definition })
    return writeChange(tx, ctx, actor, known, { ...input, version, trigger: definition.trigger.type })
  })
}

/** Switches a workflow on or off, or gives it another name. What has begun goes on. */
export async function changeWorkflow(
  ctx: Context,
  actor: Actor,
  id: string,
  change: WorkflowChange,
): Promise<Outcome<Workflow>> {
  return inTransaction(ctx.db, async (tx) => {
    const known = await lockWorkflow(tx, actor.workspaceId, id)
    return known ? writeChange(tx, ctx, actor, known, change) : notFound('workflow')
  })
}

/** Removes a workflow; its runs that are not over are cancelled, and their log stays. */
export async function removeWorkflow(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const known = await lockWorkflow(tx, actor.workspaceId, id)
    if (!known) return notFound('workflow')
    const now = ctx.clock.now()
    await tx
      .updateTable('workflows')
      .set({ enabled: false, removed_at: new Date(now), updated_at: new Date(now) })
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .execute()
    const active = await tx
      .selectFrom('workflow_runs')
      .select('id')
      .where('workspace_id', '=', actor.workspaceId)
      .where('workflow_id', '=', id)
      .where('state', 'in', ['running', 'waiting'])
      .orderBy('id')
      .execute()
    for (const each of active) {
      const run = await lockRun(tx, actor.workspaceId, each.id)
      if (run?.state !== 'running' && run?.state !== 'waiting') continue
      await finish(tx, run, { state: 'cancelled', sentence: 'The workflow was removed.' }, now)
    }
    await audit(tx, actor, 'workflow.removed', id, { name: known.name, cancelled: active.length }, now)
    return done(null)
  })
}

/** Gives a workflow another secret, told this once; the old one signs nothing any more. */
export async function renewSecret(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<Outcome<{ secret: string }>> {
  const secret = newWebhookSecret()
  return inTransaction(ctx.db, async (tx) => {
    const known = await lockWorkflow(tx, actor.workspaceId, id)
    if (!known) return notFound('workflow')
    await tx
      .updateTable('workflows')
      .set({ secret: seal(ctx.keys.sealing, secret) })
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .execute()
    await audit(tx, actor, 'workflow.secret_renewed', id, { name: known.name }, ctx.clock.now())
    return done({ secret })
  })
}

async function lockWorkflow(tx: Tx, workspaceId: string, id: string): Promise<WorkflowRow | undefined> {
  await tx
    .selectFrom('workflows')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  return findWorkflow(tx, workspaceId, id)
}

/** As the database compares them: the order of keys says nothing. */
async function isSameJson(tx: Tx, one: Definition, other: Definition): Promise<boolean> {
  const { rows } = await sql<{ same: boolean }>`select
    ${JSON.stringify(one)}::jsonb = ${JSON.stringify(other)}::jsonb as same`.execute(tx)
  return rows[0]!.same
}

async function writeVersion(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  { id, version, definition }: { id: string; version: number; definition: Definition },
): Promise<void> {
  await tx
    .insertInto('workflow_versions')
    .values({
      workspace_id: actor.workspaceId,
      workflow_id: id,
      version,
      definition: JSON.stringify(definition),
      saved_by: actor.answerableId,
      saved_at: new Date(ctx.clock.now()),
    })
    .execute()
}

async function writeChange(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  known: WorkflowRow,
  change: { name?: string; enabled?: boolean; version?: number; trigger?: string },
): Promise<Outcome<Workflow>> {
  const now = ctx.clock.now()
  const { name = known.name, enabled = known.enabled, version = known.version } = change
  const trigger = change.trigger ?? known.trigger_type
  // What was due while it was off, or another schedule's, is not made up for.
  const startsAnew = (enabled && !known.enabled) || version !== known.version
  await tx
    .updateTable('workflows')
    .set({
      name,
      enabled,
      version,
      trigger_type: trigger,
      updated_at: new Date(now),
      ...(startsAnew ? { scheduled_until: new Date(now) } : {}),
    })
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', known.id)
    .execute()
  const trace = {
    name,
    ...(version === known.version ? {} : { version }),
    ...(enabled === known.enabled ? {} : { enabled }),
    ...(name === known.name ? {} : { was: known.name }),
  }
  await audit(tx, actor, 'workflow.changed', known.id, trace, now)
  return done((await readOne(tx, actor, known.id, now))!)
}
