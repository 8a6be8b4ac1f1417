import { pickLanguage } from '../languages/pick-language.ts'
import { type Mail, type Mailer, NoMailServer } from '../platform/mailer.ts'
import { renderReplyMail } from '../surveys/mail/reply-mail.ts'
import { renderSurveyMail } from '../surveys/mail/survey-mail.ts'
import type { Channel, OutgoingMessage, OutgoingSurvey, SendResult } from './channel.ts'

const RETRY_MS = 30_000

/** Mail over SMTP: surveys whose mail is the rating (I8, A4), and teammates' replies. */
export function emailChannel({ mailer, mailFrom }: { mailer: Mailer; mailFrom: string }): Channel {
  const host = hostOf(mailFrom)
  return {
    capabilities: { inApp: false, messages: true },
    sendSurvey: (survey) => hand(mailer, surveyMail(survey, host)),
    sendMessage: (message) => hand(mailer, replyMail(message, host)),
  }
}

function surveyMail(survey: OutgoingSurvey, host: string): Mail | null {
  if (!survey.contact.email) return null
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
    to: survey.contact.email,
    // The same at every attempt: a server that has seen it can tell a repeat (RFC 5322 § 3.6.4).
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

function replyMail(message: OutgoingMessage, host: string): Mail | null {
  if (!message.contact.email) return null
  return {
    ...renderReplyMail({
      lang: pickLanguage({ contactLocale: message.language }),
      brand: message.brand,
      body: message.body,
      agentName: message.agentName,
      subject: message.conversation.subject,
    }),
    to: message.contact.email,
    messageId: `<message.${message.deliveryKey}@${host}>`,
    ...threading(message.conversation.id, host),
  }
}

/** Every mail of a conversation answers the same root, so mail programs show one thread. */
function threading(conversationId: string, host: string): Pick<Mail, 'inReplyTo' | 'references'> {
  const root = `<conversation.${conversationId}@${host}>`
  return { inReplyTo: root, references: [root] }
}

async function hand(mailer: Mailer, mail: Mail | null): Promise<SendResult> {
  if (!mail) return { kind: 'rejected', reason: 'The contact has no e-mail address.' }
  try {
    const { messageId } = await mailer.send(mail)
    return { kind: 'accepted', providerId: messageId }
  } catch (error) {
    return resultOf(error)
  }
}

/** A 5xx answer is final (RFC 5321 § 4.2.1); anything else may work the next time. */
function resultOf(error: unknown): SendResult {
  if (error instanceof NoMailServer) return { kind: 'rejected', reason: error.message }
  const { responseCode, code, message } = error as { responseCode?: number; code?: string; message?: string }
  const reason = (message ?? 'The mail server did not take it.').slice(0, 500)
  const isFinal = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH'
  return isFinal ? { kind: 'rejected', reason } : { kind: 'retry', afterMs: RETRY_MS, reason }
}

function hostOf(from: string): string {
  return /@([^\s>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
}
