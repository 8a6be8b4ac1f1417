import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Member, Team } from '../../../access/schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { patch, post, remove } from '../../api/request.ts'
import { text } from '../../text.ts'
import { confirm } from '../../ui/confirm.tsx'
import classes from '../../ui/rows.module.css'
import { toastProblem } from '../../ui/toast.tsx'

const t = text.settings.members

type Props = { teams: Team[]; members: Member[]; canManage: boolean }

/** The teams: add, rename, delete. Who is in them is set at the members. */
export function TeamList({ teams, members, canManage }: Props) {
  const [editing, setEditing] = useState<string | 'new' | null>(null)
  const save = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      id === 'new' ? post('/teams', { name }) : patch(`/teams/${id}`, { name }),
    onSuccess: () => setEditing(null),
    onError: (error) => toastProblem(error),
    onSettled: refresh,
  })
  const drop = useMutation({
    mutationFn: (id: string) => remove(`/teams/${id}`),
    onError: (error) => toastProblem(error),
    onSettled: refresh,
  })
  return (
    <>
      {teams.length === 0 && editing !== 'new' && (
        <Text size="sm" c="dimmed" mb="sm">
          {t.noTeamsYet}
        </Text>
      )}
      {(teams.length > 0 || editing === 'new') && (
        <ul className={classes.rows}>
          {teams.map((team) =>
            editing === team.id ? (
              <NameRow
                key={team.id}
                initial={team.name}
                busy={save.isPending}
                onSave={(name) => save.mutate({ id: team.id, name })}
                onCancel={() => setEditing(null)}
              />
            ) : (
              <li key={team.id} className={classes.row}>
                <div className={classes.who}>
                  <Text size="sm" fw={500}>
                    {team.name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t.count(members.filter(({ team_ids }) => team_ids.includes(team.id)).length)}
                  </Text>
                </div>
                {canManage && (
                  <Group gap={2}>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t.renameTeam(team.name)}
                      onClick={() => setEditing(team.id)}
                    >
                      <IconPencil size={15} />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t.removeTeam(team.name)}
                      onClick={() =>
                        confirm({
                          title: t.removeTeamTitle(team.name),
                          body: t.removeTeamBody,
                          confirm: t.removeTeam(team.name),
                          onConfirm: () => drop.mutate(team.id),
                        })
                      }
                    >
                      <IconTrash size={15} />
                    </ActionIcon>
                  </Group>
                )}
              </li>
            ),
          )}
          {editing === 'new' && (
            <NameRow
              initial=""
              busy={save.isPending}
              onSave={(name) => save.mutate({ id: 'new', name })}
              onCancel={() => setEditing(null)}
            />
          )}
        </ul>
      )}
      {canManage && editing !== 'new' && (
        <Button
          variant="default"
          mt="sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => setEditing('new')}
        >
          {t.addTeam}
        </Button>
      )}
    </>
  )
}

type NameProps = { initial: string; busy: boolean; onSave: (name: string) => void; onCancel: () => void }

function NameRow({ initial, busy, onSave, onCancel }: NameProps) {
  const [name, setName] = useState(initial)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) onSave(name.trim())
  }
  return (
    <li className={classes.row}>
      <form onSubmit={submit} style={{ display: 'flex', gap: 8, flex: 1 }}>
        <TextInput
          size="xs"
          style={{ flex: 1 }}
          autoFocus
          maxLength={120}
          aria-label={t.teamName}
          placeholder={t.teamName}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && onCancel()}
        />
        <Button type="submit" loading={busy} disabled={!name.trim()}>
          {initial ? text.common.save : t.addTeam}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {text.common.cancel}
        </Button>
      </form>
    </li>
  )
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: ['teams'] })
  void queryClient.invalidateQueries({ queryKey: ['members'] })
}
