import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import type { Conversation } from '../../../inbox/schema.ts'
import { CHANNEL_IDS } from '../../../policy/settings.ts'
import { queryClient } from '../../api/query-client.ts'
import { post } from '../../api/request.ts'
import { ContactPicker, type Recipient } from '../../contact/contact-picker.tsx'
import { sendReply } from '../../conversation/composer/outbox.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { FormMessage } from '../../ui/form-message.tsx'
import { useForm } from '../../ui/form.ts'

const t = text.inbox.create

/** Writes to a customer first: the conversation is a direct outbound one (I3). */
export function NewConversation({ onClose }: { onClose: () => void }) {
  const { user, member } = useMe()
  const navigate = useNavigate()
  const key = useRef(crypto.randomUUID())
  const form = useForm({
    initial: { contact: null as Recipient | null, channel: 'email', subject: '', message: '' },
    checks: {
      contact: (value) => (value ? null : t.needContact),
      message: (value) => (value.trim() ? null : t.needMessage),
    },
    submit: async ({ contact, channel, subject, message }) => {
      const created = await post<Conversation>(
        '/conversations',
        {
          channel,
          origin: 'direct_outbound',
          subject: subject.trim() || null,
          assignee_id: member.id,
          ...(contact?.contact ? { contact_id: contact.contact.id } : { contact: contact?.fresh }),
        },
        key.current,
      )
      // From here on the outbox keeps the text, whatever happens.
      sendReply(created.id, { id: member.id, name: user.name }, message.trim())
      void queryClient.invalidateQueries({ queryKey: ['conversations'] })
      onClose()
      await navigate({ to: '/inbox/$conversationId', params: { conversationId: created.id }, search: {} })
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.title}
      size="lg"
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          <FormMessage message={form.message} />
          <ContactPicker
            value={form.values.contact}
            onChange={(contact) => form.set('contact', contact)}
            error={form.errors.contact}
          />
          <Group grow align="flex-start">
            <Select
              label={t.channel}
              allowDeselect={false}
              data={CHANNEL_IDS.map((id) => ({ value: id, label: text.channels[id] }))}
              value={form.values.channel}
              onChange={(channel) => channel && form.set('channel', channel)}
              error={form.errors.channel}
            />
            <TextInput
              label={t.subject}
              maxLength={300}
              value={form.values.subject}
              onChange={(event) => form.set('subject', event.currentTarget.value)}
              error={form.errors.subject}
            />
          </Group>
          <Textarea
            label={t.message}
            autosize
            minRows={4}
            maxRows={12}
            value={form.values.message}
            onChange={(event) => form.set('message', event.currentTarget.value)}
            error={form.errors.message}
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
    </Modal>
  )
}
