import type { OutgoingSurvey } from '../channels/channel.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import { surveyMessage } from '../languages/survey-message.ts'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/database.ts'
import { policyForChannel } from '../policy/settings.ts'
import { surveyUrl, unsubscribeUrl } from './links.ts'
import { currentPolicy } from './policy-store.ts'
import type { SurveyRow } from './store.ts'

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

/** Gathers what an adapter needs to hand a survey over. Reads only. */
export async function outgoingSurvey(ctx: Context, survey: SurveyRow, now: number): Promise<OutgoingSurvey> {
  const { policy } = await currentPolicy(ctx.db, survey.workspace_id)
  const question = policyForChannel(policy, survey.channel).question
  const contact = await ctx.db
    .selectFrom('contacts')
    .select(['name', 'email', 'phone', 'addresses', 'locale'])
    .where('workspace_id', '=', survey.workspace_id)
    .where('id', '=', survey.contact_id)
    .executeTakeFirstOrThrow()
  const conversation = await ctx.db
    .selectFrom('conversations')
    .select(['id', 'subject'])
    .where('workspace_id', '=', survey.workspace_id)
    .where('id', '=', survey.conversation_id)
    .executeTakeFirstOrThrow()
  const agent = survey.agent_id
    ? await ctx.db
        .selectFrom('members')
        .innerJoin('users', 'users.id', 'members.user_id')
        .select('users.name')
        .where('members.workspace_id', '=', survey.workspace_id)
        .where('members.id', '=', survey.agent_id)
        .executeTakeFirst()
    : undefined
  const language = pickLanguage({ contactLocale: contact.locale })
  const name = { workspaceId: survey.workspace_id, surveyId: survey.id }
  return {
    deliveryKey: survey.id,
    at: now,
    brand: await brandOf(ctx.db, survey.workspace_id),
    language,
    question,
    message: surveyMessage({ ...question, message: survey.message }, language),
    contact,
    conversation,
    agentName: agent?.name ?? null,
    link: surveyUrl(ctx, name),
    linkFor: (score) => surveyUrl(ctx, name, score),
    unsubscribeUrl: unsubscribeUrl(ctx, name),
  }
}
