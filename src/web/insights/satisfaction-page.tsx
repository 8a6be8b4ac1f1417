import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useZone } from '../access/session.ts'
import { text } from '../text.ts'
import { Page } from '../ui/page.tsx'
import { formatMoment } from '../ui/time.tsx'
import classes from './controls.module.css'
import { rangeName } from './days.ts'
import { FilterBar } from './filter-bar.tsx'
import { useFilterNames } from './filter-names.ts'
import { PeriodChooser } from './period-chooser.tsx'
import { type Scope } from './scope.ts'
import { filtersOf, periodOf } from './search.ts'
import './print.css'

const t = text.insights

type Props = {
  title: string
  lead?: string
  scope: Scope
  controls?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** The frame of every page with numbers: its name, which days, which part, and the numbers themselves. */
export function SatisfactionPage({ title, lead, scope, controls, actions, children }: Props) {
  return (
    <Page wide title={title} lead={lead}>
      <PrintedScope scope={scope} />
      <div className={classes.bar}>
        <PeriodChooser scope={scope} />
        <FilterBar scope={scope} />
        {controls}
        <div className={classes.actions}>
          {actions}
          <Tooltip label={t.print.action}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t.print.action}
              onClick={() => window.print()}
            >
              <IconPrinter size={15} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      {children}
    </Page>
  )
}

/** On paper nobody can open a menu: which days and filters it was. */
function PrintedScope({ scope }: { scope: Scope }) {
  const zone = useZone()
  const filters = useFilterNames(filtersOf(scope.search))
  const period = periodOf(scope.search)
  const days = rangeName(scope.range)
  return (
    <dl className={classes.printed}>
      <div>
        <dt>{t.print.period}</dt>
        <dd>{period ? `${t.period.names[period]} (${days})` : days}</dd>
      </div>
      <div>
        <dt>{t.print.filters}</dt>
        <dd>{filters.map(({ what, value }) => `${what}: ${value}`).join(' · ') || t.print.none}</dd>
      </div>
      <div>{t.print.printed(formatMoment(Date.now(), zone))}</div>
    </dl>
  )
}
