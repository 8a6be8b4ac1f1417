import type { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import { surveyMessage } from '../languages/survey-message.ts'
import { done, invalidFields, type Outcome } from '../platform/outcome.ts'
import { policyForChannel } from '../policy/settings.ts'
import { applySettings } from '../policy/validate.ts'
import { renderSurveyMail } from './mail/survey-mail.ts'
import { brandOf } from './outgoing.ts'
import { renderRatingPage } from './pages/rating-page.ts'
import { currentPolicy } from './current-policy.ts'
import type { preview, previewInput } from './schema.ts'

/** What customers would see under a policy that is not saved yet: mail, page, card. Changes nothing. */
export async function previewSettings(
  ctx: Context,
  workspaceId: string,
  input: z.infer<typeof previewInput>,
): Promise<Outcome<z.infer<typeof preview>>> {
  const result = applySettings(await currentPolicy(ctx.db, workspaceId), input)
  if (!result.ok) {
    const fields = result.problems.map(({ field, message }) => ({ field: `policy.${field}`, message }))
    return invalidFields(fields)
  }
  const { question } = policyForChannel(result.policy, input.channel)
  const brand = await brandOf(ctx.db, workspaceId)
  const lang = pickLanguage({ contactLocale: input.language })
  const message = surveyMessage(question, lang)
  const { scale, reasons } = question
  const link = `${ctx.config.publicUrl}/s/preview`
  const mail = renderSurveyMail({
    lang,
    brand,
    message,
    scale,
    conversationSubject: null,
    agentName: null,
    link,
    linkFor: (score) => `${link}?score=${score}`,
    unsubscribeUrl: `${link}/unsubscribe`,
  })
  const page = renderRatingPage({
    state: 'form',
    lang,
    brand,
    message,
    scale,
    score: null,
    comment: null,
    reasons,
    chosenReasons: [],
    canEdit: false,
    thankYou: question.thank_you,
    action: '/s/preview',
    lowUntil: question.low_until,
  })
  return done({ mail, page, card: { message, scale } })
}
