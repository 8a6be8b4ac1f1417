import { describe, expect, it } from 'vitest'
import { invitationMail, resetMail } from './member-mail.ts'

const lena = { name: 'Lena\r\nBcc: all@example.org', email: 'lena@acme.test' }
const brand = { name: 'Acme', iconUrl: null, color: '#0f766e' }
const url = 'https://c.example/reset-password?token=t&x=1'

describe('mails to members', () => {
  it('J11: an invitation says where to, by whom, and has one action, also as plain text', () => {
    const mail = invitationMail(lena, { brand, inviter: 'Olivia', url })
    expect(mail).toMatchObject({ to: 'lena@acme.test', subject: 'You are invited to Acme' })
    expect(mail.text).toContain('Olivia invited you')
    expect(mail.text).toContain(`Accept the invitation: ${url}`)
    expect(mail.html).toContain('href="https://c.example/reset-password?token=t&amp;x=1"')
    expect(mail.text).toContain('Hello Lena Bcc: all@example.org,\n')
  })

  it('J11: hostile names stay text and stay out of the header', () => {
    const name = 'A\r\nBcc: x@example.org<script>alert(1)</script>'
    const mail = invitationMail(lena, {
      brand: { ...brand, name, iconUrl: 'javascript:x' },
      inviter: name,
      url: 'javascript:alert(1)',
    })
    expect(mail.subject).not.toMatch(/[\r\n]/)
    expect(mail.html).not.toMatch(/<script|href="javascript:/)
  })

  it('J11: a reset mail tells what to do when nobody asked for it', () => {
    const { subject, text } = resetMail(lena, url)
    expect(subject).toBe('Choose a new password')
    expect(text).toContain('If it was not you')
    expect(text).toContain(url)
  })
})
