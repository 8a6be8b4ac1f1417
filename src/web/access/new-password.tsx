import { PasswordInput, Text } from '@mantine/core'
import { text } from '../text.ts'

const MIN_LENGTH = 10

/** 0 (too short) to 4 (strong): length counts most, then how many kinds of characters there are. */
export function strengthOf(password: string): 0 | 1 | 2 | 3 | 4 {
  if (password.length < MIN_LENGTH) return 0
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length
  const distinct = new Set(password).size
  if (distinct < 5) return 1
  const points =
    (password.length >= 12 ? 1 : 0) +
    (password.length >= 16 ? 1 : 0) +
    (kinds >= 2 ? 1 : 0) +
    (kinds >= 3 ? 1 : 0)
  return Math.min(4, Math.max(1, points)) as 1 | 2 | 3 | 4
}

export const checkNewPassword = (value: string) => (value.length < MIN_LENGTH ? text.access.needLonger : null)

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
