import { Button, NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core'
import type { ConnectedChannel } from '../../channels/schema.ts'
import { text } from '../text.ts'
import type { AccountValue } from './account-values.ts'

const t = text.channelSettings

type Props = {
  field: ConnectedChannel['fields'][number]
  value: AccountValue
  error: string | undefined
  /** The account leads elsewhere now, where no stored secret goes. */
  isLedElsewhere: boolean
  onChange: (value: AccountValue) => void
}

/** One field of an account, by its type, with what is said about it. */
export function AccountFieldInput({ field, value, error, isLedElsewhere, onChange }: Props) {
  const { label, help, type, choices, required, secret } = field
  const given = { label: required ? label : `${label} (${text.common.optional})`, description: help, error }
  if (type === 'boolean') {
    return (
      <Switch
        {...given}
        label={label}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
  }
  if (type === 'number') {
    return (
      <NumberInput
        {...given}
        allowDecimal={false}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(next === '' ? '' : Number(next))}
      />
    )
  }
  if (type === 'choice') {
    return (
      <Select
        {...given}
        data={choices}
        allowDeselect={!required}
        value={value === '' || value === null ? null : String(value)}
        onChange={(next) => onChange(next ?? '')}
      />
    )
  }
  const typed = {
    ...given,
    value: String(value ?? ''),
    spellCheck: false,
    autoCapitalize: 'off',
    onChange: (event: { currentTarget: HTMLInputElement }) => onChange(event.currentTarget.value),
  }
  if (!secret) return <TextInput {...typed} autoComplete="off" />
  const isRemoved = value === null
  const fate = isRemoved ? t.removed : isLedElsewhere ? t.again : t.keep
  const kept = field.set ? `${t.stored(field.last4)}, ${fate}` : ''
  return (
    <div>
      <PasswordInput
        {...typed}
        autoComplete="new-password"
        // It tells this to nobody by itself; with it, the cursor goes there too.
        aria-invalid={error ? true : undefined}
        placeholder={kept}
        visibilityToggleButtonProps={{ 'aria-label': t.show(label), tabIndex: 0 }}
      />
      {field.set && !required && (
        <Button
          size="compact-xs"
          variant="subtle"
          mt={4}
          c={isRemoved ? undefined : 'var(--c-bad)'}
          aria-label={isRemoved ? t.undoOf(label) : t.removeOf(label)}
          onClick={() => onChange(isRemoved ? '' : null)}
        >
          {isRemoved ? t.undo : t.remove}
        </Button>
      )}
    </div>
  )
}
