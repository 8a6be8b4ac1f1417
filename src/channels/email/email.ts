import { pickLanguage } from '../../languages/pick-language.ts'
import { type Mail, type Mailer, NoAnswer, NoMailServer } from '../../platform/mailer.ts'
import { renderReplyMail } from '../../surveys/sending/mail/reply-mail.ts'
import { renderSurveyMail } from '../../surveys/sending/mail/survey-mail.ts'
import type { Channel, OutgoingMessage, OutgoingSurvey, SendResult } from '../channel.ts'
import { type Failed, failed } from '../failure.ts'
import { plainText } from '../plain-text.ts'

/**
 * Mail over SMTP: surveys whose mail is the rating (I8, A4), and teammates' replies. `smtpUrl` is the mailer's own,
 * for what of it must not be repeated to people.
 */
export function emailChannel({ mailer, mailFrom, smtpUrl, replyTo }: EmailDeps): Channel {
  const host = hostOf(mailFrom)
  const secrets = secretsOf(smtpUrl)
  return {
    capabilities: {
      inApp: false,
      scores: 'each',
      formatting: 'html',
      maxLength: null,
      sendsKey: true,
      repeatsKnownMs: 0,
    },
    sendSurvey: (survey) =>
      hand(mailer, { ...surveyMail(survey, host), ...answerTo(replyTo, survey) }, secrets),
    sendMessage: (message) =>
      hand(
        mailer,
        { ...replyMail(message, host, replyTo !== undefined), ...answerTo(replyTo, message) },
        secrets,
      ),
  }
}

export type EmailDeps = { mailer: Mailer; mailFrom: string; smtpUrl: string | null; replyTo?: ReplyTo }

/** The address for answers to a conversation's mails, where there is one. */
type ReplyTo = (item: { workspaceId: string; conversation: { id: string } }) => string | null

function answerTo(replyTo: ReplyTo | undefined, item: Parameters<ReplyTo>[0]): Pick<Mail, 'replyTo'> {
  const address = replyTo?.(item)
  return address ? { replyTo: address } : {}
}

function surveyMail(survey: OutgoingSurvey, host: string): Mail {
  return {
    ...renderSurveyMail({
      lang: pickLanguage({ contactLocale: survey.language }),
      brand: survey.brand,
      message: survey.message,
      scale: survey.question.scale,
      conversationSubject: survey.conversation.subject,
      agentName: survey.agentName,
      linkFor: survey.linkFor,
      link: survey.link,
      unsubscribeUrl: survey.unsubscribeUrl,
    }),
    to: survey.to,
    // The same at every attempt, so that a repeat can be told (RFC 5322 § 3.6.4); few servers do.
    messageId: `<survey.${survey.deliveryKey}@${host}>`,
    ...threading(survey.conversation.id, host),
    headers: {
      'List-Unsubscribe': `<${survey.unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
  }
}

function replyMail(message: OutgoingMessage, host: string, canAnswer: boolean): Mail {
  return {
    ...renderReplyMail({
      lang: pickLanguage({ contactLocale: message.language }),
      brand: message.brand,
      body: message.body,
      agentName: message.agentName,
      subject: message.conversation.subject,
      canAnswer,
    }),
    to: message.to,
    messageId: `<message.${message.deliveryKey}@${host}>`,
    ...threading(message.conversation.id, host),
  }
}

/** Every mail of a conversation answers the same root, so mail programs show one thread. */
function threading(conversationId: string, host: string): Pick<Mail, 'inReplyTo' | 'references'> {
  const root = `<conversation.${conversationId}@${host}>`
  return { inReplyTo: root, references: [root] }
}

async function hand(mailer: Mailer, mail: Mail, secrets: string[]): Promise<SendResult> {
  try {
    const { messageId } = await mailer.send({ ...mail, text: plainText(mail.text) })
    return { kind: 'accepted', providerId: messageId }
  } catch (error) {
    return failureOf(error, secrets)
  }
}

/** A 5xx answer is final (RFC 5321 § 4.2.1); anything else may work the next time. */
function failureOf(error: unknown, secrets: string[]): Failed {
  if (error instanceof NoMailServer) return failed('not_connected', { said: error.message })
  if (error instanceof NoAnswer) return failed('no_answer', { said: error.message, secrets })
  const { responseCode, code, command, message } = error as SmtpError
  const words = { said: message ?? '', secrets }
  if (code === 'EAUTH') return failed('login_refused', words)
  const isAddress = code === 'EENVELOPE' && command !== 'MAIL FROM'
  if (responseCode === undefined) return failed(isAddress ? 'address_refused' : 'unreachable', words)
  if (responseCode < 500) return failed('asked_to_wait', words)
  return failed(isAddress ? 'address_refused' : 'refused', words)
}

type SmtpError = { responseCode?: number; code?: string; command?: string; message?: string }

function secretsOf(smtpUrl: string | null): string[] {
  if (!smtpUrl || !URL.canParse(smtpUrl)) return []
  const { password } = new URL(smtpUrl)
  return [password, decodeURIComponent(password)]
}

function hostOf(from: string): string {
  return /@([^\s>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
}
