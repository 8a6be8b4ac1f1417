import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTeams } from '../access/directory.ts'
import controls from '../insights/controls.module.css'
import { useShortcuts } from '../shell/shortcuts.ts'
import { text } from '../text.ts'
import classes from './followup.module.css'
import { summaryQuery } from './queries.ts'
import { type CasesSearch, VIEWS } from './search.ts'

const t = text.followup

type Props = { search: CasesSearch; set: (search: CasesSearch) => void }

/** Which cases: whose, how late, of which team, with which words. */
export function Toolbar({ search, set }: Props) {
  const teams = useTeams()
  const counts = useQuery(summaryQuery).data
  const { view: _view, ...kept } = search
  const numbers = {
    active: counts?.all.open,
    mine: counts?.mine.open,
    overdue: counts?.all.overdue,
    closed: undefined,
  }
  return (
    <>
      <nav className={`${controls.tabs} ${classes.tabs}`} aria-label={t.views.label}>
        {VIEWS.map((view) => (
          <Link
            key={view}
            to="/cases"
            search={view === 'active' ? kept : { ...kept, view }}
            className={controls.tab}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={(search.view ?? 'active') === view ? 'page' : undefined}
          >
            {t.views[view]}
            {numbers[view] !== undefined && <small>{numbers[view]}</small>}
          </Link>
        ))}
      </nav>
      <div className={classes.bar}>
        <SearchField
          value={search.q ?? ''}
          onChange={(q) => set({ ...search, q: q || undefined } as CasesSearch)}
        />
        {teams.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label={t.team}
            value={search.team_id ?? ''}
            onChange={({ currentTarget: { value } }) =>
              set({ ...search, team_id: value || undefined } as CasesSearch)
            }
            data={[
              { value: '', label: t.anyTeam },
              ...teams.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
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
      type="search"
      maxLength={200}
      aria-label={t.search}
      placeholder={t.search}
      leftSection={<IconSearch size={15} />}
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
