// A bare nodemailer pool as large as Candor's, in a thread of its own: the mails that wait in it are gone with it, and are not
// collected at the expense of whoever is measured next.
import { workerData } from 'node:worker_threads'
import { createTransport } from 'nodemailer'
import { newId } from '../../src/platform/ids.ts'
import { renderSurveyMail } from '../../src/surveys/sending/mail/survey-mail.ts'

const { smtpUrl, count } = workerData as { smtpUrl: string; count: number }
const pool = createTransport({ url: smtpUrl, pool: true, maxConnections: 10 } as never)
const link = 'https://candor.example/s/'.padEnd(90, 'x')
for (let at = 0; at < count; at += 1) {
  const mail = renderSurveyMail({
    lang: 'en',
    brand: { name: 'Bench', color: '#0f766e', iconUrl: null },
    message: 'How was your support experience?',
    scale: 'stars',
    conversationSubject: null,
    agentName: null,
    linkFor: (score) => `${link}?score=${score}`,
    link,
    unsubscribeUrl: `${link}/unsubscribe`,
  })
  const to = `customer-${at}@example.com`
  pool
    .sendMail({ from: 'support@bench.example', to, messageId: `<${newId()}@bench.example>`, ...mail })
    .catch(() => {})
}
