import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { TakeAct } from '../conversation/acts.ts'
import { Composer } from '../conversation/composer/composer.tsx'
import { DecisionsPanel } from '../conversation/decisions/decisions-panel.tsx'
import { conversationQuery } from '../conversation/queries.ts'
import { Timeline } from '../conversation/timeline/timeline.tsx'
import { useCan } from '../session/session.ts'
import { customerName } from '../ui/name-of.ts'
import classes from './queue.module.css'

type Props = {
  of: { conversation_id: string; conversation_subject: string | null; contact_name: string | null }
  words: { back: string; inInbox: string }
  onBack: () => void
  /** Beside the name. */
  actions?: ReactNode
  takeAct?: TakeAct
  /** Why it is in the queue. */
  children: ReactNode
}

/** The conversation of what is open in a queue: why it is there, what was said, and the reply right there (I21, A7). */
export function QueueConversation({ of, words, onBack, actions, takeAct, children }: Props) {
  const { conversation_id: conversationId, conversation_subject: subject } = of
  const conversation = useQuery(conversationQuery(conversationId)).data
  const canWrite = useCan('inbox.write')
  const [why, setWhy] = useState(false)
  return (
    <>
      <header className={classes.top}>
        <ActionIcon
          className={classes.back!}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.back}
          onClick={onBack}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div className={classes.names}>
          <h2 className={classes.name}>{customerName(of.contact_name)}</h2>
          {subject && <p className={classes.subject}>{subject}</p>}
        </div>
        {actions}
        <Tooltip label={words.inInbox}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={words.inInbox}
            renderRoot={(props) => (
              <Link
                to="/inbox/$conversationId"
                params={{ conversationId }}
                search={{ status: 'all' }}
                {...props}
              />
            )}
          >
            <IconExternalLink size={15} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={classes.about}>{children}</div>
      <Timeline id={conversationId} onWhy={() => setWhy(true)} />
      {canWrite && conversation && <Composer conversation={conversation} takeAct={takeAct} />}
      <DecisionsPanel id={conversationId} opened={why} onClose={() => setWhy(false)} />
    </>
  )
}

/** What the customer wrote with the score. */
export function Remark({ children }: { children: string }) {
  return (
    <p className={classes.quote} dir="auto">
      {children}
    </p>
  )
}
