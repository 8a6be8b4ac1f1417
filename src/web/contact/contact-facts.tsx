import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { Contact } from '../../inbox/schema.ts'
import type { ChannelId } from '../../policy/settings.ts'
import { useCan, useZone } from '../session/session.ts'
import { text } from '../text.ts'
import { Copy } from '../ui/copy.tsx'
import { formatDate } from '../ui/time.tsx'
import { ContactForm } from './contact-form.tsx'
import classes from './contact.module.css'

const t = text.inbox.contact

/** What is known about the contact; a pencil turns it into a form. */
export function ContactFacts({ contact }: { contact: Contact }) {
  const [editing, setEditing] = useState(false)
  const canWrite = useCan('inbox.write')
  const zone = useZone()
  if (editing) return <ContactForm contact={contact} onDone={() => setEditing(false)} />
  const rows: [string, string | null, boolean?][] = [
    [t.email, contact.email, true],
    [t.claimedEmail, contact.claimed_email, true],
    [t.phone, contact.phone, true],
    [t.locale, contact.locale && languageName(contact.locale)],
    ...Object.entries(contact.addresses).map(([channel, address]): [string, string, boolean] => [
      text.channels[channel as ChannelId] ?? channel,
      address,
      true,
    ]),
  ]
  return (
    <section className={classes.section}>
      <h2 className={classes.title}>
        {t.details}
        {canWrite && (
          <ActionIcon variant="subtle" color="gray" onClick={() => setEditing(true)} aria-label={t.edit}>
            <IconPencil size={15} />
          </ActionIcon>
        )}
      </h2>
      <dl className={classes.facts}>
        {rows
          .filter(([, value]) => value)
          .map(([label, value, copyable]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className={classes.value}>
                <span>{value}</span>
                {copyable && <Copy small value={value!} label={`${text.common.copy} ${label}`} />}
              </dd>
            </div>
          ))}
        <div>
          <dt>{t.kind}</dt>
          <dd>{contact.kind === 'user' ? t.user : t.lead}</dd>
        </div>
      </dl>
      <div style={{ fontSize: 12, color: 'var(--c-muted)', marginTop: 6 }}>
        {t.since(formatDate(Date.parse(contact.created_at), zone))}
        {contact.unsubscribed_at && ` · ${t.unsubscribed}`}
      </div>
    </section>
  )
}

function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(tag.replace('_', '-'))
    return name && name !== tag ? `${name} (${tag})` : tag
  } catch {
    return tag
  }
}
