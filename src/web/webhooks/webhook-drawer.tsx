import { Button, Drawer, Group, Stack, TextInput } from '@mantine/core'
import type { Endpoint, EndpointInput, EndpointMade } from '../../webhooks/schema.ts'
import { patch, post } from '../api/request.ts'
import { text } from '../text.ts'
import { FormMessage } from '../ui/form-message.tsx'
import { useForm } from '../ui/form.ts'
import { toast } from '../ui/toast.tsx'
import { EventPicker } from './event-picker.tsx'
import { refreshWebhooks } from './queries.ts'

const t = text.webhooks.form

type Props = {
  opened: boolean
  /** Null: a new one. */
  endpoint: Endpoint | null
  onClose: () => void
  onMade?: (secret: string) => void
}

/** Adds or changes an endpoint. */
export function WebhookDrawer({ opened, endpoint, onClose, onMade }: Props) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={500}
      title={endpoint ? t.changeTitle : t.addTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Form endpoint={endpoint} onClose={onClose} onMade={onMade} />
    </Drawer>
  )
}

type Fields = { url: string; description: string; events: EndpointInput['events'] }

function Form({ endpoint, onClose, onMade }: Omit<Props, 'opened'>) {
  const form = useForm<Fields>({
    initial: {
      url: endpoint?.url ?? '',
      description: endpoint?.description ?? '',
      events: endpoint?.events ?? ['*'],
    },
    checks: {
      url: (url) => (/^https?:\/\/./.test(url.trim()) ? null : t.urlMissing),
      events: (events) => (events.length > 0 ? null : t.eventsMissing),
    },
    submit: async ({ url, description, events }) => {
      const body = { url: url.trim(), description: description.trim(), events }
      if (endpoint) {
        await patch(`/webhooks/${endpoint.id}`, body)
        toast({ title: t.saved })
        onClose()
      } else {
        const { secret } = await post<EndpointMade>('/webhooks', body)
        onMade?.(secret)
      }
      await refreshWebhooks()
    },
  })
  const { values, set, errors } = form
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <FormMessage message={form.message} />
        <TextInput
          label={t.url}
          description={t.urlHelp}
          placeholder="https://"
          type="url"
          maxLength={2000}
          data-autofocus
          value={values.url}
          onChange={(event) => set('url', event.currentTarget.value)}
          error={errors.url}
        />
        <TextInput
          label={t.description}
          description={t.descriptionHelp}
          maxLength={200}
          value={values.description}
          onChange={(event) => set('description', event.currentTarget.value)}
          error={errors.description}
        />
        <EventPicker
          value={values.events}
          onChange={(events) => set('events', events)}
          error={errors.events}
        />
        <Group justify="flex-end" gap="xs">
          <Button size="sm" variant="subtle" color="gray" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button size="sm" type="submit" loading={form.busy}>
            {endpoint ? t.save : t.add}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
