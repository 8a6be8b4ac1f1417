import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Ability } from '../../access/abilities.ts'
import type { Me as Answer } from '../../access/schema.ts'
import { get } from '../api/request.ts'

/** Who is signed in. In the browser there is always a person; only API keys have none. */
export type Me = Omit<Answer, 'user' | 'member' | 'abilities'> & {
  user: NonNullable<Answer['user']>
  member: NonNullable<Answer['member']>
  abilities: Ability[]
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/me', undefined, signal),
  staleTime: 5 * 60_000,
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => get<{ needed: boolean; mail: boolean }>('/setup', undefined, signal),
  staleTime: Infinity,
})

/** The signed-in member. Only below the app's frame, which waits for it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('useMe outside the signed-in part of the app')
  return data
}

/** May this member do that? The server has decided; this only hides what it would refuse. */
export function useCan(ability: Ability): boolean {
  return useMe().abilities.includes(ability)
}

/** The workspace's time zone, in which all absolute times are written. */
export function useZone(): string {
  return useMe().workspace.time_zone
}
