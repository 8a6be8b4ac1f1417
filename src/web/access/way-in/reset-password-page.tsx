import { Anchor, Button, Stack, Text } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProblem, post } from '../../api/request.ts'
import { text } from '../../text.ts'
import { FormMessage } from '../../ui/form-message.tsx'
import { useForm } from '../../ui/form.ts'
import { toast } from '../../ui/toast.tsx'
import { AuthFrame } from './auth-frame.tsx'
import { checkNewPassword, NewPassword } from './new-password.tsx'

/** Where reset links and invitations lead: choose a password. */
export function ResetPasswordPage() {
  const { token, error } = useSearch({ from: '/reset-password' })
  const navigate = useNavigate()
  const [refused, setRefused] = useState(!token || error !== undefined)
  const form = useForm({
    initial: { newPassword: '' },
    checks: { newPassword: checkNewPassword },
    submit: async ({ newPassword }) => {
      try {
        await post('/api/auth/reset-password', { newPassword, token })
      } catch (problem) {
        if (problem instanceof ApiProblem && isDeadLink(problem)) return setRefused(true)
        throw problem
      }
      toast({ title: text.access.reset.done })
      await navigate({ to: '/sign-in', replace: true })
    },
  })
  if (refused) {
    return (
      <AuthFrame title={text.access.reset.invalidTitle}>
        <Stack gap="md">
          <Text size="sm" role="alert">
            {text.access.reset.invalid}
          </Text>
          <Anchor renderRoot={(props) => <Link to="/forgot-password" {...props} />} size="sm">
            {text.access.reset.askAgain}
          </Anchor>
        </Stack>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title={text.access.reset.title} lead={text.access.reset.lead}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          <FormMessage message={form.message} />
          <NewPassword
            value={form.values.newPassword}
            onChange={(value) => form.set('newPassword', value)}
            error={form.errors.newPassword}
          />
          <Button type="submit" size="sm" fullWidth loading={form.busy}>
            {text.access.reset.submit}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  )
}

function isDeadLink({ status, reason }: ApiProblem): boolean {
  return status === 404 || status === 410 || /token/i.test(reason ?? '')
}
