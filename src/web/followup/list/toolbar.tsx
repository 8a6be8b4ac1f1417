import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import controls from '../../insights/filters/controls.module.css'
import { useTeams } from '../../session/directory.ts'
import { text } from '../../text.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { summaryQuery } from '../queries.ts'
import { type CasesSearch, VIEWS } from '../search.ts'
import classes from './list.module.css'

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
          label={t.search}
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
