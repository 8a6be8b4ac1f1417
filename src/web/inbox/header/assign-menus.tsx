import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import type { Conversation } from '../../../inbox/schema.ts'
import { useMembers, useTeams } from '../../session/directory.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { PersonMenu } from '../../ui/person-menu.tsx'
import classes from './conversation-header.module.css'
import { useChange } from './use-change.ts'

const t = text.inbox.header
const WORDS = { label: t.assignee, nobody: t.unassigned, take: t.assignMe }

type Props = { conversation: Conversation; disabled: boolean }

/** Who takes care of it (`a`). */
export function AssigneeMenu({ conversation, disabled }: Props) {
  const { member } = useMe()
  const members = useMembers()
  const change = useChange(conversation)
  const [opened, setOpened] = useState(false)
  return (
    <PersonMenu
      className={classes.chip!}
      words={WORDS}
      current={members.find(({ id }) => id === conversation.assignee_id) ?? null}
      meId={member.id}
      candidates={members}
      disabled={disabled}
      opened={opened}
      onChange={setOpened}
      onGive={(assignee_id) => change({ assignee_id })}
    />
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
