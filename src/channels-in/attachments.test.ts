import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { arrive, mailWith } from '../../test/kit/incoming-mail.ts'
import { portalBrowser } from '../../test/kit/portal.ts'
import { createWorkspace } from '../access/create-workspace.ts'
import { visitorToken } from '../customers/visitor.ts'

const MB = 2 ** 20
/** The start of a PNG. */
const PICTURE = Buffer.from('89504e470d0a1a0a0000', 'hex')

let app: TestApp
let make: ReturnType<typeof build>
beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

let mails = 0

type Given = { name: string; content: Buffer; type?: string }

const rawMail = (files: Given[], number = ++mails): Buffer =>
  mailWith({ from: `Sam Silver <sam${number}@customer.example>`, id: `files.${number}`, files })

async function conversationOf(number: number): Promise<{ id: string; contact: { id: string } }> {
  const { body } = await app.api.get(`/conversations?q=sam${number}@customer.example`)
  expect(body.data).toHaveLength(1)
  return body.data[0]
}

async function messageIn(id: string): Promise<any> {
  const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
  const messages = data.filter(({ kind }: any) => kind === 'message')
  expect(messages).toHaveLength(1)
  return messages[0].data
}

/** The bytes and the headers, as a program gets them. */
async function load(path: string, key = app.workspace.apiKey) {
  const server = await app.app.server()
  const headers = { authorization: `Bearer ${key}` }
  return server.inject({ method: 'GET', url: `/api/v1${path}`, headers })
}

async function taken(...files: Given[]) {
  await arrive(app, rawMail(files), `1.${mails}`)
  const conversation = await conversationOf(mails)
  const { attachments = [] } = await messageIn(conversation.id)
  return { ...conversation, files: attachments, at: `/conversations/${conversation.id}/attachments` }
}

describe('files of a mail', () => {
  it('C15: are kept with the message and come out as they came in; what was left out is named', async () => {
    const content = Buffer.alloc(3 * MB, Buffer.from(Array.from({ length: 251 }, (_, at) => at)))
    const { files, at, id } = await taken(
      { name: 'invoice.pdf', content },
      { name: 'film.zip', content: Buffer.alloc(10 * MB + 1), type: 'application/zip' },
      { name: 'empty.txt', content: Buffer.alloc(0), type: 'text/plain' },
    )
    const common = { id: expect.any(String), inline: false }
    expect(files).toEqual([
      { ...common, file_name: 'invoice.pdf', content_type: 'application/pdf', size: 3 * MB, left_out: null },
      {
        ...common,
        file_name: 'film.zip',
        content_type: 'application/zip',
        size: 10 * MB + 1,
        left_out: 'too_large',
      },
      { ...common, file_name: 'empty.txt', content_type: 'text/plain', size: 0, left_out: null },
    ])
    const loaded = await load(`${at}/${files[0].id}`)
    expect([loaded.statusCode, loaded.rawPayload.equals(content)]).toEqual([200, true])
    expect(loaded.headers['content-length']).toBe(String(3 * MB))
    expect((await load(`${at}/${files[1].id}`)).statusCode).toBe(404)
    expect((await load(`${at}/${files[2].id}`)).rawPayload).toHaveLength(0)
    // The list of conversations reads no bytes, and says nothing new.
    expect((await app.api.get(`/conversations/${id}`)).body.last_message_preview).toBe('See the files')
  })

  it('C15: are there once, however often the mail comes', async () => {
    const source = rawMail([{ name: 'a.pdf', content: Buffer.from('a') }])
    for (const place of ['1.1', '1.1', '2.7']) await arrive(app, source, place)
    const { id } = await conversationOf(mails)
    expect((await messageIn(id)).attachments).toHaveLength(1)
    // Also when what the mailbox called it was forgotten meanwhile.
    await app.app.pool.query('delete from channel_events')
    await arrive(app, source, '3.1')
    expect((await messageIn(id)).attachments).toHaveLength(1)
  })

  it('C15: are handed on to be saved and never to be opened, whatever they say they are', async () => {
    const { files, at } = await taken(
      { name: 'page.html', content: Buffer.from('<script>alert(1)</script>'), type: 'text/html' },
      { name: 'a.svg', content: Buffer.from('<svg onload="alert(1)"/>'), type: 'image/svg+xml' },
      { name: 'a.png', content: PICTURE, type: 'image/png' },
      { name: 'Rech"nung\r\nX: y \u202ecod.exe', content: Buffer.from('x') },
      { name: `${'ä'.repeat(300)}.pdf`, content: Buffer.from('x') },
    )
    const headers = await Promise.all(files.map(async ({ id }: any) => (await load(`${at}/${id}`)).headers))
    expect(headers.map((each) => each['content-type'])).toEqual([
      'application/octet-stream',
      'application/octet-stream',
      'image/png',
      'application/octet-stream',
      'application/octet-stream',
    ])
    for (const each of headers) {
      expect(each).toMatchObject({
        'content-disposition': expect.stringMatching(
          /^attachment; filename="[\w .()+-]+"; filename\*=UTF-8''[\w.%~-]+$/,
        ),
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, max-age=300',
      })
    }
    expect(headers[3]['content-disposition']).toContain("UTF-8''Rech%22nung%20X%3A%20y%20cod.exe")
    expect(files[4].file_name).toMatch(/^ä+….pdf$/)
  })

  it('C15: are for who may read the conversation, under that conversation', async () => {
    const mine = await taken({ name: 'a.pdf', content: Buffer.from('mine') })
    const other = await taken({ name: 'b.pdf', content: Buffer.from('other') })
    const path = `${mine.at}/${mine.files[0].id}`
    expect((await load(path)).statusCode).toBe(200)
    expect((await load(`${other.at}/${mine.files[0].id}`)).statusCode).toBe(404)
    expect((await load(path, 'nobody')).statusCode).toBe(401)
    const stranger = await createWorkspace(app.app.ctx, app.app.auth, {
      workspace: 'Other',
      ownerName: 'Otto',
      ownerEmail: 'otto@other.test',
      ownerPassword: 'a long password of the owner',
    })
    if (!stranger.ok) throw new Error(stranger.failure.message)
    expect((await load(path, stranger.value.apiKey)).statusCode).toBe(404)
    const { body } = await app.api.post('/api-keys', { name: 'narrow', scopes: ['csat.view'] })
    expect((await load(path, body.key)).statusCode).toBe(403)
  })

  it('J6: are in the portal for the customer himself, and for nobody else', async () => {
    const { id, contact, files } = await taken(
      { name: 'photo.png', content: PICTURE, type: 'image/png' },
      { name: 'film.zip', content: Buffer.alloc(10 * MB + 1), type: 'application/zip' },
    )
    const { workspaceId } = app.workspace
    const enter = async (contactId: string) => {
      const browser = portalBrowser(app)
      await browser.enter(visitorToken(app.app.ctx.keys.visitors, { workspaceId, contactId, signed: true }))
      return browser
    }
    const browser = await enter(contact.id)
    const { html } = await browser.get(`/c/${id}`)
    expect(html).toContain('photo.png')
    expect(html).toMatch(/film\.zip[^]*10 MB[^]*Not received: too large/)
    const path = `/c/${id}/files/${files[0].id}`
    expect(html).toContain(`href="${browser.base}${path}"`)
    expect(html).not.toContain(files[1].id)
    const loaded = await browser.get(path)
    expect([loaded.status, loaded.headers['content-disposition']]).toEqual([
      200,
      expect.stringContaining('photo.png'),
    ])
    const stranger = await enter((await make.contact()).id)
    expect((await stranger.get(path)).status).toBe(404)
    expect((await portalBrowser(app).get(path)).headers['content-type']).toContain('text/html')
    expect((await browser.get(`/c/${id}/files/nothing`)).status).toBe(404)
  })

  it('C5: are in the export of the contact, and go with it', async () => {
    const { id, contact, files, at } = await taken(
      { name: 'a.pdf', content: Buffer.from('kept for me') },
      { name: 'b.zip', content: Buffer.alloc(10 * MB + 1) },
    )
    const { body } = await app.api.get(`/contacts/${contact.id}/export`)
    expect(body.attachments).toHaveLength(2)
    const whole = body.attachments.find(({ file_name: name }: any) => name === 'a.pdf')
    expect(whole).toEqual({
      id: files[0].id,
      message_id: body.messages[0].id,
      file_name: 'a.pdf',
      content_type: 'application/pdf',
      size: 11,
      inline: false,
      left_out: null,
      path: `/api/v1${at}/${files[0].id}`,
      content_base64: Buffer.from('kept for me').toString('base64'),
    })
    expect(body.attachments.find(({ file_name: name }: any) => name === 'b.zip')).toMatchObject({
      left_out: 'too_large',
      path: null,
      content_base64: null,
    })
    await app.api.delete(`/contacts/${contact.id}`)
    expect((await load(`${at}/${files[0].id}`)).statusCode).toBe(404)
    const { rows } = await app.app.pool.query('select from attachments a where a.id = $1', [files[0].id])
    expect([rows.length, (await app.api.get(`/conversations/${id}`)).status]).toEqual([0, 404])
  })

  it('C5: in an export are up to 20 MB of them, and where the others can be loaded', async () => {
    const number = mails + 1
    const file = (name: string) => ({ name, content: Buffer.alloc(9 * MB) })
    await arrive(app, rawMail([file('old.bin')], number), '4.1')
    app.clock.advance(1000)
    const newer = rawMail([file('a.bin'), file('b.bin')], number)
    await arrive(app, Buffer.from(newer.toString('latin1').replace('<files.', '<more.'), 'latin1'), '4.2')
    mails = number
    const { contact } = await conversationOf(number)
    const { body } = await app.api.get(`/contacts/${contact.id}/export`)
    const rows = body.attachments.map((each: any) => [
      each.file_name,
      each.content_base64?.length ?? null,
      each.path !== null,
    ])
    expect(rows.toSorted()).toEqual([
      ['a.bin', 12 * MB, true],
      ['b.bin', 12 * MB, true],
      ['old.bin', null, true],
    ])
  })
})
