import { Button, Group, Stack } from '@mantine/core'
import type { ConnectedChannel } from '../../channels/schema.ts'
import { put } from '../api/request.ts'
import { text } from '../text.ts'
import { FormMessage } from '../ui/form-message.tsx'
import { useForm } from '../ui/form.ts'
import { toast } from '../ui/toast.tsx'
import { AccountFieldInput } from './account-field-input.tsx'
import { type AccountValue, valuesOf } from './account-values.ts'
import { keepChannel } from './queries.ts'

const t = text.channelSettings

type Field = ConnectedChannel['fields'][number]

/** What connects a channel. A stored secret is never shown; left empty, it stays. */
export function AccountForm({ channel }: { channel: ConnectedChannel }) {
  const { id, source } = channel
  // What we make is no question; it is shown where it is needed.
  const fields = channel.fields.filter(({ made }) => !made)
  const name = text.channels[id]
  const form = useForm<Record<string, AccountValue>>({
    initial: valuesOf(fields),
    checks: Object.fromEntries(fields.map((field) => [field.name, missing(field)])),
    submit: async (settings) => {
      const answer = await put<ConnectedChannel>(`/channels/${id}`, { settings })
      keepChannel(answer)
      for (const [field, value] of Object.entries(valuesOf(answer.fields))) form.set(field, value)
      // Nobody has said yet that it works.
      const said = source === 'account' || answer.last_ok_at === null ? t.changed : t.saved
      // Why is said above the form.
      if (answer.state === 'failing') toast({ title: t.savedFailing(name), tone: 'warn' })
      else toast({ title: said(name) })
    },
    explain: ({ reason }) => (reason === 'cannot_connect' ? t.cannotConnect : undefined),
  })
  const isLedElsewhere = fields.some(
    ({ name: field, binding, value }) => binding && value !== null && form.values[field] !== value,
  )
  return (
    <form onSubmit={form.onSubmit} noValidate autoComplete="off">
      <Stack gap="md">
        <FormMessage message={form.message} />
        {fields.map((field) => (
          <AccountFieldInput
            key={field.name}
            field={field}
            value={form.values[field.name] as AccountValue}
            error={form.errors[field.name]}
            isLedElsewhere={isLedElsewhere}
            onChange={(value) => form.set(field.name, value)}
          />
        ))}
        <Group justify="flex-end">
          <Button type="submit" size="sm" loading={form.busy}>
            {source === 'account' ? t.save : t.connect}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Only what is not there yet has to be entered. */
function missing({ label, required, secret, set, type }: Field): (value: AccountValue) => string | null {
  return (value) =>
    required && type !== 'boolean' && String(value ?? '').trim() === '' && !(secret && set)
      ? t.enter(label)
      : null
}
