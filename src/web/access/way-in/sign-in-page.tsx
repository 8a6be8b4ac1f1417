import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { queryClient } from '../../api/query-client.ts'
import { ApiProblem, post } from '../../api/request.ts'
import { meQuery } from '../../session/session.ts'
import { text } from '../../text.ts'
import { FormMessage } from '../../ui/form-message.tsx'
import { isEmail, useForm } from '../../ui/form.ts'
import { AuthFrame } from './auth-frame.tsx'

/** The password may be right and the membership over: without a word, one would only see this page again. */
async function refuseOutsiders(): Promise<void> {
  try {
    await queryClient.fetchQuery(meQuery)
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error
    await post('/api/auth/sign-out').catch(() => undefined)
    throw new ApiProblem(403, text.access.signIn.noWorkspace)
  }
}

/** Email and password, then on to where the member was going. */
export function SignInPage() {
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/sign-in' })
  const form = useForm({
    initial: { email: '', password: '' },
    checks: {
      email: (value) => (isEmail(value) ? null : text.access.needEmail),
      password: (value) => (value ? null : text.access.needPassword),
    },
    explain: (problem) => (problem.status === 401 ? text.access.signIn.wrong : undefined),
    submit: async ({ email, password }) => {
      await post('/api/auth/sign-in/email', { email: email.trim(), password })
      queryClient.clear()
      await refuseOutsiders()
      await navigate({ href: next ?? '/inbox', replace: true })
    },
  })
  return (
    <AuthFrame title={text.access.signIn.title} lead={text.access.signIn.lead}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
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
          <PasswordInput
            label={text.access.password}
            name="password"
            autoComplete="current-password"
            aria-invalid={form.errors.password ? true : undefined}
            value={form.values.password}
            onChange={(event) => form.set('password', event.currentTarget.value)}
            error={form.errors.password}
            visibilityToggleButtonProps={{ 'aria-label': text.access.show, tabIndex: 0 }}
          />
          <Button type="submit" size="sm" fullWidth loading={form.busy}>
            {text.access.signIn.submit}
          </Button>
          <Anchor renderRoot={(props) => <Link to="/forgot-password" {...props} />} size="sm" ta="center">
            {text.access.signIn.forgot}
          </Anchor>
        </Stack>
      </form>
    </AuthFrame>
  )
}
