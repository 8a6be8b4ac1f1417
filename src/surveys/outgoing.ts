import { addressOn } from '../channels/address.ts'
import type { OutgoingSurvey } from '../channels/channel.ts'
import { findContact, findConversation } from '../inbox/find.ts'
import { lastInboundAt } from '../inbox/last-inbound.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import { messageOfAsk } from '../languages/survey-message.ts'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/database.ts'
import { surveyUrl, unsubscribeUrl } from './links.ts'
import { policyOfAsk } from './policy-of-ask.ts'
import { type SurveyRow, wayOf } from './store.ts'
import { pressToken } from './token.ts'

export type Brand = OutgoingSurvey['brand']

/** How workspaces present themselves to customers, keyed by workspace. */
export async function brandsOf(db: Db, workspaceIds: readonly string[]): Promise<Map<string, Brand>> {
  const rows = await db
    .selectFrom('workspaces')
    .select(['id', 'name', 'brand_color', 'logo'])
    .where('id', 'in', workspaceIds)
    .execute()
  return new Map(rows.map((row) => [row.id, { name: row.name, color: row.brand_color, iconUrl: row.logo }]))
}

/** The same for one. */
export async function brandOf(db: Db, workspaceId: string): Promise<Brand> {
  return (await brandsOf(db, [workspaceId])).get(workspaceId)!
}

/** Gathers what an adapter needs to hand a survey over; null when there is no address any more. Reads only. */
export async function outgoingSurvey(
  ctx: Context,
  survey: SurveyRow,
  now: number,
): Promise<OutgoingSurvey | null> {
  const { question } = (await policyOfAsk(ctx.db, survey)).policy
  const contact = (await findContact(ctx.db, survey.workspace_id, survey.contact_id))!
  const to = addressOn(wayOf(survey), contact)
  if (to === null) return null
  const conversation = (await findConversation(ctx.db, survey.workspace_id, survey.conversation_id))!
  const agent = survey.agent_id
    ? await ctx.db
        .selectFrom('members')
        .select('name')
        .where('members.workspace_id', '=', survey.workspace_id)
        .where('members.id', '=', survey.agent_id)
        .executeTakeFirst()
    : undefined
  const language = pickLanguage({ contactLocale: contact.locale })
  const name = { workspaceId: survey.workspace_id, surveyId: survey.id }
  return {
    workspaceId: survey.workspace_id,
    deliveryKey: survey.id,
    at: now,
    to,
    brand: await brandOf(ctx.db, survey.workspace_id),
    language,
    question,
    message: messageOfAsk(question, survey.message, language),
    contact,
    conversation,
    agentName: agent?.name ?? null,
    link: surveyUrl(ctx, name),
    linkFor: (score) => surveyUrl(ctx, name, score),
    pressFor: (score) => pressToken(ctx.keys.surveyTokens, name, score),
    unsubscribeUrl: unsubscribeUrl(ctx, name),
    lastInboundAt: await lastInboundAt(ctx.db, contact, wayOf(survey)),
  }
}
