import { Checkbox, Input, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import type { EndpointInput } from '../../webhooks/schema.ts'
import { EVENT_GROUPS } from '../../webhooks/terms-schema.ts'
import { text } from '../text.ts'
import classes from './webhooks.module.css'

const t = text.webhooks

type Events = EndpointInput['events']
type Props = { value: Events; onChange: (events: Events) => void; error?: string | undefined }

/** All events, or those that are ticked; what was ticked is still there after a look at "all". */
export function EventPicker({ value, onChange, error }: Props) {
  const isAll = value.includes('*')
  const [ticked, setTicked] = useState<Events>(isAll ? ['csat.score_submitted'] : value)
  const tick = (events: Events) => {
    setTicked(events)
    onChange(events)
  }
  return (
    <div>
      <Radio.Group
        label={t.form.events}
        value={isAll ? 'all' : 'some'}
        onChange={(which) => onChange(which === 'all' ? ['*'] : ticked)}
      >
        <Stack gap={8} mt={6}>
          <Radio size="xs" value="all" label={t.form.all} />
          <Radio size="xs" value="some" label={t.form.some} />
        </Stack>
      </Radio.Group>
      {!isAll && (
        <div className={classes.groups}>
          {EVENT_GROUPS.map(({ about, types }) => (
            <Group key={about} about={about} types={types} value={value} onChange={tick} />
          ))}
          {error && <Input.Error>{error}</Input.Error>}
        </div>
      )}
    </div>
  )
}

type GroupProps = {
  about: keyof typeof t.groups
  types: readonly (keyof typeof t.types)[]
  value: Events
  onChange: (events: Events) => void
}

function Group({ about, types, value, onChange }: GroupProps) {
  const chosen = types.filter((type) => value.includes(type)).length
  const others = value.filter((type) => !types.includes(type as (typeof types)[number]))
  return (
    <fieldset className={classes.group}>
      <legend className={classes.srOnly}>{t.groups[about]}</legend>
      <Checkbox
        size="xs"
        label={<strong>{t.groups[about]}</strong>}
        checked={chosen === types.length}
        indeterminate={chosen > 0 && chosen < types.length}
        onChange={(event) => onChange(event.currentTarget.checked ? [...others, ...types] : others)}
      />
      {types.map((type) => (
        <Checkbox
          key={type}
          size="xs"
          className={classes.type!}
          label={t.types[type]}
          description={<code>{type}</code>}
          checked={value.includes(type)}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? [...value, type] : value.filter((each) => each !== type))
          }
        />
      ))}
    </fieldset>
  )
}
