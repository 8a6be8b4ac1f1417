import { Select, TextInput } from '@mantine/core'
import type { SubscriptionFilters } from '../../insights/mail/subscription-schema.ts'
import { CHANNEL_IDS } from '../../policy/settings.ts'
import { HANDLED_BY } from '../insights/filters/search.ts'
import { useMembers, useTeams } from '../session/directory.ts'
import { text } from '../text.ts'
import classes from './reports.module.css'

const t = text.reports
const f = text.insights.filter

type Props = { value: SubscriptionFilters; onChange: (value: SubscriptionFilters) => void }

/** What a report is narrowed to; nothing for the whole workspace. */
export function ReportFilters({ value, onChange }: Props) {
  const members = useMembers().map(({ id, name }) => ({ value: id, label: name }))
  const teams = useTeams().map(({ id, name }) => ({ value: id, label: name }))
  const fields: {
    name: keyof SubscriptionFilters
    label: string
    data: { value: string; label: string }[]
  }[] = [
    { name: 'team_id', label: f.team, data: [{ value: 'none', label: f.noTeam }, ...teams] },
    { name: 'agent_id', label: f.agent, data: [{ value: 'none', label: f.noAgent }, ...members] },
    {
      name: 'channel',
      label: f.channel,
      data: CHANNEL_IDS.map((id) => ({ value: id, label: text.channels[id] })),
    },
    {
      name: 'handled_by',
      label: f.handledBy,
      data: HANDLED_BY.map((id) => ({ value: id, label: text.insights.handledBy[id]! })),
    },
  ]
  const set = (name: keyof SubscriptionFilters, next: string | null) => {
    const { [name]: _before, ...others } = value
    onChange(next ? { ...others, [name]: next } : others)
  }
  return (
    <fieldset className={classes.filters}>
      <legend className={classes.label}>{t.filters}</legend>
      <p className={classes.help}>{t.filtersHelp}</p>
      <div className={classes.grid}>
        {fields.map(({ name, label, data }) => (
          <Select
            key={name}
            size="xs"
            label={label}
            placeholder={f.any}
            clearable
            openOnFocus={false}
            data={known(data, value[name])}
            value={value[name] ?? null}
            onChange={(next) => set(name, next)}
          />
        ))}
        <TextInput
          size="xs"
          label={f.tag}
          placeholder={f.any}
          maxLength={200}
          value={value.tag ?? ''}
          onChange={(event) => set('tag', event.currentTarget.value)}
        />
      </div>
    </fieldset>
  )
}

/** Who left is still named in a report that is about them. */
function known(options: { value: string; label: string }[], value: string | undefined) {
  if (!value || options.some((option) => option.value === value)) return options
  return [...options, { value, label: f.unknown }]
}
