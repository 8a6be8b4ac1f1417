import { Combobox, InputBase, Loader, Text, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Contact, ContactInput } from '../../inbox/schema.ts'
import { text } from '../text.ts'
import { nameOf } from '../ui/name-of.ts'
import { Person } from '../ui/person.tsx'
import { contactSearchQuery } from './queries.ts'

const t = text.inbox.create

/** A contact that exists, or the beginnings of a new one. */
export type Recipient = { label: string; contact: Contact | null; fresh: ContactInput | null }

type Props = {
  value: Recipient | null
  onChange: (value: Recipient | null) => void
  error?: string | undefined
}

/** Finds a contact while one types; what is not found can become a new contact. */
export function ContactPicker({ value, onChange, error }: Props) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const { data, isFetching } = useQuery(contactSearchQuery(q))
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const contacts = data?.data ?? []

  function choose(id: string): void {
    const contact = contacts.find((each) => each.id === id)
    if (contact) onChange({ label: nameOf(contact), contact, fresh: null })
    else onChange({ label: typed.trim(), contact: null, fresh: readContact(typed.trim()) })
    combobox.closeDropdown()
  }

  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target>
        <InputBase
          label={t.contact}
          placeholder={t.contactPlaceholder}
          data-autofocus
          value={value?.label ?? typed}
          error={error}
          rightSection={isFetching ? <Loader size={14} /> : null}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onChange={(event) => {
            onChange(null)
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={t.contact} mah={260} style={{ overflowY: 'auto' }}>
          {contacts.map((contact) => (
            <Combobox.Option key={contact.id} value={contact.id}>
              <span style={{ display: 'flex', gap: 9, alignItems: 'center' }}>
                <Person name={nameOf(contact)} id={contact.id} size={22} />
                <span>{nameOf(contact)}</span>
                {contact.name && (
                  <Text size="xs" c="dimmed" span truncate>
                    {contact.email ?? contact.phone}
                  </Text>
                )}
              </span>
            </Combobox.Option>
          ))}
          {typed.trim() && <Combobox.Option value="fresh">{t.newContact(typed.trim())}</Combobox.Option>}
          {contacts.length === 0 && !typed.trim() && <Combobox.Empty>{t.noContacts}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

/** An address makes an addressed contact, a number a telephone, everything else a name. */
function readContact(typed: string): ContactInput {
  if (/^[^\s@]+@[^\s@]+$/.test(typed)) return { email: typed }
  if (/^\+?[0-9 ().-]{5,}$/.test(typed)) return { phone: typed }
  return { name: typed }
}
