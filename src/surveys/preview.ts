import type { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import { surveyMessage } from '../languages/survey-message.ts'
import { done, invalidFields, type Outcome } from '../platform/outcome.ts'
import { type ChannelId, type Policy, policyForChannel } from '../policy/settings.ts'
import { applySettings } from '../policy/validate.ts'
import { renderSurveyMail } from './sending/mail/survey-mail.ts'
import { brandOf } from '../access/brands.ts'
import type { Brand } from '../branding/brand.ts'
import { renderRatingPage } from './answering/pages/rating-page.ts'
import { currentPolicy } from './settings/current-policy.ts'
import { surveyUrl } from './links.ts'
import type { preview, previewInput } from './schema.ts'

/** How an ask reads on channels where it is text; null on the others. */
export type SketchOf = (
  channel: ChannelId,
  survey: { language: string; brand: Brand; message: string; link: string; question: Policy['question'] },
) => z.infer<typeof preview>['text']

/** What customers would see under a policy that is not saved yet: mail, page, card, text. Changes nothing. */
export async function previewSettings(
  { ctx, sketchOf }: { ctx: Context; sketchOf: SketchOf },
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
  // As long as a real one, for it is paid for.
  const sample = surveyUrl(ctx, { workspaceId, surveyId: workspaceId })
  const text = sketchOf(input.channel, { language: lang, brand, message, link: sample, question })
  return done({ mail, page, card: { message, scale }, text })
}
