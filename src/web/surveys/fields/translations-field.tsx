import { ActionIcon, Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { text } from '../../text.ts'

const t = text.csat.field

type Props = { value: Record<string, string>; max: number; onChange: (value: Record<string, string>) => void }

/** The question in other languages, a field for each. */
export function TranslationsField({ value, max, onChange }: Props) {
  const [adding, setAdding] = useState('')
  const tag = adding.trim().toLowerCase().replace('_', '-')
  const canAdd = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(tag) && value[tag] === undefined
  const add = () => {
    if (!canAdd) return
    onChange({ ...value, [tag]: '' })
    setAdding('')
  }
  return (
    <Stack gap="sm" w="100%">
      {Object.entries(value).map(([language, sentence]) => (
        <Group key={language} gap={6} align="flex-end" wrap="nowrap">
          <Textarea
            size="xs"
            style={{ flex: 1 }}
            autosize
            maxLength={max}
            dir="auto"
            lang={language}
            label={t.translation(languageName(language))}
            value={sentence}
            onChange={(event) => onChange({ ...value, [language]: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={t.removeTranslation(languageName(language))}
            onClick={() =>
              onChange(Object.fromEntries(Object.entries(value).filter(([key]) => key !== language)))
            }
          >
            <IconTrash size={15} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap={6} align="flex-end">
        <TextInput
          size="xs"
          w={170}
          label={t.language}
          placeholder={t.languageHelp}
          value={adding}
          onChange={(event) => setAdding(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button variant="default" leftSection={<IconPlus size={14} />} disabled={!canAdd} onClick={add}>
          {t.addLanguage}
        </Button>
      </Group>
    </Stack>
  )
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
