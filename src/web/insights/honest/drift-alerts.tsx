import { Button } from '@mantine/core'
import { IconTrendingDown } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { DriftAlert } from '../../../insights/drift/drift-schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { post } from '../../api/request.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { average, percent } from '../figures/format.ts'
import { longDay } from '../filters/days.ts'
import { alertsQuery } from '../queries.ts'
import classes from './honest.module.css'

const t = text.insights.honest.alerts
type Finding = DriftAlert['finding']

/** The alerts for those who see the numbers of others; the rest is told none. A failure here must not hide the numbers. */
export function useDriftAlerts(): { alerts: DriftAlert[]; isLoading: boolean } {
  const { data, isLoading } = useQuery({ ...alertsQuery, enabled: !useMe().own_only })
  return { alerts: data?.data ?? [], isLoading }
}

/** Weeks that came out differently than those before (A8), until somebody puts them aside. */
export function DriftAlerts({ alerts }: { alerts: DriftAlert[] }) {
  const dismiss = useMutation({
    mutationFn: ({ id }: DriftAlert) => post(`/reports/alerts/${id}/dismiss`),
    onSuccess: () => {
      toast({ title: t.dismissed })
      return queryClient.invalidateQueries({ queryKey: alertsQuery.queryKey })
    },
    onError: (problem) => toastProblem(problem),
  })
  if (alerts.length === 0) return null
  return (
    <section aria-label={t.title} className={classes.alerts}>
      {alerts.map((alert) => {
        const { finding } = alert
        const name = `${alert.team_name ?? t.everyone}, ${t.week(longDay(alert.week))}`
        return (
          <article key={alert.id} className={classes.alert}>
            <IconTrendingDown size={18} aria-hidden />
            <div>
              <h2 className={classes.alertName}>{name}</h2>
              <p className={classes.sentence}>{whatChanged(finding)}</p>
              <dl className={classes.compare}>
                <Compared
                  name={t.average}
                  then={average(finding.week.average)}
                  before={average(finding.before.average)}
                  weeks={finding.before.weeks}
                />
                <Compared
                  name={t.ones}
                  then={percent(finding.week.distribution[1] / finding.week.n)}
                  before={percent(finding.before.distribution[1] / finding.before.n)}
                  weeks={finding.before.weeks}
                />
              </dl>
            </div>
            <Button
              className="no-print"
              variant="default"
              aria-label={t.dismissOf(name)}
              loading={dismiss.isPending && dismiss.variables.id === alert.id}
              onClick={() => dismiss.mutate(alert)}
            >
              {t.dismiss}
            </Button>
          </article>
        )
      })}
    </section>
  )
}

/** What came out differently; by how much stands beneath. */
function whatChanged({ kinds, week, before, steady_average: isSteady, most_moved: moved }: Finding): string {
  if (kinds.includes('ones')) return t.onesRose(percent(week.distribution[1] / week.n), week.n, isSteady)
  const isMore = week.distribution[moved] / week.n > before.distribution[moved] / before.n
  return t.differs(week.n, isMore, moved)
}

function Compared({
  name,
  then,
  before,
  weeks,
}: {
  name: string
  then: string
  before: string
  weeks: number
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{then}</b> <span>{t.before(before, weeks)}</span>
      </dd>
    </div>
  )
}
