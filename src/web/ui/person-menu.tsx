import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconUserCircle, IconUserPlus } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { text } from '../text.ts'
import { Person } from './person.tsx'
import { useShortcuts } from './shortcuts.ts'

/** From so many on, a list gets a search field. */
const MANY = 8

type Candidate = { id: string; name: string; email?: string; note?: ReactNode }

type Props = {
  className: string
  words: { label: string; nobody: string; take: string }
  current: { id: string; name: string } | null
  /** Whose screen this is. */
  meId: string
  candidates: readonly Candidate[]
  /** Why these; or why there are none yet. */
  hint?: string
  /** They are still asked for. */
  isPending?: boolean
  disabled: boolean
  opened: boolean
  onChange: (opened: boolean) => void
  /** Does the key that opens it stand on the likeliest choice? */
  isQuick?: boolean
  onGive: (id: string | null) => void
}

/** Whose something is (`a`), the likely ones first: oneself, the others, whose it is, and nobody at the end. */
export function PersonMenu({
  words,
  current,
  meId,
  candidates,
  hint,
  isPending = false,
  onGive,
  ...menu
}: Props) {
  const [find, setFind] = useState('')
  useShortcuts({ a: () => menu.onChange(true) }, !menu.disabled)
  const isCurrent = ({ id }: Candidate) => id === current?.id
  const found = candidates.filter(({ name, email = '' }) =>
    `${name} ${email}`.toLowerCase().includes(find.toLowerCase()),
  )
  const ordered = [...found.filter((each) => !isCurrent(each)), ...found.filter(isCurrent)]
  const mayTake = find === '' && current?.id !== meId && candidates.some(({ id }) => id === meId)
  const first = useRef<HTMLButtonElement>(null)
  const isReady = menu.isQuick && menu.opened && !isPending
  // They may come after the menu: Enter must not find what happened to stand there before.
  useEffect(() => {
    if (isReady) first.current?.focus({ preventScroll: true })
  }, [isReady])
  const give = (id: string | null) => id !== (current?.id ?? null) && onGive(id)
  return (
    <Menu
      opened={menu.opened}
      onChange={menu.onChange}
      onClose={() => setFind('')}
      width={240}
      position="bottom-start"
      disabled={menu.disabled}
    >
      <Menu.Target>
        <UnstyledButton
          className={menu.className}
          aria-label={`${words.label}: ${current?.name ?? words.nobody}`}
        >
          {current ? <Person name={current.name} id={current.id} size={17} /> : <IconUserCircle size={15} />}
          <span>{current?.name ?? words.nobody}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
        {candidates.length >= MANY && (
          <Menu.Search
            placeholder={text.inbox.header.findMember}
            aria-label={text.inbox.header.findMember}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        )}
        {mayTake && (
          <Menu.Item ref={first} leftSection={<IconUserPlus size={15} />} onClick={() => give(meId)}>
            {words.take}
          </Menu.Item>
        )}
        {mayTake && <Menu.Divider />}
        {found.length === 0 && find !== '' && <Menu.Label>{text.inbox.header.noMatch}</Menu.Label>}
        {hint && find === '' && <Menu.Label>{hint}</Menu.Label>}
        {ordered.map((each, index) => (
          <Menu.Item
            key={each.id}
            ref={index === 0 && !mayTake && !isCurrent(each) ? first : undefined}
            leftSection={<Person name={each.name} id={each.id} size={17} />}
            {...markOf(isCurrent(each))}
            onClick={() => give(each.id)}
          >
            {each.name}
            {each.note}
          </Menu.Item>
        ))}
        {find === '' && !isPending && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconUserCircle size={15} />}
              {...markOf(current === null)}
              onClick={() => give(null)}
            >
              {words.nobody}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

const markOf = (isCurrent: boolean) =>
  isCurrent ? { rightSection: <IconCheck size={15} />, 'aria-current': true } : {}
