import { Input } from '@mantine/core'
import { useId } from 'react'
import { DurationField } from '../../../ui/duration-field.tsx'

type Props = {
  label: string
  value: string
  maxMs: number
  problem: string | undefined
  onChange: (value: string) => void
}

/** A length of time with its label, as in the settings. */
export function Length({ label, value, maxMs, problem, onChange }: Props) {
  const id = useId()
  return (
    <Input.Wrapper label={label} labelProps={{ htmlFor: id }} error={problem}>
      <div style={{ display: 'flex' }}>
        <DurationField
          id={id}
          label={label}
          describedBy=""
          value={value}
          nullable={false}
          maxMs={maxMs}
          invalid={problem !== undefined}
          onChange={(next) => next !== null && onChange(next)}
        />
      </div>
    </Input.Wrapper>
  )
}
