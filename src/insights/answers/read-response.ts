import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { toIso, toIsoOrNull } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { done, notFound, type Outcome } from '../../platform/outcome.ts'
import { suspicionSentence } from '../../policy/sentences.ts'
import { maySee } from '../../surveys/seeing/present.ts'
import { itemRows, type ItemRow, type Look, lookOf, presentItem } from './response-rows.ts'
import type { ResponseDetail } from './responses-schema.ts'

const MOST_EVIDENCE = 200

/** One answer with its versions and what was seen of its link. Not there for who may not see it (C12, C13). */
export async function readResponse(ctx: Context, actor: Actor, id: string): Promise<Outcome<ResponseDetail>> {
  const look = await lookOf(ctx, actor)
  const row = await findResponse(ctx, look, id)
  if (!row) return notFound('response')
  const [survey, revisions, evidence] = await Promise.all([
    ctx.db
      .selectFrom('surveys')
      .select(['id', 'message', 'policy_version', 'made_at', 'sent_at', 'rate_until', 'edit_until'])
      .where('workspace_id', '=', look.workspaceId)
      .where('id', '=', row.survey_id)
      .executeTakeFirstOrThrow(),
    ctx.db
      .selectFrom('response_revisions')
      .select(['revision', 'score', 'comment', 'reasons', 'at'])
      .where('workspace_id', '=', look.workspaceId)
      .where('response_id', '=', id)
      .orderBy('revision')
      .execute(),
    ctx.db
      .selectFrom('evidence')
      .select(['kind', 'score', 'user_agent', 'at'])
      .where('workspace_id', '=', look.workspaceId)
      .where('survey_id', '=', row.survey_id)
      .orderBy('at')
      .orderBy('id')
      .limit(MOST_EVIDENCE)
      .execute(),
  ])
  // A score that was clicked or given at some time is closed as long as an answer of that time.
  const isOpen = (score: number, at: number): boolean => maySee(look.eyes, { ...row, score, edited_at: at })
  return done({
    ...presentItem(row),
    handled_by: row.handled_by,
    survey: {
      ...survey,
      made_at: toIso(survey.made_at),
      sent_at: toIsoOrNull(survey.sent_at),
      rate_until: toIsoOrNull(survey.rate_until),
      edit_until: toIsoOrNull(survey.edit_until),
    },
    revisions: revisions
      .filter(({ score, at }) => isOpen(score, at))
      .map((revision) => ({ ...revision, at: toIso(revision.at) })),
    evidence: evidence.map(({ kind, score, user_agent: agent, at }) => ({
      kind: kind as ResponseDetail['evidence'][number]['kind'],
      score: score !== null && isOpen(score, at) ? score : null,
      user_agent: agent as ResponseDetail['evidence'][number]['user_agent'],
      at: toIso(at),
    })),
    quarantine: row.quarantined
      ? {
          reason: row.quarantine_reason ?? 'by_hand',
          sentence: suspicionSentence(row.quarantine_reason),
          at: toIsoOrNull(row.quarantined_at),
        }
      : null,
    can: { review: look.eyes.viewer.reviews },
  })
}

/** A response that may be seen. */
export async function findResponse(ctx: Context, look: Look, id: string): Promise<ItemRow | undefined> {
  const { rows } = await itemRows(look, sql`and r.id = ${id}::uuid`).execute(ctx.db)
  return rows[0]
}
