import { Anchor, Button, Loader, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { InvitationView } from '../../../access/schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { ApiProblem, messageOf, post } from '../../api/request.ts'
import { setupQuery } from '../../session/session.ts'
import { text } from '../../text.ts'
import { FormMessage } from '../../ui/form-message.tsx'
import { useForm } from '../../ui/form.ts'
import { AuthFrame } from './auth-frame.tsx'
import { checkNewPassword, NewPassword } from './new-password.tsx'

const t = text.access.invitation

/** Where an invitation leads: accept it, with a password that is chosen or known. */
export function InvitationPage() {
  const { token = '' } = useSearch({ from: '/invitation' })
  const { data, error, isPending } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => post<InvitationView>('/invitation', { token }),
    // A link works or it does not.
    retry: (count, problem) => count < 2 && problem instanceof ApiProblem && problem.isOffline,
    staleTime: Infinity,
  })
  if (data) return <AcceptForm token={token} invitation={data} />
  if (isPending) {
    return (
      <AuthFrame title={t.loading}>
        <Loader size="sm" />
      </AuthFrame>
    )
  }
  const isOver = error instanceof ApiProblem && error.status === 410
  return (
    <AuthFrame title={isOver ? t.overTitle : text.common.didNotWork}>
      <Stack gap="md">
        <Text size="sm" role="alert">
          {isOver ? t.over : messageOf(error)}
        </Text>
        <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />} size="sm">
          {text.access.setup.signIn}
        </Anchor>
      </Stack>
    </AuthFrame>
  )
}

function AcceptForm({ token, invitation }: { token: string; invitation: InvitationView }) {
  const { needs, workspace, email, name } = invitation
  const navigate = useNavigate()
  const setup = useQuery(setupQuery)
  const form = useForm({
    initial: { password: '', new_password: '' },
    checks: {
      ...(needs.password
        ? { password: (value: string) => (value ? null : text.access.needPassword) }
        : undefined),
      ...(needs.new_password ? { new_password: checkNewPassword } : undefined),
    },
    explain: (problem) => (problem.status === 401 ? t.wrong : undefined),
    submit: async ({ password, new_password }) => {
      await post('/invitation/accept', {
        token,
        ...(needs.password ? { password } : {}),
        ...(needs.new_password ? { new_password } : {}),
      })
      queryClient.clear()
      await navigate({ to: '/inbox', replace: true })
    },
  })
  const lead = needs.password ? (needs.new_password ? t.leadBoth : t.leadKnown) : t.leadNew
  return (
    <AuthFrame title={t.title(workspace)} lead={lead(name)}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          <FormMessage message={form.message} />
          <TextInput label={text.access.email} name="email" autoComplete="username" value={email} readOnly />
          {needs.password && (
            <PasswordInput
              label={text.access.password}
              name="password"
              autoComplete="current-password"
              autoFocus
              aria-invalid={form.errors.password ? true : undefined}
              value={form.values.password}
              onChange={(event) => form.set('password', event.currentTarget.value)}
              error={form.errors.password}
              visibilityToggleButtonProps={{ 'aria-label': text.access.show, tabIndex: 0 }}
            />
          )}
          {needs.new_password && (
            <NewPassword
              value={form.values.new_password}
              onChange={(value) => form.set('new_password', value)}
              error={form.errors.new_password}
            />
          )}
          <Button type="submit" size="sm" fullWidth loading={form.busy}>
            {t.submit}
          </Button>
          {needs.password && setup.data?.mail && (
            <Anchor renderRoot={(props) => <Link to="/forgot-password" {...props} />} size="sm" ta="center">
              {text.access.signIn.forgot}
            </Anchor>
          )}
        </Stack>
      </form>
    </AuthFrame>
  )
}
