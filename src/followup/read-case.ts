import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { settleNotices } from '../notices/settle-notices.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import { maySee, presentResponse } from '../surveys/seeing/present.ts'
import { type CaseItemRow, type CaseLook, caseLook, caseRows, presentCase } from './case-rows.ts'
import { findAnswer } from './find-answer.ts'
import type { CaseDetail } from './schema.ts'
import { caseLink } from './case-link.ts'

/** One case with its answer and history. Not there for who may not know of it (C13). */
export async function readCase(ctx: Context, actor: Actor, id: string): Promise<Outcome<CaseDetail>> {
  const look = await caseLook(ctx, actor)
  const row = await findKnownCase(ctx, look, id)
  if (!row) return notFound('case')
  const answer = row.response_id && (await findAnswer(ctx.db, look.workspaceId, row.response_id))
  return done({
    ...presentCase(row),
    response: answer && maySee(look.eyes, answer) ? presentResponse(answer) : null,
    events: await eventsOf(ctx, look, id),
    can: { work: actor.abilities.has('cases.work') },
  })
}

/** A case that the asker may know of. */
export async function findKnownCase(
  ctx: Context,
  look: CaseLook,
  id: string,
): Promise<CaseItemRow | undefined> {
  const { rows } = await caseRows(look, sql`and c.id = ${id}::uuid`).execute(ctx.db)
  return rows[0]
}

type EventRow = Omit<CaseDetail['events'][number], 'actor' | 'at'> & {
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  at: number
}

async function eventsOf(ctx: Context, look: CaseLook, id: string): Promise<CaseDetail['events']> {
  const { rows } = await sql<EventRow>`
    select e.id, e.kind, e.actor_kind, e.actor_id, members.name as actor_name, v.score, v.comment, e.data, e.at
    from case_events e
    left join members on members.workspace_id = e.workspace_id and members.id = e.actor_id
    left join lateral (
      select o.score, o.comment, r.team_id, r.channel, o.at as submitted_at, null::timestamptz as edited_at, r.quarantined
      from responses r join response_revisions o on o.workspace_id = r.workspace_id and o.response_id = r.id
      where r.workspace_id = e.workspace_id and r.id = e.response_id and o.revision = e.revision) v on true
    where e.workspace_id = ${look.workspaceId} and e.case_id = ${id}::uuid
      and (${look.entryOpen} or e.kind = 'opened')
    order by e.at, e.id`.execute(ctx.db)
  return rows.map(({ actor_kind: kind, actor_id: actorId, actor_name: name, at, ...row }) => ({
    ...row,
    actor: { kind, id: actorId, name },
    at: toIso(at),
  }))
}

/** The asker has looked at a case: what he was told of it is no news any more. */
export async function markSeen(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  if (!(await findKnownCase(ctx, await caseLook(ctx, actor), id))) return notFound('case')
  if (actor.memberId === null) return done(null)
  const { workspaceId, memberId } = actor
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    await tx
      .updateTable('case_alerts')
      .set({ seen_at: new Date(now) })
      .where('workspace_id', '=', workspaceId)
      .where('case_id', '=', id)
      .where('member_id', '=', memberId)
      .where('seen_at', 'is', null)
      .execute()
    await settleNotices(tx, { workspaceId, link: caseLink(id), memberId }, now)
    return done(null)
  })
}
