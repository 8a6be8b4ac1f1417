import { Button, Kbd, Textarea } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Conversation } from '../../../inbox/schema.ts'
import { isEnded } from '../../../policy/settings.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import type { TakeAct } from '../acts.ts'
import classes from './composer.module.css'
import { useDraft } from './drafts.ts'
import { sendReply } from './outbox.ts'

const t = text.inbox.compose
const MAX = 20_000
const mod = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'

/** The reply. Enter is a new line; Ctrl or ⌘ with Enter sends. The draft stays with the conversation. */
export function Composer({ conversation, takeAct }: { conversation: Conversation; takeAct?: TakeAct }) {
  const { user, member } = useMe()
  const [draft, setDraft] = useDraft(conversation.id)
  const field = useRef<HTMLTextAreaElement>(null)
  useShortcuts({ r: () => field.current?.focus() })
  useEffect(() => {
    if (takeAct?.('r')) field.current?.focus()
  })
  const body = draft.trim()
  const over = body.length - MAX
  const canSend = body.length > 0 && over <= 0

  function send(): void {
    if (!canSend) return
    sendReply(conversation.id, { id: member.id, name: user.name }, body)
    setDraft('')
    field.current?.focus()
  }

  return (
    <div className={classes.outer}>
      <form
        className={classes.box}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Textarea
          ref={field}
          aria-label={t.label}
          placeholder={isEnded(conversation.status) ? t.ended : t.placeholder}
          variant="unstyled"
          autosize
          minRows={2}
          maxRows={12}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
              event.preventDefault()
              send()
            }
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
          styles={{ input: { padding: '9px 12px 4px', fontSize: 14 } }}
          error={over > 0 ? t.tooLong(over) : undefined}
        />
        <div className={classes.foot}>
          <span className={classes.via}>
            <ChannelIcon channel={conversation.channel} size={14} silent />
            {t.via(text.ways[conversation.channel])}
          </span>
          <span className={classes.hint}>
            <Kbd size="xs">{mod}</Kbd> <Kbd size="xs">↵</Kbd> {t.hint}
          </span>
          <Button type="submit" disabled={!canSend} leftSection={<IconSend size={14} />}>
            {t.send}
          </Button>
        </div>
      </form>
    </div>
  )
}
