import { MultiSelect } from '@mantine/core'
import { type Recipient, WORKFLOW_LIMITS } from '../../../../policy/workflow/workflow-definition.ts'
import { useMembers, useTeams } from '../../../session/directory.ts'
import { text } from '../../../text.ts'

const t = text.workflows.fields

type Props = { to: readonly Recipient[]; problem: string | undefined; onChange: (to: Recipient[]) => void }

/** Who is told: by what they are to the conversation, by team, or by name. */
export function RecipientsField({ to, problem, onChange }: Props) {
  const teams = useTeams().map(({ id, name }) => ({ value: `team:${id}`, label: name }))
  const members = useMembers().map(({ id, name }) => ({ value: `member:${id}`, label: name }))
  const own = (['leads', 'assignee'] as const).map((type) => ({ value: type, label: t.recipients[type] }))
  return (
    <MultiSelect
      label={t.to}
      searchable
      maxValues={WORKFLOW_LIMITS.recipients}
      data={[
        { group: text.workflows.edit.then, items: own },
        ...(teams.length > 0 ? [{ group: t.team, items: teams }] : []),
        { group: t.member, items: members },
      ]}
      value={to.map(asValue)}
      error={problem}
      onChange={(values) => onChange(values.map(asRecipient))}
    />
  )
}

function asValue(recipient: Recipient): string {
  if (recipient.type === 'team') return `team:${recipient.team_id}`
  return recipient.type === 'member' ? `member:${recipient.member_id}` : recipient.type
}

function asRecipient(value: string): Recipient {
  const [type, id = ''] = value.split(':')
  if (type === 'team') return { type, team_id: id }
  if (type === 'member') return { type, member_id: id }
  return { type: type === 'assignee' ? 'assignee' : 'leads' }
}
