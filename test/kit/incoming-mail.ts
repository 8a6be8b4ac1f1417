import { takeEvent } from '../../src/channels-in/take-event.ts'
import { makeMailReader } from '../../src/channels/email/mail-reader.ts'
import type { TestApp } from './app.ts'

type File = { name: string; content: Buffer; type?: string; inline?: boolean }
type Mail = { from: string; id: string; subject?: string; body?: string; files: File[] }

/** A mail with files, as programs write it. */
export function mailWith({ from, id, subject = 'Files', body = 'See the files', files }: Mail): Buffer {
  const parts = files.map(({ name, content, type = 'application/pdf', inline = false }) => [
    '--cut',
    `Content-Type: ${type}`,
    `Content-Disposition: ${inline ? 'inline' : 'attachment'}; filename*=utf-8''${encodeURIComponent(name)}`,
    ...(inline ? [`Content-ID: <${encodeURIComponent(name)}@customer.example>`] : []),
    'Content-Transfer-Encoding: base64',
    '',
    content.toString('base64').replace(/.{76}/g, '$&\r\n'),
  ])
  const lines = [
    `From: ${from}`,
    'To: support@acme.test',
    `Message-ID: <${id}@customer.example>`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="cut"',
    '',
    '--cut',
    'Content-Type: text/plain',
    '',
    body,
    ...parts.flat(),
    '--cut--',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

/** What happens to a mail that stands in the mailbox under `place`: it is read by a thread of its own, and taken. */
export async function arrive(
  { app, workspace, clock }: TestApp,
  source: Buffer,
  place: string,
): Promise<void> {
  const { ctx, channels } = app
  const reader = makeMailReader()
  const read = await reader.read({ source, at: clock.now(), own: ['support@acme.test'], place })
  await reader.close()
  if (read.kind !== 'event') throw new Error(read.why)
  await takeEvent({ ctx, channels }, { workspaceId: workspace.workspaceId, channel: 'email' }, read.event)
}
