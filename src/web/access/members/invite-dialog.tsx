import { Button, Group, Modal, MultiSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import type { MemberMade, Team } from '../../../access/schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { post } from '../../api/request.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { FormMessage } from '../../ui/form-message.tsx'
import { isEmail, useForm } from '../../ui/form.ts'
import { tellInvitation } from './invitation.tsx'

const t = text.settings.members

/** Invites somebody by mail, with a role and teams. */
export function InviteDialog({ teams, onClose }: { teams: Team[]; onClose: () => void }) {
  const { may_invite: roles } = useMe()
  const form = useForm({
    initial: { name: '', email: '', role: 'agent', team_ids: [] as string[] },
    checks: {
      name: (value) => (value.trim() ? null : text.access.needName),
      email: (value) => (isEmail(value) ? null : text.access.needEmail),
    },
    submit: async (values) => {
      const body = { ...values, name: values.name.trim(), email: values.email.trim() }
      const { invitation, ...member } = await post<MemberMade>('/members', body)
      void queryClient.invalidateQueries({ queryKey: ['members'] })
      onClose()
      tellInvitation(member, invitation)
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.inviteTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t.inviteLead}
          </Text>
          <FormMessage message={form.message} />
          <TextInput
            label={t.name}
            data-autofocus
            autoComplete="off"
            value={form.values.name}
            onChange={(event) => form.set('name', event.currentTarget.value)}
            error={form.errors.name}
          />
          <TextInput
            label={t.email}
            type="email"
            autoComplete="off"
            value={form.values.email}
            onChange={(event) => form.set('email', event.currentTarget.value)}
            error={form.errors.email}
          />
          <Radio.Group
            label={t.role}
            value={form.values.role}
            onChange={(role) => form.set('role', role)}
            error={form.errors.role}
          >
            <Stack gap={8} mt={6}>
              {roles.toReversed().map((role) => (
                <Radio
                  key={role}
                  value={role}
                  label={text.roles[role]}
                  description={t.roleHelp[role]}
                  size="xs"
                />
              ))}
            </Stack>
          </Radio.Group>
          {teams.length > 0 && (
            <MultiSelect
              label={t.teams}
              placeholder={form.values.team_ids.length === 0 ? t.noTeams : undefined}
              data={teams.map(({ id, name }) => ({ value: id, label: name }))}
              value={form.values.team_ids}
              onChange={(team_ids) => form.set('team_ids', team_ids)}
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button size="sm" variant="subtle" color="gray" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button size="sm" type="submit" loading={form.busy}>
              {t.sendInvite}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
