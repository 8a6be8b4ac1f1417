import { useTeams } from '../../session/directory.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'

/** The value that stands for the whole workspace in a select, which knows no null. */
export const EVERYONE = 'everyone'

/** For whom this member may set targets: a lead for the own teams, owners and admins for all. The server decides. */
export function useTargetTeams(): { value: string; label: string }[] {
  const { member, abilities } = useMe()
  const teams = useTeams().map(({ id, name }) => ({ value: id, label: name }))
  if (!abilities.includes('insights.manage')) return []
  if (member.role === 'lead') return teams.filter(({ value }) => member.team_ids.includes(value))
  return [{ value: EVERYONE, label: text.insights.targets.everyone }, ...teams]
}
