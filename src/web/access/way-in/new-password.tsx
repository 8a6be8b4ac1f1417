import { PasswordInput, Text } from '@mantine/core'
import { PASSWORD_LENGTH } from '../../../policy/people/password.ts'
import { text } from '../../text.ts'
import { strengthOf } from './strength.ts'

export const checkNewPassword = (value: string) =>
  value.length < PASSWORD_LENGTH.least ? text.access.needLonger : null

const COLORS = ['var(--c-line)', 'var(--c-bad)', 'var(--c-warn)', 'var(--c-good)', 'var(--c-good)']

type Props = { value: string; onChange: (value: string) => void; error?: string | undefined; label?: string }

/** A field for a password that is being chosen, with a word on how good it is. */
export function NewPassword({ value, onChange, error, label = text.access.newPassword }: Props) {
  const strength = strengthOf(value)
  const word = text.access.strength[strength]!
  return (
    <div>
      <PasswordInput
        label={label}
        description={text.access.passwordHelp}
        autoComplete="new-password"
        aria-invalid={error ? true : undefined}
        name="new-password"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': text.access.show, tabIndex: 0 }}
      />
      <div style={{ display: 'flex', alignItems: 'center', gap: 8, marginTop: 8, height: 18 }}>
        <div style={{ display: 'flex', gap: 4, flex: 1 }} aria-hidden>
          {[1, 2, 3, 4].map((step) => (
            <div
              key={step}
              style={{
                height: 4,
                flex: 1,
                borderRadius: 2,
                background: COLORS[step <= strength ? strength : 0],
              }}
            />
          ))}
        </div>
        <Text
          size="xs"
          c="dimmed"
          w={62}
          ta="right"
          role="status"
          aria-label={value ? text.access.strengthLabel(word) : ''}
        >
          {value ? word : ''}
        </Text>
      </div>
    </div>
  )
}
