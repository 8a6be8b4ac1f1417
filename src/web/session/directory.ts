import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Member, Team } from '../../access/schema.ts'
import { get, type Page } from '../api/request.ts'

const HOUR = 3_600_000

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => getAll<Member>('/members', signal),
  staleTime: HOUR,
})

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => getAll<Team>('/teams', signal),
  staleTime: HOUR,
})

/** Follows the pages of a short list to its end. */
async function getAll<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await get<Page<T>>(path, { limit: 100, cursor }, signal)
    all.push(...page.data)
    cursor = page.next_cursor
  } while (cursor)
  return all
}

/** Everyone who works here now; empty while it loads. */
export function useMembers(): Member[] {
  return useQuery({ ...membersQuery, select: isHere }).data ?? []
}

function isHere(members: Member[]): Member[] {
  return members.filter(({ removed_at }) => removed_at === null)
}

/** The member with this id, if he has left. */
export function useFormerMember(id: string | null): Member | undefined {
  return useQuery(membersQuery).data?.find((each) => each.id === id && each.removed_at !== null)
}

/** The workspace's teams; empty while they load. */
export function useTeams(): Team[] {
  return useQuery(teamsQuery).data ?? []
}

/** Names by id, of teams and of members, also of those who have left. */
export function useNames(): (id: string | null) => string | null {
  const members = useQuery(membersQuery).data ?? []
  const teams = useTeams()
  return (id) =>
    id === null
      ? null
      : (members.find((each) => each.id === id)?.name ?? teams.find((each) => each.id === id)?.name ?? null)
}
