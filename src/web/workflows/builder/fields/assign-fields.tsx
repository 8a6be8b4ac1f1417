import { Select, Stack } from '@mantine/core'
import type { Step } from '../../../../policy/workflow/workflow-definition.ts'
import { useFormerMember, useMembers, useTeams } from '../../../session/directory.ts'
import { text } from '../../../text.ts'

const t = text.workflows.fields

type AssignProps = {
  step: Extract<Step, { type: 'assign' }>
  problem: string | undefined
  onChange: (step: Step) => void
}

const KEEP = 'keep'
const NOBODY = 'nobody'

/** To whom, and to which team. Left out: stays. Null: nobody. */
export function AssignFields({ step, problem, onChange }: AssignProps) {
  const shown = (id: string | null | undefined): string => (id === undefined ? KEEP : (id ?? NOBODY))
  const meant = (value: string | null) =>
    value === KEEP || value === null ? undefined : value === NOBODY ? null : value
  const none = [
    { value: KEEP, label: t.keep },
    { value: NOBODY, label: t.nobody },
  ]
  const options = (list: readonly { id: string; name: string }[]) => [
    ...none,
    ...list.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const former = useFormerMember(step.member_id ?? null)
  const people = former ? [{ id: former.id, name: t.hasLeft(former.name) }] : []
  return (
    <Stack gap="sm">
      <Select
        label={t.member}
        allowDeselect={false}
        searchable
        data={options([...people, ...useMembers()])}
        value={shown(step.member_id)}
        error={problem}
        onChange={(value) => onChange({ ...step, member_id: meant(value) })}
      />
      <Select
        label={t.team}
        allowDeselect={false}
        searchable
        data={options(useTeams())}
        value={shown(step.team_id)}
        onChange={(value) => onChange({ ...step, team_id: meant(value) })}
      />
    </Stack>
  )
}
