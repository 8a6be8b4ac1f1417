import { Button, Skeleton } from '@mantine/core'
import { IconMailFast, IconMailOff, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Subscription } from '../../insights/mail/subscription-schema.ts'
import { queryClient } from '../api/query-client.ts'
import { remove } from '../api/request.ts'
import { setupQuery } from '../session/session.ts'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Page } from '../ui/page.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import { reportsQuery } from './queries.ts'
import { ReportForm } from './report-form.tsx'
import { ReportRow } from './report-row.tsx'
import classes from './reports.module.css'

const t = text.reports

/** The reports that go out by mail, week by week or month by month. */
export function ReportsPage() {
  const { data, error, refetch } = useQuery(reportsQuery)
  const mail = useQuery(setupQuery).data?.mail
  const [editing, setEditing] = useState<Subscription | 'new' | null>(null)
  const drop = useMutation({
    mutationFn: (id: string) => remove(`/report-subscriptions/${id}`),
    onSuccess: () => toast({ title: t.removed }),
    onError: (problem) => toastProblem(problem),
    onSettled: () => queryClient.invalidateQueries({ queryKey: reportsQuery.queryKey }),
  })
  const askToDrop = ({ id }: Subscription) =>
    confirm({
      title: t.removeTitle,
      body: t.removeBody,
      confirm: t.removeConfirm,
      onConfirm: () => drop.mutate(id),
    })
  const add = (
    <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t.add}
    </Button>
  )
  const reports = data?.data ?? []
  return (
    <Page title={t.title} lead={t.lead} actions={reports.length > 0 && add}>
      {mail === false && data && <NoMail />}
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <div role="status" aria-label={text.common.loading} className={classes.list}>
          <Skeleton h={128} radius="lg" />
          <Skeleton h={128} radius="lg" />
        </div>
      ) : reports.length === 0 ? (
        <Empty icon={<IconMailFast size={22} />} title={t.none} action={add}>
          {t.noneHelp}
        </Empty>
      ) : (
        <ul className={classes.list}>
          {reports.map((report) => (
            <ReportRow
              key={report.id}
              report={report}
              mail={mail !== false}
              onEdit={() => setEditing(report)}
              onRemove={() => askToDrop(report)}
            />
          ))}
        </ul>
      )}
      {editing && <ReportForm report={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function NoMail() {
  return (
    <div className={classes.noMail}>
      <IconMailOff size={18} aria-hidden />
      <div>
        <strong>{t.noMailTitle}</strong>
        <p>{t.noMail}</p>
      </div>
    </div>
  )
}
