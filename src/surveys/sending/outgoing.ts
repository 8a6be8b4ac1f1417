import { sql } from 'kysely'
import { brandsOf } from '../../access/brands.ts'
import type { OutgoingSurvey } from '../../channels/channel.ts'
import { lastInboundOfAll } from '../../inbox/messages/last-inbound.ts'
import type { Recipient } from '../../inbox/conversations/lock-recipients.ts'
import { pickLanguage } from '../../languages/pick-language.ts'
import { messageOfAsk } from '../../languages/survey-message.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import { surveyLinks } from '../links.ts'
import { type SurveyRow, wayOf } from '../store.ts'
import { pressToken } from '../token.ts'

/** A survey that may go, and where. */
export type Ready = {
  survey: SurveyRow
  recipient: Recipient
  question: OutgoingSurvey['question']
  to: string
}

/** Gathers what adapters need to hand surveys over, in their order: a few statements for all of them. Reads only. */
export async function outgoingSurveys(
  ctx: Pick<Context, 'keys' | 'config'>,
  tx: Tx,
  ready: readonly Ready[],
  now: Instant,
): Promise<OutgoingSurvey[]> {
  if (ready.length === 0) return []
  const surveys = ready.map(({ survey }) => survey)
  const brands = await brandsOf(tx, [...new Set(surveys.map((survey) => survey.workspace_id))])
  const agents = await agentNames(tx, surveys)
  const inbound = await lastInboundOfAll(
    tx,
    ready.map(({ survey, recipient }) => ({
      workspaceId: survey.workspace_id,
      contactId: recipient.contact.id,
      channel: wayOf(survey),
    })),
  )
  return ready.map(({ survey, recipient: { contact, conversation }, question, to }, index) => {
    const language = pickLanguage({ contactLocale: contact.locale })
    const name = { workspaceId: survey.workspace_id, surveyId: survey.id }
    return {
      workspaceId: survey.workspace_id,
      deliveryKey: survey.id,
      at: now,
      to,
      brand: brands.get(survey.workspace_id)!,
      language,
      question,
      message: messageOfAsk(question, survey.message, language),
      contact,
      conversation,
      agentName: agents.get(survey.id) ?? null,
      ...surveyLinks(ctx, name),
      pressFor: (score) => pressToken(ctx.keys.surveyTokens, name, score),
      lastInboundAt: inbound[index]!,
    }
  })
}

/** Who was asked about, by survey. */
async function agentNames(tx: Tx, surveys: readonly SurveyRow[]): Promise<Map<string, string>> {
  const asked = surveys.flatMap(({ workspace_id: workspaceId, id, agent_id: agentId }) =>
    agentId === null ? [] : { workspaceId, id, agentId },
  )
  if (asked.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select x.id, m.name
    from json_to_recordset(${JSON.stringify(asked)}::json) as x("workspaceId" uuid, id uuid, "agentId" uuid)
    join members m on m.workspace_id = x."workspaceId" and m.id = x."agentId"`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
