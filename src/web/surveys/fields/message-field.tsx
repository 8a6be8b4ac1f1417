import { Text, Textarea } from '@mantine/core'
import { smsSegments } from '../../../policy/handing/sms-segments.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'

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
  /** Goes out as SMS, which is paid for by the segment (O3). */
  sms?: boolean
  onChange: (value: string) => void
}

/** About as it goes out, with the name before it and a link as long as a real one after it. */
const finished = (name: string, value: string): string =>
  `${name}: ${value} Rate here: ${window.location.origin}/s/${'x'.repeat(64)}`

/** A text with a live count; the question also gets advice on its length (C2). */
export function MessageField({ id, describedBy, value, max, advise, invalid, sms = false, onChange }: Props) {
  const length = [...value].length
  const long = advise && length > ADVISED
  const { workspace } = useMe()
  const { segments } = smsSegments(finished(workspace.name, value))
  const { costly } = smsSegments(value)
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
        {sms && ` · ${t.segments(segments)}`}
        {long && ` · ${t.advice}`}
        {sms && (
          <>
            <br />
            {t.smsAdds}
            {costly.length > 0 && ` ${t.costly(costly.slice(0, 3).join(' '))}`}
          </>
        )}
      </Text>
    </div>
  )
}
