import { TextInput, UnstyledButton } from '@mantine/core'
import { IconPlus, IconTag, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Conversation } from '../../../inbox/schema.ts'
import { text } from '../../text.ts'
import classes from './conversation-header.module.css'
import { useChange } from './use-change.ts'

const t = text.inbox.header

/** The tags, each with its own way out, and a field for one more. */
export function TagEditor({ conversation, disabled }: { conversation: Conversation; disabled: boolean }) {
  const change = useChange(conversation)
  const [adding, setAdding] = useState(false)
  const { tags } = conversation
  const add = (value: string, more: boolean) => {
    const tag = value.trim()
    if (tag && !tags.includes(tag)) change({ tags: [...tags, tag] })
    setAdding(more)
  }
  return (
    <>
      {tags.map((tag) => (
        <span key={tag} className={classes.chip}>
          <IconTag size={13} aria-hidden style={{ color: 'var(--c-muted)', flexShrink: 0 }} />
          <span>{tag}</span>
          {!disabled && (
            <UnstyledButton
              className={classes.remove}
              aria-label={t.removeTag(tag)}
              onClick={() => change({ tags: tags.filter((each) => each !== tag) })}
            >
              <IconX size={13} />
            </UnstyledButton>
          )}
        </span>
      ))}
      {!disabled && !adding && (
        <UnstyledButton className={classes.chip} onClick={() => setAdding(true)} aria-label={t.addTag}>
          <IconPlus size={14} aria-hidden />
          {tags.length === 0 && <span>{t.addTag}</span>}
        </UnstyledButton>
      )}
      {adding && (
        <TextInput
          size="xs"
          w={130}
          autoFocus
          maxLength={200}
          aria-label={t.newTag}
          placeholder={t.newTag}
          styles={{ input: { height: 26, minHeight: 26 } }}
          onBlur={(event) => add(event.currentTarget.value, false)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setAdding(false)
            if (event.key === 'Enter') {
              add(event.currentTarget.value, true)
              event.currentTarget.value = ''
            }
          }}
        />
      )}
    </>
  )
}
