import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKey, Member } from '../../../access/schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { get, type Page, remove } from '../../api/request.ts'
import { outsideOf } from '../../reports/outside-of.ts'
import { reportsQuery } from '../../reports/queries.ts'
import { useMembers } from '../../session/directory.ts'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'

const t = text.settings.members

/** Asks before a member is removed, and says what of his making would go on: keys, and reports to outside addresses. */
export function askRemoval(member: Member, onDone: () => void): void {
  const id = modals.open({
    title: t.removeTitle(member.name),
    closeButtonProps: { 'aria-label': text.common.close },
    children: <Removal member={member} close={() => modals.close(id)} onDone={onDone} />,
  })
}

type Props = { member: Member; close: () => void; onDone: () => void }

function Removal({ member, close, onDone }: Props) {
  const keys = useQuery({
    queryKey: ['api-keys'],
    queryFn: ({ signal }) => get<Page<ApiKey>>('/api-keys', undefined, signal),
  })
  const reports = useQuery(reportsQuery)
  const members = useMembers()
  const [chosen, setChosen] = useState<string[]>([])
  const [kept, setKept] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  // Keys that act as the member end with him.
  const left = keys.data?.data.filter((key) => key.created_by === member.id && key.member_id === null) ?? []
  const mailed = (reports.data?.data ?? [])
    .filter((report) => report.created_by === member.id)
    .map(({ id, name, recipients }) => ({ id, name, outside: outsideOf(recipients, members) }))
    .filter(({ outside }) => outside.length > 0)
  const deleted = mailed.map(({ id }) => id).filter((id) => !kept.includes(id))
  const asked = [keys, reports]
  const failed = asked.filter(({ data, error }) => error && !data)
  const go = async () => {
    setBusy(true)
    try {
      for (const id of chosen) await remove(`/api-keys/${id}`)
      for (const id of deleted) await remove(`/report-subscriptions/${id}`)
      await remove(`/members/${member.id}`)
      toast({ title: t.removed(member.name) })
    } catch (problem) {
      toastProblem(problem)
    }
    void queryClient.invalidateQueries({ queryKey: ['api-keys'] })
    void queryClient.invalidateQueries({ queryKey: reportsQuery.queryKey })
    onDone()
    close()
  }
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t.removeBody}
      </Text>
      {failed.length > 0 && (
        <Failed error={failed[0]!.error!} retry={() => failed.forEach((each) => void each.refetch())} />
      )}
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
      {mailed.length > 0 && (
        <Checkbox.Group
          label={t.reportsLeft(mailed.length)}
          description={t.reportsLeftHelp}
          value={deleted}
          onChange={(ids) => setKept(mailed.map(({ id }) => id).filter((id) => !ids.includes(id)))}
        >
          <Stack gap={6} mt="xs">
            {mailed.map(({ id, name, outside }) => (
              <Checkbox key={id} value={id} label={t.deleteReport(name, outside)} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {text.common.cancel}
        </Button>
        <Button
          color="red.8"
          loading={busy}
          disabled={asked.some(({ data, error }) => !data && !error)}
          onClick={() => void go()}
        >
          {t.remove}
        </Button>
      </Group>
    </Stack>
  )
}
