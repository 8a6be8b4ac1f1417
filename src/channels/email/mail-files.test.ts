import { describe, expect, it } from 'vitest'
import type { MailAttachment } from './mail-files.ts'
import { readMail } from './mail-read.ts'

const MB = 2 ** 20

const part = (head: string[], body: string | number): string => {
  const content =
    typeof body === 'number' ? Buffer.alloc(body, 7).toString('base64').replace(/.{76}/g, '$&\r\n') : body
  return [
    '--cut',
    ...head,
    ...(typeof body === 'number' ? ['Content-Transfer-Encoding: base64'] : []),
    '',
    content,
    '',
  ].join('\r\n')
}
const file = (name: string, body: string | number = 10, type = 'application/pdf'): string =>
  part([`Content-Type: ${type}`, `Content-Disposition: attachment; filename="${name}"`], body)
const picture = (name: string, body: string | number = 10): string =>
  part(
    ['Content-Type: image/png', `Content-Disposition: inline; filename="${name}"`, `Content-ID: <${name}@x>`],
    body,
  )
const words = part(['Content-Type: text/plain'], 'See the files')

async function mailOf(parts: string[], { type = 'mixed', ...more }: { type?: string; cut?: boolean } = {}) {
  const head = [
    'From: sam@customer.example',
    'Subject: Files',
    'MIME-Version: 1.0',
    `Content-Type: multipart/${type}; boundary="cut"`,
    '',
    '',
  ]
  const source = Buffer.from(`${head.join('\r\n')}${parts.join('')}--cut--\r\n`)
  const read = await readMail({ source, at: 0, own: [], place: '1.1', ...more })
  if (read.kind !== 'event' || !('mail' in read.event)) throw new Error(read.kind)
  const { body, mail } = read.event
  return { body, files: mail.attachments }
}
const filesOf = async (...parts: string[]): Promise<MailAttachment[]> => (await mailOf(parts)).files
const namesOf = async (...parts: string[]): Promise<string[]> =>
  (await filesOf(...parts)).map(({ filename }) => filename)

describe('the files of a mail', () => {
  it('C15: are kept up to 10 MB each and 20 MB together; what is left out is named, with the reason', async () => {
    const { body, files } = await mailOf([
      words,
      file('large.pdf', 10 * MB + 1),
      file('a.pdf', 9 * MB),
      file('b.pdf', 9 * MB),
      file('c.pdf', 9 * MB),
      file('d.pdf', MB),
    ])
    expect(body).toBe('See the files')
    expect(
      files.map(({ filename, size, leftOut, content }) => [filename, size, leftOut, content?.length]),
    ).toEqual([
      ['large.pdf', 10 * MB + 1, 'too_large', undefined],
      ['a.pdf', 9 * MB, null, 9 * MB],
      ['b.pdf', 9 * MB, null, 9 * MB],
      ['c.pdf', 9 * MB, 'too_much', undefined],
      ['d.pdf', MB, null, MB],
    ])
  })

  it('C15: are at most ten, what was attached before pictures in the text, and of a hundred fifty are named', async () => {
    const pictures = Array.from({ length: 12 }, (_, at) => picture(`logo${at}.png`))
    const found = await filesOf(words, ...pictures, file('invoice.pdf'), file('list.csv'))
    expect(found.slice(0, 3).map(({ filename, inline }) => [filename, inline])).toEqual([
      ['invoice.pdf', false],
      ['list.csv', false],
      ['logo0.png', true],
    ])
    expect(found.map(({ leftOut }) => leftOut)).toEqual([
      ...Array.from({ length: 10 }, () => null),
      ...Array.from({ length: 4 }, () => 'too_many'),
    ])
    const { body, files } = await mailOf([
      words,
      ...Array.from({ length: 100 }, (_, at) => file(`${at}.pdf`)),
    ])
    expect([files.length, body]).toEqual([50, 'See the files\n\n[50 more files, not kept]'])
  })

  it('C15: have names that are no ways, hide no ending and fit in a line', async () => {
    const long = `${'x'.repeat(300)}.docx`
    expect(
      await namesOf(
        words,
        file('../../etc/passwd'),
        file('C:\\\\Users\\\\sam\\\\invoice.pdf'),
        file('invoice\u202efdp.exe'),
        file('a\u0000b\u0007c.pdf'),
        part(
          [
            'Content-Type: text/plain',
            "Content-Disposition: attachment; filename*=utf-8''a%0D%0ASet-Cookie%3A%20x.txt",
          ],
          'x',
        ),
        part(
          [
            'Content-Type: text/plain',
            "Content-Disposition: attachment; filename*=utf-8''Rechnung%20%E2%82%AC.txt",
          ],
          'x',
        ),
        file(long),
        file(''),
        file('...'),
      ),
    ).toEqual([
      '_.._etc_passwd',
      'C:_Users_sam_invoice.pdf',
      'invoicefdp.exe',
      expect.stringMatching(/^a ?b ?c\.pdf$/),
      'a Set-Cookie: x.txt',
      'Rechnung €.txt',
      `${'x'.repeat(144)}….docx`,
      'file.pdf',
      'file.pdf',
    ])
  })

  it('C15: a signature over the mail is none, an invitation is one, and a mail in the mail is a file', async () => {
    const calendar = (head: string): string =>
      part([`Content-Type: text/calendar; method=REQUEST${head}`], 'BEGIN:VCALENDAR\r\nEND:VCALENDAR')
    expect(
      await namesOf(
        words,
        calendar(''),
        file('smime.p7s', 5, 'application/pkcs7-signature'),
        file('signature.asc', 5, 'application/pgp-signature'),
        part(['Content-Type: message/rfc822'], 'Subject: Inner\r\n\r\nInner words'),
      ),
    ).toEqual(['invite.ics', 'mail.eml'])
    // Some programs send it a second time, as a file.
    expect(await namesOf(words, calendar(''), file('invite.ics', 5, 'application/ics'))).toEqual([
      'invite.ics',
    ])
  })

  it('C15: of a mail that was cut none is kept, for the last one has no end', async () => {
    const { body, files } = await mailOf([words, file('a.pdf', 100), file('b.pdf', 100)], { cut: true })
    expect(files.map(({ filename, size, leftOut, content }) => [filename, size, leftOut, content])).toEqual([
      ['a.pdf', 100, 'mail_too_large', null],
      ['b.pdf', null, 'mail_too_large', null],
    ])
    expect(body).toContain('too large')
  })

  it('C15: a mail of nothing but files says their names', async () => {
    expect((await mailOf([file('a.pdf'), file('b.pdf')])).body).toBe('[a.pdf] [b.pdf]')
    expect((await mailOf([picture('a.png')], { type: 'related' })).body).toBe('Files')
  })
})
