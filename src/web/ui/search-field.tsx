import { Button, TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { text } from '../text.ts'
import { useShortcuts } from './shortcuts.ts'

type Props = Pick<TextInputProps, 'className' | 'style'> & {
  label: string
  placeholder?: string
  value: string
  onChange: (words: string) => void
}

/** The search of a list (`/`): it searches while one types, a moment after the last key. */
export function SearchField({ label, placeholder = label, value, onChange, ...box }: Props) {
  const [typed, setTyped] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const change = useDebouncedCallback(onChange, 250)
  useEffect(() => setTyped(value), [value])
  useShortcuts({ '/': () => field.current?.focus() })
  return (
    <TextInput
      {...box}
      ref={field}
      size="xs"
      type="search"
      maxLength={200}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} />}
      rightSection={
        typed ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            px={4}
            aria-label={text.common.clearSearch}
            onClick={() => {
              setTyped('')
              onChange('')
              field.current?.focus()
            }}
          >
            <IconX size={14} />
          </Button>
        ) : null
      }
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        change(event.currentTarget.value.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
