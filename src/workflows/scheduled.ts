import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import { durationMs } from '../policy/duration.ts'
import { lastTick } from '../policy/workflow/workflow-schedule.ts'
import type { Definition, Schedule } from '../policy/workflow/workflow-definition.ts'
import { startRuns } from './start-runs.ts'
import { findWorkflow } from './store.ts'

/** Conversations that one moment of a schedule looks at, at most: those in which something happened last. */
const AT_MOST = 2000
const AT_ONCE = 200

/**
 * Has the workflows started whose schedule was due since the last look (O9). What was missed while Candor was off
 * is made up for once, not for every time.
 */
export async function startScheduled(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  const { rows } = await sql<{
    workspace_id: string
    id: string
    definition: Definition
    zone: string
    until: Instant
  }>`
    select w.workspace_id, w.id, v.definition, s.time_zone as zone, w.scheduled_until as until
    from workflows w join workflow_versions v
      on v.workspace_id = w.workspace_id and v.workflow_id = w.id and v.version = w.version
    join workspaces s on s.id = w.workspace_id
    where w.enabled and w.removed_at is null and w.trigger_type = 'schedule'`.execute(ctx.db)
  for (const { workspace_id: workspaceId, id, definition, zone, until } of rows) {
    const tick = lastTick(definition.trigger as Schedule, zone, now)
    if (tick.at <= until) continue
    await transact(ctx.db, async (tx) => {
      const mine = await tx
        .updateTable('workflows')
        .set({ scheduled_until: new Date(tick.at) })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .where('enabled', '=', true)
        .where(sql<boolean>`scheduled_until < ${new Date(tick.at)}`)
        .returning('id')
        .executeTakeFirst()
      if (!mine) return
      await enqueue(
        tx,
        'start_scheduled_workflow',
        { workspace_id: workspaceId, id },
        { key: `schedule:${id}` },
      )
    })
  }
}

/**
 * Starts a workflow for the conversations of its schedule, those it was not started for at this moment already; the
 * newest when there are more than `atMost`.
 */
export async function startScheduledRuns(
  ctx: Context,
  workspaceId: string,
  id: string,
  atMost = AT_MOST,
): Promise<void> {
  const workflow = await findWorkflow(ctx.db, workspaceId, id)
  const trigger = workflow?.definition.trigger
  if (!workflow?.enabled || trigger?.type !== 'schedule' || workflow.scheduled_until === null) return
  const { time_zone: zone } = await ctx.db
    .selectFrom('workspaces')
    .select('time_zone')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const tick = lastTick(trigger, zone, workflow.scheduled_until)
  const since = tick.at - durationMs(trigger.look_back)
  const ids = await conversationsSince(ctx, workspaceId, { since, once: trigger.once ? id : null, atMost })
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const occasions = ids.slice(first, first + AT_ONCE).map((conversationId) => ({
      key: trigger.once ? `schedule:${conversationId}` : `schedule:${tick.name}:${conversationId}`,
      conversationId,
      event: { type: 'schedule', at: tick.at },
      depth: 0,
    }))
    const now = ctx.clock.now()
    await transact(ctx.db, (tx) => startRuns(tx, { workspaceId, workflows: [workflow], occasions, now }))
  }
}

/** Without those that a workflow was started for already, where it takes each once: the others would never be reached. */
async function conversationsSince(
  ctx: Context,
  workspaceId: string,
  { since, once, atMost }: { since: Instant; once: string | null; atMost: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from conversations
    where workspace_id = ${workspaceId} and updated_at >= ${new Date(since)}
      and greatest(created_at, last_message_at, ended_at) >= ${new Date(since)}
      and not exists (select 1 from workflow_runs run where run.workspace_id = ${workspaceId}
        and run.workflow_id = ${once}::uuid and run.conversation_id = conversations.id
        and run.event_key = 'schedule:' || conversations.id)
    order by greatest(created_at, last_message_at, ended_at) desc, id limit ${atMost}`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

const KEEP_MS = 90 * 86_400_000

/** Forgets runs that were over long ago. One that must not come again for a conversation is kept. */
export async function purgeRuns(ctx: Context): Promise<void> {
  await ctx.db
    .deleteFrom('workflow_runs')
    .where('finished_at', '<', new Date(ctx.clock.now() - KEEP_MS) as never)
    .where(sql<boolean>`event_key !~ '^schedule:[0-9a-f-]{36}$'`)
    .execute()
}
