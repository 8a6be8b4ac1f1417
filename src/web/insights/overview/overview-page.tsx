import { useQuery } from '@tanstack/react-query'
import { ExportMenu } from '../../responses/export/export-menu.tsx'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import { lengthOf } from '../filters/days.ts'
import { useScope } from '../filters/scope.ts'
import { bucketOf } from '../filters/search.ts'
import { DriftAlerts, useDriftAlerts } from '../honest/drift-alerts.tsx'
import { OverTime, OverTimeSkeleton } from '../over-time/over-time.tsx'
import { CsatOff } from '../page/csat-off.tsx'
import { NothingYet } from '../page/nothing-yet.tsx'
import { SatisfactionPage } from '../page/satisfaction-page.tsx'
import { csatQuery } from '../queries.ts'
import { FigureCards, FigureSkeleton } from './figure-cards.tsx'

/** How satisfied customers were, in all and over time (C10, J10, A8). */
export function OverviewPage() {
  const scope = useScope()
  const bucket = bucketOf(lengthOf(scope.range))
  const { data, error, refetch, isPlaceholderData } = useQuery(
    csatQuery({ ...scope.query, group_by: bucket }),
  )
  // What stands above the figures is waited for, so that they do not move.
  const { alerts, isLoading } = useDriftAlerts()
  const isEmpty = data && data.overall.sent === 0 && data.overall.answered === 0
  return (
    <SatisfactionPage
      title={text.insights.title}
      lead={text.insights.lead.overview}
      scope={scope}
      actions={<ExportMenu query={scope.query} />}
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data || isLoading ? (
        <div role="status" aria-label={text.common.loading}>
          <FigureSkeleton />
          <OverTimeSkeleton />
        </div>
      ) : isEmpty ? (
        <NothingYet scope={scope} />
      ) : (
        <div aria-busy={isPlaceholderData} style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
          <CsatOff />
          <DriftAlerts alerts={alerts} />
          <FigureCards report={data} scope={scope} />
          <OverTime report={data} scope={scope} bucket={bucket} />
        </div>
      )}
    </SatisfactionPage>
  )
}
