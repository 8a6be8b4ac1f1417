import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import { type Seen, suspect, type Suspicion, suspicionSince } from '../../policy/suspicion.ts'
import type { Evidence } from './record-evidence.ts'
import type { RatingInput } from '../schema.ts'
import { named } from '../store.ts'

/** An answer that has come in; `form` when it was sent by the page's own form. */
type Incoming = {
  workspaceId: string
  surveyId: string
  input: RatingInput
  evidence: Evidence
  form?: { honeypot: boolean } | undefined
}

type SeenRow = Seen & { survey_id: string }

/**
 * What, if anything, makes each of these answers suspicious (SPEC § 3.1), in their order. Costs nothing as long as
 * none came by the form; else two queries, however many there are.
 */
export async function findSuspicions(
  tx: Tx,
  answers: readonly Incoming[],
  now: Instant,
): Promise<(Suspicion | null)[]> {
  const byForm = answers.filter(({ form }) => form)
  if (byForm.length === 0) return answers.map(() => null)
  const since = new Date(suspicionSince(now))
  const seen = await sql<SeenRow>`
    select e.survey_id, e.kind, e.score, e.at from ${named(byForm.map(nameOf))}
    join evidence e on e.workspace_id = x."workspaceId" and e.survey_id = x.id and e.at > ${since}
    order by e.at, e.id`.execute(tx)
  const addresses = byForm.map(({ workspaceId, evidence }) => ({ workspaceId, hash: evidence.addressHash }))
  const links = await sql<{ workspace_id: string; address_hash: string; survey_ids: string[] }>`
    select e.workspace_id, e.address_hash, array_agg(distinct e.survey_id::text) as survey_ids
    from (select distinct * from json_to_recordset(${JSON.stringify(addresses)}::json) as a("workspaceId" uuid, hash text)) a
    join evidence e on e.workspace_id = a."workspaceId" and e.address_hash = a.hash and e.kind = 'submit' and e.at > ${since}
    group by 1, 2`.execute(tx)
  return answers.map(({ workspaceId, surveyId, input, evidence, form }) => {
    const found = links.rows.find(
      (row) => row.workspace_id === workspaceId && row.address_hash === evidence.addressHash,
    )
    return suspect({
      answer: { byForm: form !== undefined, honeypot: form?.honeypot ?? false, score: input.score },
      seen: seen.rows.filter((row) => row.survey_id === surveyId),
      otherLinks: found?.survey_ids.filter((id) => id !== surveyId).length ?? 0,
      now,
    })
  })
}

function nameOf({ workspaceId, surveyId }: Incoming): { workspaceId: string; id: string } {
  return { workspaceId, id: surveyId }
}
