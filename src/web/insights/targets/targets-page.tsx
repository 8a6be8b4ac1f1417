import { Button, Skeleton } from '@mantine/core'
import { IconPlus, IconTarget } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Target } from '../../../insights/targets/target-schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { remove } from '../../api/request.ts'
import { text } from '../../text.ts'
import { confirm } from '../../ui/confirm.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failed } from '../../ui/failed.tsx'
import { Page } from '../../ui/page.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { CsatOff } from '../page/csat-off.tsx'
import '../page/print.css'
import { targetsQuery } from '../queries.ts'
import { TargetForm } from './target-form.tsx'
import { TargetRow } from './target-row.tsx'
import { useTargetTeams } from './target-teams.ts'
import classes from './targets.module.css'

const t = text.insights.targets

/** What the teams aim at, and how it stands (I20). */
export function TargetsPage() {
  const { data, error, refetch } = useQuery(targetsQuery)
  const [editing, setEditing] = useState<Target | 'new' | null>(null)
  const mayAdd = useTargetTeams().length > 0
  const drop = useMutation({
    mutationFn: (id: string) => remove(`/targets/${id}`),
    onSuccess: () => toast({ title: t.removed }),
    onError: (problem) => toastProblem(problem),
    onSettled: () => queryClient.invalidateQueries({ queryKey: targetsQuery.queryKey }),
  })
  const askToDrop = ({ id }: Target) =>
    confirm({
      title: t.removeTitle,
      body: t.removeBody,
      confirm: t.removeConfirm,
      onConfirm: () => drop.mutate(id),
    })
  const add = (
    <Button
      size="sm"
      className="no-print"
      leftSection={<IconPlus size={16} />}
      onClick={() => setEditing('new')}
    >
      {t.add}
    </Button>
  )
  const targets = data?.data ?? []
  return (
    <Page title={text.insights.nav.targets} lead={t.lead} actions={mayAdd && targets.length > 0 && add}>
      <CsatOff />
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <div role="status" aria-label={text.common.loading} className={classes.list}>
          {[1, 2, 3].map((row) => (
            <Skeleton key={row} h={108} radius="lg" />
          ))}
        </div>
      ) : targets.length === 0 ? (
        <Empty icon={<IconTarget size={22} />} title={t.none} action={mayAdd && add}>
          {mayAdd ? t.noneHelp : t.noneAsk}
        </Empty>
      ) : (
        <ul className={classes.list}>
          {targets.map((target) => (
            <TargetRow
              key={target.id}
              target={target}
              onEdit={() => setEditing(target)}
              onRemove={() => askToDrop(target)}
            />
          ))}
        </ul>
      )}
      {editing && <TargetForm target={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}
