import { NativeSelect } from '@mantine/core'
import { FilterBar } from '../../insights/filters/filter-bar.tsx'
import { PeriodChooser } from '../../insights/filters/period-chooser.tsx'
import { PrintedScope } from '../../insights/filters/printed-scope.tsx'
import list from '../../queue/list.module.css'
import { text } from '../../text.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { ownFilters } from './own-filters.tsx'
import type { ResponsesScope } from './scope.ts'
import { type Sort, SORTS } from './search.ts'
import classes from './toolbar.module.css'

const t = text.responses

type Props = {
  scope: ResponsesScope
  answers: { rows: readonly unknown[]; total: { count: number; isMore: boolean }; stale: boolean }
  narrow: boolean
}

/** What narrows the answers: words, days, filters; how many are left, and in which order. */
export function Toolbar({ scope, answers, narrow }: Props) {
  const { search, set } = scope
  const { rows, total, stale } = answers
  const own = ownFilters(scope)
  const words = search.q ? [{ what: t.filter.words, value: search.q }] : []
  return (
    <>
      <PrintedScope scope={scope} more={[...words, ...own.on]} />
      <div className={classes.bar} data-narrow={narrow || undefined}>
        <SearchField
          className={classes.search!}
          label={t.searchLabel}
          placeholder={t.search}
          value={search.q ?? ''}
          onChange={(q) => set({ q: q || null }, { replace: true })}
        />
        <PeriodChooser scope={scope} />
        <FilterBar scope={scope} more={own} />
      </div>
      <div className={classes.foot}>
        <p className={list.count} role="status">
          {rows.length > 0 &&
            !stale &&
            t.shown(rows.length, Math.max(total.count, rows.length), total.isMore)}
        </p>
        <NativeSelect
          size="xs"
          variant="unstyled"
          className="no-print"
          classNames={{ input: classes.order! }}
          aria-label={t.sort.label}
          value={search.sort ?? 'newest'}
          onChange={({ currentTarget: { value } }) =>
            set({ sort: value === 'newest' ? null : (value as Exclude<Sort, 'newest'>) })
          }
          data={SORTS.map((value) => ({ value, label: t.sort[value] }))}
        />
      </div>
    </>
  )
}
