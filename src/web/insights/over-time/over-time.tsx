import { SegmentedControl, Skeleton, Title } from '@mantine/core'
import type { CsatReport } from '../../../insights/schema.ts'
import { text } from '../../text.ts'
import { longDay, todayIn } from '../filters/days.ts'
import type { Scope } from '../filters/scope.ts'
import classes from './chart.module.css'
import { DistributionChart } from './distribution-chart.tsx'
import { DistributionLegend } from './distribution-legend.tsx'
import { DistributionTable } from './distribution-table.tsx'
import { stepsOf } from './steps.ts'

const t = text.insights.chart

type Props = { report: CsatReport; scope: Scope; bucket: 'day' | 'week' }

/** All answers over time, as a chart or as a table of the same numbers (A8). */
export function OverTime({ report, scope, bucket }: Props) {
  const steps = stepsOf(report.groups, scope.range, bucket)
  const zone = report.time_zone
  // Several changes on one day are one break, told in their order.
  const breaks = Map.groupBy(report.definitions.slice(1), ({ since }) => todayIn(zone, Date.parse(since)))
  return (
    <section className={classes.box} aria-labelledby="over-time">
      <div className={classes.head}>
        <Title order={2} id="over-time">
          {t.title} <span className={classes.quiet}>{bucket === 'day' ? t.byDay : t.byWeek}</span>
        </Title>
        <SegmentedControl
          className="no-print"
          size="xs"
          aria-label={t.shownAs}
          value={scope.search.view ?? 'chart'}
          onChange={(view) => scope.set({ view: view === 'table' ? 'table' : null })}
          data={[
            { value: 'chart', label: t.asChart },
            { value: 'table', label: t.asTable },
          ]}
        />
      </div>
      <DistributionLegend figures={report.overall} scope={scope} />
      {scope.search.view === 'table' ? (
        <DistributionTable steps={steps} bucket={bucket} scope={scope} />
      ) : (
        <DistributionChart
          steps={steps}
          bucket={bucket}
          breaks={[...breaks.keys()]}
          opens={report.reader.sees_single}
          scope={scope}
        />
      )}
      {[...breaks].map(([day, definitions]) => (
        <p key={day} className={classes.note}>
          <strong>
            {t.break(
              longDay(day),
              definitions.map((each) => text.insights.definition(each.scale, each.satisfied_from)),
            )}
            .
          </strong>{' '}
          {t.breakHelp}
        </p>
      ))}
    </section>
  )
}

export function OverTimeSkeleton() {
  return (
    <div className={classes.box}>
      <Skeleton h={20} w={220} mb={18} />
      <Skeleton h={330} radius="md" />
    </div>
  )
}
