import { useNavigate, useSearch } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '../access/session.ts'
import { settingsQuery } from '../surveys/settings-queries.ts'
import { type Range, todayIn } from './days.ts'
import { filtersOf, rangeOf, readSearch, type SatisfactionSearch, withoutEmpty } from './search.ts'

export type Scope = {
  search: SatisfactionSearch
  range: Range
  /** The filters with the days, as the server wants them. */
  query: Range & ReturnType<typeof filtersOf>
  /** Changes a part of the address; empty values go. */
  set: (change: { [Key in keyof SatisfactionSearch]?: SatisfactionSearch[Key] | null | undefined }) => void
  /** An agent looks at the own numbers. */
  isAgent: boolean
  /** Are single answers open to this role at all (C12)? Without a way to them, numbers lead nowhere. */
  mayRead: boolean
}

/** What the page is about: the address, read once for all who show a part of it. */
export function useScope(): Scope {
  // The router keeps what it does not know; here it is left out.
  const search = readSearch(useSearch({ from: '/app/satisfaction' }))
  const { workspace, member, abilities } = useMe()
  const navigate = useNavigate()
  const visibility = useQuery(settingsQuery).data?.policy.visibility
  const isReader =
    visibility === undefined ||
    visibility.individual_roles.includes(member.role) ||
    (member.role === 'lead' && visibility.lead_sees_low_at_once)
  const range = rangeOf(search, todayIn(workspace.time_zone))
  return {
    search,
    range,
    query: { ...range, ...filtersOf(search) },
    set: (change) =>
      void navigate({
        to: '.',
        search: withoutEmpty({ ...search, ...change }) as SatisfactionSearch,
        resetScroll: false,
      }),
    isAgent: member.role === 'agent',
    mayRead: isReader && abilities.includes('responses.read'),
  }
}
