import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { together } from '../../platform/together.ts'
import type { Policy } from '../../policy/settings.ts'
import { mayHaveResponse } from '../../policy/share.ts'
import { brandsOf } from '../../access/brands.ts'
import type { Brand } from '../../branding/brand.ts'
import { policiesOfAsks } from '../settings/policy-of-ask.ts'
import { asAsked } from './rate-facts.ts'
import { type Evidence, insertEvidence } from './record-evidence.ts'
import { handedOver, named, responsesOfAll, type ResponseRow, type SurveyRow } from '../store.ts'
import type { SurveyName } from '../token.ts'

/** Somebody at a survey's link; `seen` becomes evidence, null only looks. */
export type Visit = SurveyName & {
  seen: (Evidence & { kind: 'view' | 'click'; score?: number | undefined }) | null
}

/** What is behind a link; the policy is the one that the survey lives under. */
export type Visited = {
  survey: SurveyRow
  responses: readonly ResponseRow[]
  policy: Policy
  handedOver: boolean
  brand: Brand
  contactLocale: string | null
}

const BATCHES = { atOnce: 2, most: 100 }
const gatherers = new WeakMap<Context, (visit: Visit) => Promise<Visited | null>>()

/**
 * Opens a survey's link and notes that it was (SPEC § 3.1). Null: there is no such survey. Visits that come in
 * at the same time share their trips to the database.
 */
export function visitSurvey(ctx: Context, visit: Visit): Promise<Visited | null> {
  let gather = gatherers.get(ctx)
  if (!gather) gatherers.set(ctx, (gather = together((visits) => visitAll(ctx, visits), BATCHES)))
  return gather(visit)
}

type FoundSurvey = SurveyRow & { contact_locale: string | null }

async function visitAll(ctx: Context, visits: readonly Visit[]): Promise<(Visited | null)[]> {
  const names = visits.map(({ workspaceId, surveyId }) => ({ workspaceId, id: surveyId }))
  const { rows } = await sql<FoundSurvey>`select s.*, c.locale as contact_locale from ${named(names)}
    join surveys s on s.workspace_id = x."workspaceId" and s.id = x.id
    join contacts c on c.workspace_id = s.workspace_id and c.id = s.contact_id`.execute(ctx.db)
  if (rows.length === 0) return visits.map(() => null)
  const found = new Map(rows.map((row) => [row.id, row]))
  const workspaceIds = [...new Set(rows.map((row) => row.workspace_id))]
  const answerable = rows.filter((row) => mayHaveResponse(asAsked(row)))
  const [responses, policyOf, onTheWay, brands] = await Promise.all([
    responsesOfAll(ctx.db, answerable.map(conversationOf)),
    policiesOfAsks(ctx.db, rows),
    handedOver(ctx.db, rows),
    brandsOf(ctx.db, workspaceIds),
    insertEvidence(
      ctx.db,
      visits.flatMap(({ seen, ...name }) => (seen && found.has(name.surveyId) ? [{ ...name, ...seen }] : [])),
      ctx.clock.now(),
    ),
  ])
  return visits.map(({ surveyId, workspaceId }) => {
    const row = found.get(surveyId)
    if (!row) return null
    const { contact_locale: contactLocale, ...survey } = row
    return {
      survey,
      responses: responses.get(survey.conversation_id) ?? [],
      policy: policyOf(row).policy,
      handedOver: onTheWay.has(survey.id),
      brand: brands.get(workspaceId)!,
      contactLocale,
    }
  })
}

function conversationOf(survey: SurveyRow): { workspaceId: string; id: string } {
  return { workspaceId: survey.workspace_id, id: survey.conversation_id }
}
