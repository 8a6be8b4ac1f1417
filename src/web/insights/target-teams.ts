import { useTeams } from '../access/directory.ts'
import { useMe } from '../access/session.ts'
import { text } from '../text.ts'

/** The value that stands for the whole workspace in a select, which knows no null. */
export const EVERYONE = 'everyone'

/** For whom this member may set targets: with the settings for all, a lead for the own teams. The server decides. */
export function useTargetTeams(): { value: string; label: string }[] {
  const { member, abilities } = useMe()
  const teams = useTeams().map(({ id, name }) => ({ value: id, label: name }))
  if (abilities.includes('settings.manage')) {
    return [{ value: EVERYONE, label: text.insights.targets.everyone }, ...teams]
  }
  return member.role === 'lead' ? teams.filter(({ value }) => member.team_ids.includes(value)) : []
}
