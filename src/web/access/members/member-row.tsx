import { ActionIcon, Menu, MultiSelect, Select, Text } from '@mantine/core'
import { IconDots, IconMailForward, IconUserMinus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Invitation, Member, MemberChange, Team } from '../../../access/schema.ts'
import { ROLES, type Role } from '../../../policy/settings.ts'
import { queryClient } from '../../api/query-client.ts'
import { patch, post } from '../../api/request.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { confirm } from '../../ui/confirm.tsx'
import { Person } from '../../ui/person.tsx'
import classes from '../../ui/rows.module.css'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { tellInvitation } from './invitation.tsx'
import { askRemoval } from './remove-member.tsx'

const t = text.settings.members

type Props = { member: Member; teams: Team[]; canManage: boolean }

/** A member with what can be changed about him. */
export function MemberRow({ member: known, teams, canManage }: Props) {
  // As he is invited; elsewhere he keeps his old name until he accepts.
  const member = { ...known, name: known.invited_as ?? known.name }
  const isMe = useMe().member.id === member.id
  const change = useMutation({
    mutationFn: (body: MemberChange) => patch<Member>(`/members/${member.id}`, body),
    onSuccess: (_member, { role }) => role && toast({ title: t.roleChanged(member.name, text.roles[role]) }),
    onError: (error) => toastProblem(error),
    onSettled: refresh,
  })
  const setRole = (role: Role) => {
    if (role === member.role) return
    const save = () => change.mutate({ role })
    if (role !== 'owner') return save()
    confirm({
      title: t.makeOwner(member.name),
      body: t.makeOwnerBody,
      confirm: t.makeOwnerConfirm,
      danger: false,
      onConfirm: save,
    })
  }
  const { roles, remove } = member.may
  return (
    <li className={classes.row}>
      <Person name={member.name} id={member.id} size={32} />
      <div className={classes.who}>
        <Text size="sm" fw={500} truncate>
          {member.name}{' '}
          {isMe && <span className={`${classes.mark} ${classes.quiet}`}>{text.common.you}</span>}{' '}
          {member.joined_at === null && <span className={classes.mark}>{t.pending}</span>}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {member.email}
        </Text>
      </div>
      {canManage && teams.length > 0 && (
        <MultiSelect
          size="xs"
          className={classes.teams}
          aria-label={t.teamsOf(member.name)}
          placeholder={member.team_ids.length === 0 ? t.noTeams : undefined}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={member.team_ids}
          onChange={(team_ids) => change.mutate({ team_ids })}
        />
      )}
      {roles.length > 0 ? (
        <Select
          size="xs"
          className={classes.role}
          aria-label={t.roleOf(member.name)}
          allowDeselect={false}
          data={ROLES.filter((role) => role === member.role || roles.includes(role)).map((role) => ({
            value: role,
            label: text.roles[role],
          }))}
          value={member.role}
          onChange={(role) => role && setRole(role)}
        />
      ) : (
        <Text size="sm" c="dimmed" className={classes.role} ps={10}>
          {text.roles[member.role]}
        </Text>
      )}
      <div className={classes.tail}>{remove && <More member={member} />}</div>
    </li>
  )
}

function More({ member }: { member: Member }) {
  const act = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      toastProblem(error)
    }
    refresh()
  }
  const invite = async () => tellInvitation(member, await post<Invitation>(`/members/${member.id}/invite`))
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.more(member.name)}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {member.joined_at === null && (
          <Menu.Item leftSection={<IconMailForward size={15} />} onClick={() => void act(invite)}>
            {t.resend}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconUserMinus size={15} />} onClick={() => askRemoval(member, refresh)}>
          {t.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: ['members'] })
  void queryClient.invalidateQueries({ queryKey: ['teams'] })
}
