import { TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { Conversation } from '../../../inbox/schema.ts'
import { useCan } from '../../session/session.ts'
import { text } from '../../text.ts'
import { useChange } from './use-change.ts'

const t = text.inbox.header

/** The subject; a click edits it in place. */
export function Subject({ conversation }: { conversation: Conversation }) {
  const canWrite = useCan('inbox.write')
  const [editing, setEditing] = useState(false)
  const change = useChange(conversation)
  if (!editing) {
    const label = conversation.subject ?? (canWrite ? t.addSubject : text.inbox.row.noSubject)
    if (!canWrite) return <span>{label}</span>
    return (
      <UnstyledButton
        fz="inherit"
        c="inherit"
        style={{
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
          minWidth: 24,
          minHeight: 24,
        }}
        title={t.editSubject}
        onClick={() => setEditing(true)}
      >
        {label}
      </UnstyledButton>
    )
  }
  const finish = (value: string) => {
    setEditing(false)
    const subject = value.trim() || null
    if (subject !== conversation.subject) change({ subject })
  }
  return (
    <TextInput
      size="xs"
      autoFocus
      w="100%"
      maxLength={300}
      aria-label={t.subject}
      defaultValue={conversation.subject ?? ''}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key === 'Escape') setEditing(false)
      }}
    />
  )
}
