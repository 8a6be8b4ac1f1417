import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { formatMoment } from '../../ui/time.tsx'
import classes from './controls.module.css'
import { rangeName } from './days.ts'
import { useFilterNames } from './filter-names.ts'
import type { Narrowing } from './scope.ts'
import { filtersOf, periodOf } from './search.ts'

const t = text.insights

type Props = { scope: Pick<Narrowing, 'search' | 'range'>; more?: { what: string; value: string }[] }

/** On paper nobody can open a menu: which days and filters it was. */
export function PrintedScope({ scope, more = [] }: Props) {
  const zone = useZone()
  const filters = [...more, ...useFilterNames(filtersOf(scope.search))]
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
