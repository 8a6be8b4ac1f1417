import { Button, Skeleton, Text } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery, useMembers, useTeams } from '../../session/directory.ts'
import { useCan } from '../../session/session.ts'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import { Page, Section } from '../../ui/page.tsx'
import classes from '../../ui/rows.module.css'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberRow } from './member-row.tsx'
import { TeamList } from './team-list.tsx'

const t = text.settings.members

/** Who works here, as what, in which teams. */
export function MembersPage() {
  const { isPending, error, refetch } = useQuery(membersQuery)
  const members = useMembers()
  const teams = useTeams()
  const canManage = useCan('members.manage')
  const [inviting, setInviting] = useState(false)
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        canManage && (
          <Button size="sm" leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
            {t.invite}
          </Button>
        )
      }
    >
      {error && members.length === 0 ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <ul className={classes.rows}>
          {isPending &&
            [1, 2, 3].map((row) => (
              <li key={row} className={classes.row}>
                <Skeleton circle h={32} w={32} />
                <Skeleton h={14} w="50%" />
              </li>
            ))}
          {members.map((member) => (
            <MemberRow key={member.id} member={member} teams={teams} canManage={canManage} />
          ))}
        </ul>
      )}
      {members.length === 1 && canManage && (
        <Text size="sm" c="dimmed" mt="sm">
          {t.alone}
        </Text>
      )}
      <div style={{ height: 28 }} />
      <Section title={t.teamsTitle} lead={t.teamsLead}>
        <TeamList teams={teams} members={members} canManage={canManage} />
      </Section>
      {inviting && <InviteDialog teams={teams} onClose={() => setInviting(false)} />}
    </Page>
  )
}
