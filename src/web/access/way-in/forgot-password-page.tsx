import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { post } from '../../api/request.ts'
import { setupQuery } from '../../session/session.ts'
import { text } from '../../text.ts'
import { FormMessage } from '../../ui/form-message.tsx'
import { isEmail, useForm } from '../../ui/form.ts'
import { AuthFrame } from './auth-frame.tsx'

/** Asks for a reset link. Says the same whether or not the address is known. */
export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null)
  const setup = useQuery(setupQuery)
  const form = useForm({
    initial: { email: '' },
    checks: { email: (value) => (isEmail(value) ? null : text.access.needEmail) },
    submit: async ({ email }) => {
      await post('/api/auth/request-password-reset', {
        email: email.trim(),
        redirectTo: `${location.origin}/reset-password`,
      })
      setSentTo(email.trim())
    },
  })
  const back = (
    <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />} size="sm">
      {text.access.forgot.back}
    </Anchor>
  )
  if (sentTo) {
    return (
      <AuthFrame title={text.access.forgot.sentTitle} foot={back}>
        <Text size="sm" role="status">
          {text.access.forgot.sent(sentTo)}
        </Text>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title={text.access.forgot.title} lead={text.access.forgot.lead} foot={back}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          {setup.data?.mail === false && <FormMessage message={text.access.forgot.noMail} tone="info" />}
          <FormMessage message={form.message} />
          <TextInput
            label={text.access.email}
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={form.values.email}
            onChange={(event) => form.set('email', event.currentTarget.value)}
            error={form.errors.email}
          />
          <Button type="submit" size="sm" fullWidth loading={form.busy}>
            {text.access.forgot.submit}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  )
}
