import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKey, Member } from '../../access/schema.ts'
import { queryClient } from '../api/query-client.ts'
import { get, type Page, remove } from '../api/request.ts'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'

const t = text.settings.members

/** Asks before a member is removed, and says which keys of his making would go on working. */
export function askRemoval(member: Member, onDone: () => void): void {
  const id = modals.open({
    title: t.removeTitle(member.name),
    closeButtonProps: { 'aria-label': text.common.close },
    children: <Removal member={member} close={() => modals.close(id)} onDone={onDone} />,
  })
}

type Props = { member: Member; close: () => void; onDone: () => void }

function Removal({ member, close, onDone }: Props) {
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys'],
    queryFn: ({ signal }) => get<Page<ApiKey>>('/api-keys', undefined, signal),
  })
  const [chosen, setChosen] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  // Keys that act as the member end with him.
  const left = data?.data.filter((key) => key.created_by === member.id && key.member_id === null) ?? []
  const go = async () => {
    setBusy(true)
    try {
      for (const id of chosen) await remove(`/api-keys/${id}`)
      await remove(`/members/${member.id}`)
      toast({ title: t.removed(member.name) })
    } catch (problem) {
      toastProblem(problem)
    }
    void queryClient.invalidateQueries({ queryKey: ['api-keys'] })
    onDone()
    close()
  }
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t.removeBody}
      </Text>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {left.length > 0 && (
        <Checkbox.Group
          label={t.keysLeft(left.length)}
          description={t.keysLeftHelp(member.name)}
          value={chosen}
          onChange={setChosen}
        >
          <Stack gap={6} mt="xs">
            {left.map((key) => (
              <Checkbox key={key.id} value={key.id} label={t.revokeKey(key.name, key.hint)} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {text.common.cancel}
        </Button>
        <Button color="red.8" loading={busy} disabled={!data && !error} onClick={() => void go()}>
          {t.remove}
        </Button>
      </Group>
    </Stack>
  )
}
