import { Button, Checkbox, Code, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { post } from '../../api/request.ts'
import { useMembers } from '../../session/directory.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { Copy } from '../../ui/copy.tsx'
import { FormMessage } from '../../ui/form-message.tsx'
import { useForm } from '../../ui/form.ts'
import classes from '../../ui/rows.module.css'

const t = text.settings.keys

/** Makes a key and shows it once. */
export function CreateKey({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<string | null>(null)
  return (
    <Modal
      opened
      size="lg"
      // The key is shown once: only the button that says so closes it.
      onClose={made ? () => undefined : onClose}
      withCloseButton={!made}
      closeButtonProps={{ 'aria-label': text.common.close }}
      title={made ? t.shownTitle : t.createTitle}
    >
      {made ? (
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t.shown}
          </Text>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {made}
          </Code>
          <Group justify="space-between">
            <Copy value={made} label={t.copy} />
            <Button size="sm" onClick={onClose}>
              {t.done}
            </Button>
          </Group>
        </Stack>
      ) : (
        <KeyForm onMade={setMade} onClose={onClose} />
      )}
    </Modal>
  )
}

function KeyForm({ onMade, onClose }: { onMade: (key: string) => void; onClose: () => void }) {
  const members = useMembers()
  const { abilities, member: me } = useMe()
  // Only an owner may make a key that acts as somebody else.
  const boundTo = me.role === 'owner' ? members : members.filter(({ id }) => id === me.id)
  const form = useForm({
    initial: {
      name: '',
      scopes: ['inbox.read', 'inbox.write', 'csat.send'],
      member_id: null as string | null,
    },
    checks: {
      name: (value) => (value.trim() ? null : text.access.needName),
      scopes: (value) => (value.length > 0 ? null : t.needScope),
    },
    submit: async (values) => {
      const { key } = await post<{ key: string }>('/api-keys', { ...values, name: values.name.trim() })
      onMade(key)
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <FormMessage message={form.message} />
        <TextInput
          label={t.name}
          description={t.nameHelp}
          data-autofocus
          value={form.values.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
          error={form.errors.name}
        />
        <Checkbox.Group
          label={t.scopes}
          value={form.values.scopes}
          onChange={(scopes) => form.set('scopes', scopes)}
          error={form.errors.scopes}
        >
          <div className={classes.scopes} style={{ marginTop: 8 }}>
            {abilities.map((scope) => (
              <Checkbox
                key={scope}
                size="xs"
                value={scope}
                label={t.scopeNames[scope] ?? scope}
                description={
                  <span style={{ fontFamily: 'var(--mantine-font-family-monospace)' }}>{scope}</span>
                }
              />
            ))}
          </div>
        </Checkbox.Group>
        <Select
          label={t.member}
          description={t.memberHelp}
          clearable
          searchable
          placeholder={t.workspace}
          data={boundTo.map(({ id, name }) => ({ value: id, label: name }))}
          value={form.values.member_id}
          onChange={(member_id) => form.set('member_id', member_id)}
          error={form.errors.member_id}
        />
        <Group justify="flex-end" gap="xs">
          <Button size="sm" variant="subtle" color="gray" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button size="sm" type="submit" loading={form.busy}>
            {t.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
