import {
  Button,
  Checkbox,
  Code,
  Group,
  Modal,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import { type App, type AppMade, CARD_CHANNELS, type ClosingCard } from '../../apps/schema.ts'
import { ApiProblem, patch, post } from '../api/request.ts'
import { text } from '../text.ts'
import { Copy } from '../ui/copy.tsx'
import { FormMessage } from '../ui/form-message.tsx'
import { useForm } from '../ui/form.ts'
import { Typed, useGuardedClose } from '../ui/guarded.ts'
import { toast } from '../ui/toast.tsx'
import classes from './apps.module.css'
import { cardOf, type Fields, fieldsOf } from './card-fields.ts'
import { CardPreview } from './card-preview.tsx'

const t = text.apps

/** Adds or changes an app; the secret of a new one is shown once. */
export function AppForm({ app, onClose }: { app: App | null; onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null)
  const { typed, close } = useGuardedClose(onClose)
  return (
    <Modal
      opened
      size="lg"
      // The secret is shown once: only the button that says so closes it.
      onClose={secret ? () => undefined : close}
      withCloseButton={!secret}
      closeButtonProps={{ 'aria-label': text.common.close }}
      title={secret ? t.shownTitle : app ? t.changeTitle(app.name) : t.addTitle}
    >
      {secret ? (
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t.shown}
          </Text>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {secret}
          </Code>
          <Group justify="space-between">
            <Copy value={secret} label={t.copy} />
            <Button size="sm" onClick={onClose}>
              {t.done}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Typed value={typed}>
          <Form app={app} onMade={setSecret} onClose={onClose} />
        </Typed>
      )}
    </Modal>
  )
}

type FormProps = { app: App | null; onMade: (secret: string) => void; onClose: () => void }

function Form({ app, onMade, onClose }: FormProps) {
  const form = useForm<Fields>({
    initial: fieldsOf(app),
    checks: {
      name: (value) => (value.trim() ? null : t.needName),
      channels: (value) => (value.length > 0 ? null : t.needChannel),
    },
    explain: ({ fields }: ApiProblem) => fields[0] && `${fields[0].field}: ${fields[0].message}`,
    submit: async (values) => {
      const { name, kind, url, channels } = values
      const body = {
        name: name.trim(),
        kind,
        channels,
        url: kind === 'url' ? url.trim() : null,
        card: kind === 'static' ? cardOf(values) : null,
      }
      if (app) await patch(`/apps/${app.id}`, body)
      else {
        const made = await post<AppMade>('/apps', body)
        // A card that is always the same is never asked for, so there is nothing to sign.
        if (kind === 'url') return onMade(made.secret)
      }
      toast({ title: t.saved(body.name) })
      onClose()
    },
  })
  const { values, set, errors } = form
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <FormMessage message={form.message} />
        <TextInput
          label={t.name}
          description={t.nameHelp}
          data-autofocus
          value={values.name}
          onChange={(event) => set('name', event.currentTarget.value)}
          error={errors.name}
        />
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t.kind}
          </Text>
          <SegmentedControl
            aria-label={t.kind}
            value={values.kind}
            onChange={(kind) => set('kind', kind as Fields['kind'])}
            data={[
              { value: 'url', label: t.url },
              { value: 'static', label: t.static },
            ]}
          />
        </div>
        {values.kind === 'url' ? (
          <TextInput
            label={t.address}
            description={t.addressHelp}
            type="url"
            placeholder="https://"
            value={values.url}
            onChange={(event) => set('url', event.currentTarget.value)}
            error={errors.url}
          />
        ) : (
          <CardFields values={values} set={set} errors={errors} />
        )}
        <Checkbox.Group
          label={t.channels}
          value={values.channels}
          onChange={(channels) => set('channels', channels as Fields['channels'])}
          error={errors.channels}
        >
          <Group mt={8}>
            {CARD_CHANNELS.map((channel) => (
              <Checkbox key={channel} size="xs" value={channel} label={text.channels[channel]} />
            ))}
          </Group>
        </Checkbox.Group>
        <Group justify="flex-end" gap="xs">
          <Button size="sm" variant="subtle" color="gray" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button size="sm" type="submit" loading={form.busy}>
            {t.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type CardProps = Pick<ReturnType<typeof useForm<Fields>>, 'values' | 'set' | 'errors'>

function CardFields({ values, set, errors }: CardProps) {
  const line = (name: 'buttonLabel' | 'buttonUrl' | 'linkLabel' | 'linkUrl' | 'image' | 'imageAlt') => (
    <TextInput
      label={t[name]}
      placeholder={name.endsWith('Url') || name === 'image' ? 'https://' : t.optional}
      value={values[name]}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  )
  const shown: ClosingCard = { ...cardOf(values), text: values.text.trim() || t.sampleText }
  return (
    <>
      <Textarea
        label={t.text}
        autosize
        minRows={2}
        maxLength={1000}
        value={values.text}
        onChange={(event) => set('text', event.currentTarget.value)}
        error={errors.text}
      />
      <div className={classes.split}>
        {line('buttonLabel')}
        {line('buttonUrl')}
        {line('linkLabel')}
        {line('linkUrl')}
        {line('image')}
        {line('imageAlt')}
      </div>
      <div>
        <Text size="sm" fw={500} mb={6}>
          {t.sample}
        </Text>
        <CardPreview card={shown} />
      </div>
    </>
  )
}
