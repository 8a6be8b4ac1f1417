import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMe } from '../../session/session.ts'
import { type Range, todayIn } from './days.ts'
import { useMayRead } from './may-read.ts'
import {
  filtersOf,
  rangeOf,
  readSearch,
  type SatisfactionSearch,
  type sharedOf,
  withoutEmpty,
} from './search.ts'

/** Days and filters of a page, and the way to change them. */
export type Narrowing = {
  search: NarrowedSearch
  range: Range
  set: (change: { [Key in keyof NarrowedSearch]?: NarrowedSearch[Key] | null | undefined }) => void
  /** Of the numbers of people he sees the own alone, as the server says. */
  ownOnly: boolean
}

type NarrowedSearch = ReturnType<typeof sharedOf>

export type Scope = {
  search: SatisfactionSearch
  range: Range
  /** The filters with the days, as the server wants them. */
  query: Range & ReturnType<typeof filtersOf>
  /** Changes a part of the address; empty values go. */
  set: (change: { [Key in keyof SatisfactionSearch]?: SatisfactionSearch[Key] | null | undefined }) => void
  /** Of the numbers of people he sees the own alone, as the server says. */
  ownOnly: boolean
  /** Are single answers open to this role at all (C12)? Without a way to them, numbers lead nowhere. */
  mayRead: boolean
}

/** What the page is about: the address, read once for all who show a part of it. */
export function useScope(): Scope {
  // The router keeps what it does not know; here it is left out.
  const search = readSearch(useSearch({ from: '/app/satisfaction' }))
  const { workspace, own_only } = useMe()
  const navigate = useNavigate()
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
    ownOnly: own_only,
    mayRead: useMayRead(),
  }
}
