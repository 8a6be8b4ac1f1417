import type { Context } from '../../platform/context.ts'
import { mac } from '../../platform/crypto.ts'
import type { Db, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { Instant } from '../../policy/decision.ts'

/** Who was seen at a link: a class of program and a keyed hash of the network address, never the address. */
export type Evidence = { userAgent: string; addressHash: string | null }

/** Something seen of a survey's link. */
export type Sighting = Evidence & {
  workspaceId: string
  surveyId: string
  kind: 'view' | 'click' | 'submit' | 'unsubscribe'
  score?: number | undefined
}

/** Notes that links were opened, scores clicked or sent (SPEC § 3.1). Never a rating. The surveys exist. */
export async function insertEvidence(
  db: Db | Tx,
  sightings: readonly Sighting[],
  now: Instant,
): Promise<void> {
  await insertRows(
    db,
    'evidence',
    sightings.map((sighting) => ({
      workspace_id: sighting.workspaceId,
      id: newId(),
      survey_id: sighting.surveyId,
      kind: sighting.kind,
      score: sighting.score ?? null,
      user_agent: sighting.userAgent,
      address_hash: sighting.addressHash,
      at: new Date(now),
    })),
  )
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
