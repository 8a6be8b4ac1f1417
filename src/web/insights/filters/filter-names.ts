import { useQuery } from '@tanstack/react-query'
import { membersQuery, useTeams } from '../../session/directory.ts'
import { text } from '../../text.ts'
import type { filtersOf } from './search.ts'

const t = text.insights.filter

export type FilterName = keyof ReturnType<typeof filtersOf>
export type NamedFilter = { name: FilterName; what: string; value: string }

/** The filters that are on, in words. Who has left is still called by name. */
export function useFilterNames(filters: Parameters<typeof filtersOf>[0]): NamedFilter[] {
  const members = useQuery(membersQuery).data
  const teams = useTeams()
  const nameOf = (list: readonly { id: string; name: string }[] | undefined, id: string): string =>
    list?.find((each) => each.id === id)?.name ?? (list ? t.unknown : '…')
  const { agent_id, team_id, channel, tag, handled_by } = filters
  const all: (NamedFilter | null)[] = [
    agent_id ? say('agent_id', t.agent, agent_id === 'none' ? t.noAgent : nameOf(members, agent_id)) : null,
    team_id ? say('team_id', t.team, team_id === 'none' ? t.noTeam : nameOf(teams, team_id)) : null,
    channel ? say('channel', t.channel, text.channels[channel]) : null,
    tag ? say('tag', t.tag, tag) : null,
    handled_by ? say('handled_by', t.handledBy, text.insights.handledBy[handled_by] ?? handled_by) : null,
  ]
  return all.filter((each) => each !== null)
}

const say = (name: FilterName, what: string, value: string): NamedFilter => ({ name, what, value })
