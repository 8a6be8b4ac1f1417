import { NativeSelect, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconInfoCircle } from '@tabler/icons-react'
import type { CsatReport } from '../../../insights/schema.ts'
import { text } from '../../text.ts'
import { Explain } from '../figures/explain.tsx'
import figures from '../figures/figures.module.css'
import type { Scope } from '../filters/scope.ts'
import { BreakdownRow } from './breakdown-row.tsx'
import classes from './breakdown.module.css'
import { type Dimension, orderOf, type Sort, SORTS, sortRows } from './breakdowns.ts'

const t = text.insights.breakdown

type Props = { report: CsatReport; by: Dimension; scope: Scope }

/** One row for each name, all of them together on top; any column puts them in order. */
export function BreakdownTable({ report, by, scope }: Props) {
  const order = orderOf(scope.search.sort)
  const names: Record<Sort, string> = { name: t.tabs[by], ...t.columns }
  const head = (sort: Sort, side?: 'end') => (
    <th
      scope="col"
      data-side={side}
      data-column={sort}
      aria-sort={order.by === sort ? (order.down ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={classes.sort}
        title={t.sortBy(names[sort])}
        onClick={() => {
          const down = order.by === sort ? !order.down : sort !== 'name'
          scope.set({ sort: `${down ? '-' : ''}${sort}` })
        }}
      >
        {names[sort]}
        {order.by === sort &&
          (order.down ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)}
      </button>
    </th>
  )
  const splitHelp = t.splitHelp(report.definitions?.some(({ scale }) => scale === 'thumbs') ?? false)
  const rows = sortRows(report.groups, order, by)
  return (
    <>
      <NativeSelect
        className={`${classes.order} no-print`}
        size="xs"
        label={t.order}
        value={`${order.down ? '-' : ''}${order.by}`}
        onChange={(event) => scope.set({ sort: event.currentTarget.value })}
        data={SORTS.flatMap((sort) => [
          { value: `-${sort}`, label: sort === 'name' ? t.lastFirst : t.highFirst(names[sort]) },
          { value: sort, label: sort === 'name' ? t.firstFirst : t.lowFirst(names[sort]) },
        ])}
      />
      <table className={classes.table}>
        <VisuallyHidden component="caption">{t.tabs[by]}</VisuallyHidden>
        <thead>
          <tr>
            {head('name')}
            {head('csat')}
            {head('answered', 'end')}
            {head('response_rate', 'end')}
            {head('average', 'end')}
            <th scope="col" data-column="split">
              <Explain lines={[splitHelp]}>
                <button type="button" className={figures.explain}>
                  {t.columns.split}
                  <IconInfoCircle size={13} aria-hidden className={figures.info} />
                </button>
              </Explain>
            </th>
            <th scope="col" data-column="trend">
              {t.columns.trend}
            </th>
            {head('reopen_rate', 'end')}
          </tr>
        </thead>
        <tbody>
          {rows.length > 1 && (
            <BreakdownRow row={null} figures={report.overall} report={report} by={by} scope={scope} />
          )}
          {rows.map((row) => (
            <BreakdownRow key={row.key} row={row} figures={row} report={report} by={by} scope={scope} />
          ))}
        </tbody>
      </table>
      {/* Where rows are cards there is no header to ask. */}
      <p className={classes.splitNote}>{splitHelp}</p>
    </>
  )
}
