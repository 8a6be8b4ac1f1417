import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { queryClient } from '../../api/query-client.ts'
import { patch, post } from '../../api/request.ts'
import { setupQuery } from '../../session/session.ts'
import { text } from '../../text.ts'
import { FormMessage } from '../../ui/form-message.tsx'
import { isEmail, useForm } from '../../ui/form.ts'
import { AuthFrame } from './auth-frame.tsx'
import { checkNewPassword, NewPassword } from './new-password.tsx'

const needName = (value: string) => (value.trim() ? null : text.access.needName)

/** The first run: one workspace, one owner, then straight into the inbox. */
export function SetupPage() {
  const navigate = useNavigate()
  const setup = useQuery(setupQuery)
  const form = useForm({
    initial: { workspace: '', name: '', email: '', password: '' },
    checks: {
      workspace: needName,
      name: needName,
      email: (value) => (isEmail(value) ? null : text.access.needEmail),
      password: checkNewPassword,
    },
    submit: async (values) => {
      await post('/setup', { ...values, email: values.email.trim() })
      // A better first guess than UTC; it can be changed in the settings.
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone
      await patch('/workspace', { time_zone }).catch(() => undefined)
      queryClient.clear()
      await navigate({ to: '/inbox', replace: true })
    },
  })
  const field = (key: 'workspace' | 'name' | 'email') => ({
    value: form.values[key],
    onChange: (event: { currentTarget: { value: string } }) => form.set(key, event.currentTarget.value),
    error: form.errors[key],
  })
  if (setup.data && !setup.data.needed) {
    return (
      <AuthFrame title={text.access.setup.title}>
        <Stack gap="md">
          <Text size="sm">{text.access.setup.done}</Text>
          <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />} size="sm">
            {text.access.setup.signIn}
          </Anchor>
        </Stack>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title={text.access.setup.title} lead={text.access.setup.lead}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          <FormMessage message={form.message} />
          <TextInput
            label={text.access.setup.workspace}
            description={text.access.setup.workspaceHelp}
            name="organization"
            autoComplete="organization"
            autoFocus
            {...field('workspace')}
          />
          <TextInput label={text.access.setup.name} name="name" autoComplete="name" {...field('name')} />
          <TextInput
            label={text.access.email}
            type="email"
            name="email"
            autoComplete="username"
            {...field('email')}
          />
          <NewPassword
            label={text.access.password}
            value={form.values.password}
            onChange={(value) => form.set('password', value)}
            error={form.errors.password}
          />
          <Button type="submit" size="sm" fullWidth loading={form.busy}>
            {text.access.setup.submit}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  )
}
