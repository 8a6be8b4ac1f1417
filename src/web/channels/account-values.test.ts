import { expect, it } from 'vitest'
import { fieldsOf } from '../../channels/account-fields.ts'
import { emailInAccount } from '../../channels/email/mailbox-account.ts'
import { valuesOf } from './account-values.ts'

it('C15: a form that nobody touched shows and sends what the account’s own rules begin with', () => {
  expect(valuesOf(fieldsOf(emailInAccount, null))).toEqual({
    host: '',
    port: '',
    secure: true,
    user: '',
    password: '',
    mailbox: 'INBOX',
  })
  const stored = { host: 'imap.example', port: 143, secure: false, user: 'u', password: 'p', mailbox: 'Help' }
  expect(valuesOf(fieldsOf(emailInAccount, stored))).toEqual({ ...stored, password: '' })
})
