import { useNavigate, useSearch } from '@tanstack/react-router'
import { todayIn } from '../../insights/filters/days.ts'
import type { Narrowing } from '../../insights/filters/scope.ts'
import { filtersOf, rangeOf, withoutEmpty } from '../../insights/filters/search.ts'
import { useMe } from '../../session/session.ts'
import { ownFiltersOf, readSearch, type ResponsesSearch } from './search.ts'

type Change = { [Key in keyof ResponsesSearch]?: ResponsesSearch[Key] | null | undefined }

export type ResponsesScope = Pick<Narrowing, 'range' | 'ownOnly'> & {
  search: ResponsesSearch
  /** What the server is asked for. */
  query: ReturnType<typeof queryOf>
  /** Changes a part of the address; empty values go. */
  set: (change: Change, how?: { replace: boolean }) => void
}

/** Which answers are read: the address, read once for all who show a part of it. */
export function useResponsesScope(): ResponsesScope {
  const search = readSearch(useSearch({ from: '/app/responses' }))
  const { workspace } = useMe()
  const navigate = useNavigate()
  const range = rangeOf(search, todayIn(workspace.time_zone))
  return {
    search,
    range,
    query: queryOf(search, range),
    set: (change, { replace } = { replace: false }) =>
      void navigate({
        to: '/responses',
        search: (before) => withoutEmpty({ ...readSearch(before), ...change }) as ResponsesSearch,
        replace,
        resetScroll: false,
      }),
    // Who reads single answers reads those of all (C12).
    ownOnly: false,
  }
}

function queryOf(search: ResponsesSearch, range: Narrowing['range']) {
  return withoutEmpty({
    ...range,
    ...filtersOf(search),
    ...ownFiltersOf(search),
    sort: search.sort,
    quarantined: search.quarantined ? ('true' as const) : undefined,
  })
}
