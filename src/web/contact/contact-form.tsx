import { Button, Group, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Contact } from '../../inbox/schema.ts'
import { CHANNEL_IDS, type ChannelId } from '../../policy/settings.ts'
import { queryClient } from '../api/query-client.ts'
import { patch } from '../api/request.ts'
import { text } from '../text.ts'
import { FormMessage } from '../ui/form-message.tsx'
import { isEmail, useForm } from '../ui/form.ts'
import classes from './contact.module.css'

const t = text.inbox.contact
/** Email and telephone have fields of their own; chat and API need no address. */
const OWN_FIELD: ChannelId[] = ['email', 'phone', 'web_chat', 'web_voice', 'api']
const ADDRESSABLE = CHANNEL_IDS.filter((id) => !OWN_FIELD.includes(id))

/** Edits the contact in place. */
export function ContactForm({ contact, onDone }: { contact: Contact; onDone: () => void }) {
  const [addresses, setAddresses] = useState(contact.addresses)
  const form = useForm({
    initial: {
      name: contact.name ?? '',
      email: contact.email ?? '',
      phone: contact.phone ?? '',
      locale: contact.locale ?? '',
      kind: contact.kind,
    },
    checks: { email: (value) => (!value.trim() || isEmail(value) ? null : text.access.needEmail) },
    submit: async ({ name, email, phone, locale, kind }) => {
      const orNull = (value: string) => value.trim() || null
      await patch(`/contacts/${contact.id}`, {
        name: orNull(name),
        email: orNull(email),
        phone: orNull(phone),
        locale: orNull(locale),
        kind,
        addresses: Object.fromEntries(Object.entries(addresses).map(([key, value]) => [key, value.trim()])),
      })
      void queryClient.invalidateQueries({ queryKey: ['contact', contact.id] })
      void queryClient.invalidateQueries({ queryKey: ['conversation'] })
      void queryClient.invalidateQueries({ queryKey: ['conversations'] })
      onDone()
    },
  })
  const field = (key: 'name' | 'email' | 'phone' | 'locale') => ({
    size: 'xs' as const,
    value: form.values[key],
    onChange: (event: { currentTarget: { value: string } }) => form.set(key, event.currentTarget.value),
    error: form.errors[key],
  })
  const missing = ADDRESSABLE.filter((id) => addresses[id] === undefined)
  return (
    <section className={classes.section}>
      <form onSubmit={form.onSubmit} noValidate aria-label={t.edit}>
        <Stack gap="xs">
          <FormMessage message={form.message} />
          <TextInput label={t.name} autoFocus {...field('name')} />
          <TextInput
            label={t.email}
            type="email"
            description={contact.claimed_email ? t.claimHelp(contact.claimed_email) : undefined}
            {...field('email')}
          />
          <TextInput label={t.phone} type="tel" {...field('phone')} />
          <TextInput label={t.locale} description={t.localeHelp} {...field('locale')} />
          <SegmentedControl
            size="xs"
            aria-label={t.kind}
            value={form.values.kind}
            onChange={(kind) => form.set('kind', kind)}
            data={[
              { value: 'user', label: t.user },
              { value: 'lead', label: t.lead },
            ]}
          />
          {Object.entries(addresses).map(([channel, address]) => (
            <TextInput
              key={channel}
              size="xs"
              label={t.addressFor(text.channels[channel as ChannelId] ?? channel)}
              value={address}
              onChange={(event) => setAddresses({ ...addresses, [channel]: event.currentTarget.value })}
              error={form.errors[`addresses.${channel}`]}
            />
          ))}
          {missing.length > 0 && (
            <Select
              size="xs"
              placeholder={t.addAddress}
              aria-label={t.addAddress}
              value={null}
              data={missing.map((id) => ({ value: id, label: text.channels[id] }))}
              onChange={(channel) => channel && setAddresses({ ...addresses, [channel]: '' })}
            />
          )}
          <Group gap="xs" mt={4}>
            <Button type="submit" loading={form.busy}>
              {t.save}
            </Button>
            <Button variant="subtle" color="gray" onClick={onDone}>
              {text.common.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  )
}
