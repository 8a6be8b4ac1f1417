import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { audit } from '../../access/audit.ts'
import { type MemberHere, membersHere } from '../../access/directory.ts'
import { toIso, toIsoOrNull } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, inTransaction, type Tx } from '../../platform/database.ts'
import { decodeCursor, toPage } from '../../platform/http/paging.ts'
import { done, fail, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import { mostMoved } from '../../policy/numbers/drift.ts'
import { headsOf, leadsOf } from '../../policy/follow-up/leads.ts'
import { seesOwnOnly } from '../../policy/view.ts'
import type { AlertsQuery, DriftAlert, DriftFinding } from './drift-schema.ts'

/** Who is told of a drift: owners and admins, of a team's also its leads, of the whole workspace's all leads. */
export async function driftReaders(
  db: Db | Tx,
  workspaceId: string,
  teamId: string | null,
): Promise<MemberHere[]> {
  const members = await membersHere(db, workspaceId)
  return [...headsOf(members), ...leadsOf(members, teamId)]
}

/** The weeks whose scores came out differently, newest first (A8). For leads and up. */
export async function listAlerts(
  ctx: Context,
  actor: Actor,
  query: AlertsQuery,
): Promise<Outcome<{ data: DriftAlert[]; next_cursor: string | null }>> {
  if (seesOwnOnly(actor)) return forbidden()
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  let rows = readAlerts(ctx.db, actor.workspaceId)
    .orderBy('alert.found_at', 'desc')
    .orderBy('alert.id', 'desc')
    .limit(query.limit + 1)
  if (after)
    rows = rows.where(sql<boolean>`(alert.found_at, alert.id) < (${new Date(after.at)}, ${after.id}::uuid)`)
  if (query.dismissed !== undefined) {
    rows = rows.where('alert.dismissed_at', query.dismissed === 'true' ? 'is not' : 'is', null)
  }
  const { data, next_cursor } = toPage(await rows.execute(), query.limit, (row) => ({
    at: row.found_at,
    id: row.id,
  }))
  return done({ data: data.map(present), next_cursor })
}

/** Puts an alert away for everybody; once more changes nothing. */
export async function dismissAlert(ctx: Context, actor: Actor, id: string): Promise<Outcome<DriftAlert>> {
  if (seesOwnOnly(actor)) return forbidden()
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const changed = await tx
      .updateTable('drift_alerts')
      .set({ dismissed_at: new Date(now), dismissed_by: actor.memberId })
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .where('dismissed_at', 'is', null)
      .returning('week')
      .executeTakeFirst()
    if (changed) await audit(tx, actor, 'drift_alert.dismissed', id, changed, now)
    const row = await readAlerts(tx, actor.workspaceId).where('alert.id', '=', id).executeTakeFirst()
    return row ? done(present(row)) : notFound('alert')
  })
}

/** One of them; undefined where there is none. */
export async function findAlert(db: Db, workspaceId: string, id: string): Promise<DriftAlert | undefined> {
  const row = await readAlerts(db, workspaceId).where('alert.id', '=', id).executeTakeFirst()
  return row && present(row)
}

function readAlerts(db: Db | Tx, workspaceId: string) {
  return db
    .selectFrom('drift_alerts as alert')
    .leftJoin('teams', (join) =>
      join.onRef('teams.workspace_id', '=', 'alert.workspace_id').onRef('teams.id', '=', 'alert.team_id'),
    )
    .leftJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'alert.workspace_id')
        .onRef('members.id', '=', 'alert.dismissed_by'),
    )
    .select(['alert.id', 'alert.week', 'alert.team_id', 'teams.name as team_name', 'alert.finding'])
    .select(['alert.found_at', 'alert.dismissed_at', 'alert.dismissed_by', 'members.name as dismisser'])
    .where('alert.workspace_id', '=', workspaceId)
}

type Row = Awaited<ReturnType<ReturnType<typeof readAlerts>['execute']>>[number]

function present(row: Row): DriftAlert {
  const finding = row.finding as DriftFinding
  return {
    id: row.id,
    week: row.week,
    team_id: row.team_id,
    team_name: row.team_name,
    finding: { ...finding, most_moved: mostMoved(finding.week, finding.before) },
    found_at: toIso(row.found_at),
    dismissed_at: toIsoOrNull(row.dismissed_at),
    dismissed_by: row.dismissed_by === null ? null : { id: row.dismissed_by, name: row.dismisser ?? '' },
  }
}

function forbidden() {
  return fail({ kind: 'forbidden', message: 'Alerts are for leads, admins and owners.' })
}
