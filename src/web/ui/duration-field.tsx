import { Checkbox, Group, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { formatIsoDuration, parseDuration } from '../../policy/duration.ts'
import { text } from '../text.ts'

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const
type Unit = keyof typeof UNITS

/** The largest unit in which the duration is a whole number. */
function bestUnit(ms: number): Unit {
  if (ms > 0 && ms % UNITS.days === 0) return 'days'
  if (ms > 0 && ms % UNITS.hours === 0) return 'hours'
  return 'minutes'
}

type Props = {
  id: string
  label: string
  describedBy: string
  value: string | null
  nullable: boolean
  maxMs: number
  invalid: boolean
  onChange: (value: string | null) => void
}

/** An ISO 8601 duration as a number and a unit; "no limit" where the policy allows none. */
export function DurationField({ id, label, describedBy, value, nullable, maxMs, invalid, onChange }: Props) {
  const ms = value === null ? null : (parseDuration(value) ?? 0)
  const [unit, setUnit] = useState<Unit>(() => bestUnit(ms ?? UNITS.days))
  const amount = ms === null ? null : ms / UNITS[unit]
  const write = (next: number, of: Unit) => onChange(formatIsoDuration(Math.round(next * UNITS[of])))
  return (
    <Group gap={6} wrap="wrap" justify="flex-end">
      {ms !== null && (
        <>
          <NumberInput
            id={id}
            size="xs"
            w={84}
            min={0}
            max={maxMs / UNITS[unit]}
            clampBehavior="none"
            decimalScale={2}
            error={invalid}
            aria-describedby={describedBy}
            value={amount ?? 0}
            onChange={(next) => write(Number(next) || 0, unit)}
          />
          <Select
            size="xs"
            w={100}
            aria-label={text.csat.field.unit(label)}
            allowDeselect={false}
            value={unit}
            data={(Object.keys(UNITS) as Unit[]).map((name) => ({
              value: name,
              label: text.csat.units[name],
            }))}
            onChange={(next) => {
              if (!next) return
              setUnit(next)
              write(amount ?? 0, next)
            }}
          />
        </>
      )}
      {nullable && (
        <Checkbox
          size="xs"
          id={ms === null ? id : undefined}
          label={text.csat.field.unlimited}
          checked={ms === null}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? null : formatIsoDuration(7 * UNITS.days))
          }
        />
      )}
    </Group>
  )
}
