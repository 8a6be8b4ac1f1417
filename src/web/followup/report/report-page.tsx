import { Button } from '@mantine/core'
import { IconHeartHandshake, IconInfoCircle, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { FollowUpReport } from '../../../followup/schema.ts'
import { CASE_OUTCOMES } from '../../../policy/follow-up/follow-up.ts'
import { Explain } from '../../insights/figures/explain.tsx'
import figures from '../../insights/figures/figures.module.css'
import { count, percent, span } from '../../insights/figures/format.ts'
import { useScope } from '../../insights/filters/scope.ts'
import { CsatOff } from '../../insights/page/csat-off.tsx'
import { Loaded } from '../../insights/page/loaded.tsx'
import { SatisfactionPage } from '../../insights/page/satisfaction-page.tsx'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import { Section } from '../../ui/page.tsx'
import { say } from '../clock.tsx'
import { followUpQuery, summaryQuery } from '../queries.ts'
import classes from './report.module.css'

const t = text.followup.report

/** How fast unhappy customers hear back, and how many come round (A7). */
export function FollowUpPage() {
  const scope = useScope()
  const report = useQuery(followUpQuery(scope.query))
  const toQueue = (
    <Button variant="default" renderRoot={(props) => <Link to="/cases" search={{}} {...props} />}>
      {t.toQueue}
    </Button>
  )
  return (
    <SatisfactionPage title={t.title} lead={t.lead} scope={scope} actions={toQueue}>
      <Loaded query={report} height={230}>
        {(data) => (data.opened === 0 ? <None /> : <Numbers report={data} />)}
      </Loaded>
    </SatisfactionPage>
  )
}

/** No case at all, or none that the reader may know of: that none was opened would not be true then. */
function None() {
  const summary = useQuery(summaryQuery)
  if (summary.isPending) return null
  const { noAccessTitle, noAccess } = text.followup.empty
  return summary.data?.sees_answers === false ? (
    <Empty icon={<IconLock size={22} />} title={noAccessTitle}>
      {noAccess}
    </Empty>
  ) : (
    <>
      <CsatOff />
      <Empty icon={<IconHeartHandshake size={22} />} title={t.nothingTitle}>
        {t.nothing}
      </Empty>
    </>
  )
}

function Numbers({ report }: { report: FollowUpReport }) {
  const { time_to_contact: time, recovery_rate: recovery } = report
  const seconds = (value: number | null): string => (value === null ? '–' : say(value * 1000))
  return (
    <>
      <section aria-label={t.label} className={classes.figures}>
        <Number label={t.opened} explain={[t.openedHelp]}>
          {count(report.opened)}
        </Number>
        <Number
          label={t.contacted}
          explain={[t.contactedHelp(report.opened)]}
          sub={report.contacted_late > 0 ? t.late(report.contacted_late) : null}
        >
          {count(report.contacted)} <small>{percent(report.contacted / report.opened)}</small>
        </Number>
        <Number label={t.overdue} explain={[t.overdueHelp]}>
          {count(report.overdue)}
        </Number>
        <Number
          label={t.median}
          explain={[t.medianHelp(time.n)]}
          sub={time.n > 0 ? t.p90(seconds(time.p90_seconds), time.n) : null}
        >
          {seconds(time.median_seconds)}
        </Number>
        <Number
          label={t.recovery}
          explain={[
            t.recoveryHelp(recovery.n),
            recovery.enough_data ? t.interval(span(recovery.interval)) : null,
          ]}
          sub={recovery.enough_data ? t.likely(span(recovery.interval), recovery.n) : t.missing(recovery.n)}
          quiet={!recovery.enough_data}
        >
          {recovery.enough_data ? percent(recovery.value) : t.notEnough}
        </Number>
        <Number label={t.closed} explain={[t.closedHelp]}>
          {count(report.closed)}
        </Number>
      </section>
      <Section title={t.outcomes}>
        {report.closed === 0 ? (
          <p className={classes.quiet}>{t.noOutcomes}</p>
        ) : (
          <dl className={classes.ends}>
            {CASE_OUTCOMES.map((outcome) => (
              <div key={outcome}>
                <dt>{text.followup.outcomes[outcome].label}</dt>
                <span className={classes.track} aria-hidden>
                  <span style={{ width: `${(report.outcomes[outcome] / report.closed) * 100}%` }} />
                </span>
                <dd>{count(report.outcomes[outcome])}</dd>
              </div>
            ))}
          </dl>
        )}
      </Section>
    </>
  )
}

type NumberProps = {
  label: string
  explain: (string | null)[]
  sub?: string | null
  quiet?: boolean
  children: ReactNode
}

/** One figure with its name and how it came to be. */
function Number({ label, explain, sub = null, quiet = false, children }: NumberProps) {
  return (
    <div className={figures.figure}>
      <div>
        <Explain lines={explain}>
          <button type="button" className={figures.explain}>
            {label}
            <IconInfoCircle size={13} aria-hidden className={figures.info} />
          </button>
        </Explain>
      </div>
      <div className={figures.value} data-quiet={quiet || undefined}>
        {children}
      </div>
      {sub && <div className={figures.sub}>{sub}</div>}
    </div>
  )
}
