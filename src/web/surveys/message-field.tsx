import { Text, Textarea } from '@mantine/core'
import { text } from '../text.ts'

const t = text.csat.message
/** Longer questions get fewer answers (C2). */
const ADVISED = 100

type Props = {
  id: string
  describedBy: string
  value: string
  max: number
  advise: boolean
  invalid: boolean
  onChange: (value: string) => void
}

/** A text with a live count; the question also gets advice on its length (C2). */
export function MessageField({ id, describedBy, value, max, advise, invalid, onChange }: Props) {
  const length = [...value].length
  const long = advise && length > ADVISED
  return (
    <div style={{ width: '100%' }}>
      <Textarea
        id={id}
        autosize
        minRows={2}
        maxRows={6}
        error={invalid}
        aria-describedby={`${describedBy} ${id}-count`}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Text id={`${id}-count`} size="xs" mt={4} c={long ? 'var(--c-warn)' : 'dimmed'} className="nums">
        {length > max ? t.over(length, max) : t.count(length)}
        {long && ` · ${t.advice}`}
      </Text>
    </div>
  )
}
