import type { Context } from '../platform/context.ts'
import { mac } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Instant } from '../policy/decision.ts'

/** Who was seen at a link: a class of program and a keyed hash of the network address, never the address. */
export type Evidence = { userAgent: string; addressHash: string | null }

type Sighting = Evidence & { kind: 'view' | 'click' | 'submit' | 'unsubscribe'; score?: number | undefined }

/** Notes that a survey's link was opened or a score clicked (SPEC § 3.1). Never a rating. */
export async function recordEvidence(
  ctx: Context,
  sighting: Sighting & { workspaceId: string; surveyId: string },
): Promise<void> {
  const { workspaceId, surveyId, ...rest } = sighting
  await insertEvidence(ctx.db, { workspace_id: workspaceId, id: surveyId }, rest, ctx.clock.now())
}

/** The same inside a transaction. */
export async function insertEvidence(
  db: Db | Tx,
  survey: { workspace_id: string; id: string },
  sighting: Sighting,
  now: Instant,
): Promise<void> {
  await db
    .insertInto('evidence')
    .values({
      workspace_id: survey.workspace_id,
      id: newId(),
      survey_id: survey.id,
      kind: sighting.kind,
      score: sighting.score ?? null,
      user_agent: sighting.userAgent,
      address_hash: sighting.addressHash,
      at: new Date(now),
    })
    .execute()
}

const BOT =
  /bot|crawl|spider|scan|preview|fetch|monitor|curl|wget|python|java\/|go-http|headless|proxy|safelinks/i

/** What a request tells of its sender, reduced to what evidence needs. */
export function evidenceOf(
  ctx: Pick<Context, 'keys'>,
  request: { ip: string; headers: { 'user-agent'?: string | undefined } },
): Evidence {
  const agent = request.headers['user-agent'] ?? ''
  return {
    userAgent: userAgentClass(agent),
    addressHash: mac(ctx.keys.addresses, request.ip, 12).toString('base64url'),
  }
}

function userAgentClass(agent: string): string {
  if (agent === '') return 'none'
  if (BOT.test(agent)) return 'bot'
  if (/mobile|android|iphone|ipad/i.test(agent)) return 'mobile'
  return /mozilla/i.test(agent) ? 'desktop' : 'other'
}
