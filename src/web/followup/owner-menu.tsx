import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconUserCircle, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { CaseDetail } from '../../followup/schema.ts'
import { useMembers } from '../access/directory.ts'
import { useMe } from '../access/session.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { text } from '../text.ts'
import { Person } from '../ui/person.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import classes from './followup.module.css'
import { work } from './queries.ts'

const t = text.followup
/** From so many on, a list gets a search field. */
const MANY = 8

/** Whose case it is (`a`). */
export function OwnerMenu({ row, disabled }: { row: CaseDetail; disabled: boolean }) {
  const { member } = useMe()
  const members = useMembers().filter(({ joined_at }) => joined_at !== null)
  const [opened, setOpened] = useState(false)
  const [find, setFind] = useState('')
  useShortcuts({ a: () => setOpened(true) }, !disabled)
  const found = members.filter(({ name, email }) =>
    `${name} ${email}`.toLowerCase().includes(find.toLowerCase()),
  )

  function give(ownerId: string | null, undone = false): void {
    const before = row.owner_id
    if (ownerId === before && !undone) return
    work.change(row.id, { owner_id: ownerId }).then(({ owner_name: name }) => {
      const title = name === null ? t.givenToNobody : t.givenTo(name)
      toast(undone ? { title } : { title, undo: () => give(before, true) })
    }, toastProblem)
  }

  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      onClose={() => setFind('')}
      width={240}
      position="bottom-start"
      disabled={disabled}
    >
      <Menu.Target>
        <UnstyledButton className={classes.chip} aria-label={`${t.owner}: ${row.owner_name ?? t.nobodyOwns}`}>
          {row.owner_id && row.owner_name ? (
            <Person name={row.owner_name} seed={row.owner_id} size={17} />
          ) : (
            <IconUserCircle size={15} />
          )}
          <span>{row.owner_name ?? t.nobodyOwns}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
        {members.length >= MANY && (
          <Menu.Search
            placeholder={text.inbox.header.findMember}
            aria-label={text.inbox.header.findMember}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        )}
        {row.owner_id !== member.id && find === '' && (
          <Menu.Item leftSection={<IconUserPlus size={15} />} onClick={() => give(member.id)}>
            {t.takeIt}
          </Menu.Item>
        )}
        {row.owner_id !== null && find === '' && (
          <Menu.Item leftSection={<IconUserCircle size={15} />} onClick={() => give(null)}>
            {t.nobodyOwns}
          </Menu.Item>
        )}
        <Menu.Divider />
        {found.length === 0 && <Menu.Label>{text.inbox.header.noMatch}</Menu.Label>}
        {found.map(({ id, name }) => (
          <Menu.Item
            key={id}
            leftSection={<Person name={name} seed={id} size={17} />}
            rightSection={id === row.owner_id ? <IconCheck size={15} /> : null}
            onClick={() => give(id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
