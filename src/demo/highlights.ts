import type { Insertable } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { insertRows } from '../platform/insert-rows.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Instant } from '../policy/decision.ts'
import { POSITIVE_FROM } from '../policy/score.ts'
import type { Rows } from './rows.ts'

const DAY = 86_400_000

/** What the sample's teams aim at: one that is reached and one that is hard. */
export async function addTargets(
  tx: Tx,
  {
    workspaceId,
    memberId,
    teamIds,
  }: { workspaceId: string; memberId: string; teamIds: Record<string, string> },
  from: Instant,
): Promise<void> {
  const wanted = [
    { team: 'Orders', metric: 'csat', goal: 0.75, period: 'quarter' },
    { team: 'Plants', metric: 'average', goal: 4.5, period: 'month' },
  ] as const
  await insertRows(
    tx,
    'targets',
    wanted.map(({ team, ...target }) => ({
      workspace_id: workspaceId,
      id: newId(),
      team_id: teamIds[team]!,
      ...target,
      created_by: memberId,
      created_at: new Date(from),
      updated_at: new Date(from),
    })),
  )
}

/** One answer of these days came by a link scanner that clicked every score: it was set aside on its arrival. */
export function setOneAside(all: readonly Rows[], now: Instant): void {
  const isFit = ({ score, comment, submitted_at: at }: Insertable<Tables['responses']>): boolean => {
    const age = now - at.getTime()
    return score >= POSITIVE_FROM && !comment && age > 2 * DAY && age < 9 * DAY
  }
  const rows = all.find(({ responses }) => responses?.some(isFit))
  const answer = rows?.responses?.find(isFit)
  if (!rows || !answer) return
  Object.assign(answer, {
    quarantined: true,
    quarantine_reason: 'contradicting_clicks',
    quarantined_at: answer.submitted_at,
  })
  const at = answer.submitted_at.getTime()
  rows.evidence = [
    ...(rows.evidence ?? []).filter(({ survey_id: id }) => id !== answer.survey_id),
    ...[1, 2, 3, 4, 5].map((score, index) => ({
      workspace_id: answer.workspace_id,
      id: newId(),
      survey_id: answer.survey_id,
      kind: 'click' as const,
      score,
      user_agent: 'bot' as const,
      at: new Date(at - 3000 + index * 300),
    })),
    {
      workspace_id: answer.workspace_id,
      id: newId(),
      survey_id: answer.survey_id,
      kind: 'submit' as const,
      score: answer.score,
      user_agent: 'bot' as const,
      at: new Date(at),
    },
  ]
}
