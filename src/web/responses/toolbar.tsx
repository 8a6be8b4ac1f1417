import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { FilterBar } from '../insights/filter-bar.tsx'
import { PeriodChooser } from '../insights/period-chooser.tsx'
import { PrintedScope } from '../insights/printed-scope.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { text } from '../text.ts'
import { ownFilters } from './own-filters.tsx'
import type { ResponsesScope } from './scope.ts'
import { type Sort, SORTS } from './search.ts'
import classes from './toolbar.module.css'
import type { ResponseList } from './use-responses.ts'
import list from './answers.module.css'

const t = text.responses

/** What narrows the answers: words, days, filters; how many are left, and in which order. */
export function Toolbar({
  scope,
  answers,
  narrow,
}: {
  scope: ResponsesScope
  answers: ResponseList
  narrow: boolean
}) {
  const { search, set } = scope
  const { rows, total, stale } = answers
  const own = ownFilters(scope)
  const words = search.q ? [{ what: t.filter.words, value: search.q }] : []
  return (
    <>
      <PrintedScope scope={scope} more={[...words, ...own.on]} />
      <div className={classes.bar} data-narrow={narrow || undefined}>
        <SearchField value={search.q ?? ''} onChange={(q) => set({ q: q || null }, { replace: true })} />
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

/** Searches while one types, a moment after the last key. */
function SearchField({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const [typed, setTyped] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const change = useDebouncedCallback(onChange, 250)
  useEffect(() => setTyped(value), [value])
  useShortcuts({ '/': () => field.current?.focus() })
  return (
    <TextInput
      ref={field}
      size="xs"
      className={classes.search!}
      type="search"
      maxLength={200}
      aria-label={t.searchLabel}
      placeholder={t.search}
      leftSection={<IconSearch size={15} />}
      rightSection={
        typed ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            px={4}
            aria-label={t.clearSearch}
            onClick={() => {
              setTyped('')
              onChange('')
              field.current?.focus()
            }}
          >
            <IconX size={14} />
          </Button>
        ) : null
      }
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        change(event.currentTarget.value.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
