import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconUserCircle, IconUserPlus, IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import type { Conversation } from '../../inbox/schema.ts'
import { useMembers, useTeams } from '../access/directory.ts'
import { useMe } from '../access/session.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { text } from '../text.ts'
import { Person } from '../ui/person.tsx'
import classes from './conversation-header.module.css'
import { useChange } from './use-change.ts'

const t = text.inbox.header
/** From so many on, a list gets a search field. */
const MANY = 8

type Props = { conversation: Conversation; disabled: boolean }

/** Who takes care of it (`a`). */
export function AssigneeMenu({ conversation, disabled }: Props) {
  const { member } = useMe()
  const members = useMembers()
  const change = useChange(conversation)
  const [opened, setOpened] = useState(false)
  const [find, setFind] = useState('')
  useShortcuts({ a: () => setOpened(true) }, !disabled)
  const assignee = members.find(({ id }) => id === conversation.assignee_id)
  const found = members.filter(({ name, email }) =>
    `${name} ${email}`.toLowerCase().includes(find.toLowerCase()),
  )
  const set = (assignee_id: string | null) => {
    if (assignee_id !== conversation.assignee_id) change({ assignee_id })
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
        <UnstyledButton
          className={classes.chip}
          aria-label={`${t.assignee}: ${assignee?.name ?? t.unassigned}`}
        >
          {assignee ? (
            <Person name={assignee.name} seed={assignee.id} size={17} />
          ) : (
            <IconUserCircle size={15} />
          )}
          <span>{assignee?.name ?? t.unassigned}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
        {members.length >= MANY && (
          <Menu.Search
            placeholder={t.findMember}
            aria-label={t.findMember}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        )}
        {conversation.assignee_id !== member.id && find === '' && (
          <Menu.Item leftSection={<IconUserPlus size={15} />} onClick={() => set(member.id)}>
            {t.assignMe}
          </Menu.Item>
        )}
        {find === '' && (
          <Menu.Item leftSection={<IconUserCircle size={15} />} onClick={() => set(null)}>
            {t.unassigned}
          </Menu.Item>
        )}
        <Menu.Divider />
        {found.length === 0 && <Menu.Label>{t.noMatch}</Menu.Label>}
        {found.map(({ id, name }) => (
          <Menu.Item
            key={id}
            leftSection={<Person name={name} seed={id} size={17} />}
            rightSection={id === conversation.assignee_id ? <IconCheck size={15} /> : null}
            onClick={() => set(id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Which team it belongs to; not shown while there are no teams. */
export function TeamMenu({ conversation, disabled }: Props) {
  const teams = useTeams()
  const change = useChange(conversation)
  const team = teams.find(({ id }) => id === conversation.team_id)
  if (teams.length === 0) return null
  return (
    <Menu width={220} position="bottom-start" disabled={disabled}>
      <Menu.Target>
        <UnstyledButton className={classes.chip} aria-label={`${t.team}: ${team?.name ?? t.noTeam}`}>
          <IconUsersGroup size={15} />
          <span>{team?.name ?? t.noTeam}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => change({ team_id: null })}>{t.noTeam}</Menu.Item>
        <Menu.Divider />
        {teams.map(({ id, name }) => (
          <Menu.Item
            key={id}
            rightSection={id === conversation.team_id ? <IconCheck size={15} /> : null}
            onClick={() => change({ team_id: id })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
