import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { queryClient } from '../api/query-client.ts'
import { post } from '../api/request.ts'
import type { TakeAct } from '../conversation/acts.ts'
import { patchConversation } from '../conversation/cache.ts'
import { Composer } from '../conversation/composer/composer.tsx'
import { DecisionsPanel } from '../conversation/decisions/decisions-panel.tsx'
import { conversationQuery } from '../conversation/queries.ts'
import { Timeline } from '../conversation/timeline/timeline.tsx'
import { useCan } from '../session/session.ts'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import { ConversationHeader } from './header/conversation-header.tsx'

type Props = { id: string; contactShown: boolean; onToggleContact: () => void; takeAct: TakeAct }

/** One conversation: what it is, what was said, and the reply. */
export function ConversationPane({ id, contactShown, onToggleContact, takeAct }: Props) {
  const { data: conversation, error, refetch } = useQuery(conversationQuery(id))
  const canWrite = useCan('inbox.write')
  const [why, setWhy] = useState(false)
  const unread = conversation?.unread ?? false
  useEffect(() => {
    if (unread) return markRead(id)
  }, [id, unread, conversation?.last_message_at])

  if (error && !conversation)
    return <Failed error={error} retry={() => void refetch()} way={<BackToList />} heading="h1" />
  if (!conversation) return <Loading />
  return (
    <>
      <ConversationHeader
        conversation={conversation}
        contactShown={contactShown}
        onToggleContact={onToggleContact}
        onWhy={() => setWhy(true)}
        takeAct={takeAct}
      />
      <Timeline id={id} onWhy={() => setWhy(true)} />
      {canWrite && <Composer conversation={conversation} takeAct={takeAct} />}
      <DecisionsPanel id={id} opened={why} onClose={() => setWhy(false)} />
    </>
  )
}

/** Tells the server that it was seen, once somebody really looks. */
function markRead(id: string): () => void {
  const mark = () => {
    if (document.visibilityState !== 'visible') return
    document.removeEventListener('visibilitychange', mark)
    patchConversation(id, { unread: false })
    post(`/conversations/${id}/read`).catch(() => {
      void queryClient.invalidateQueries({ queryKey: ['conversations'] })
    })
  }
  document.addEventListener('visibilitychange', mark)
  mark()
  return () => document.removeEventListener('visibilitychange', mark)
}

function BackToList() {
  const { pane: _pane, ...search } = useSearch({ from: '/app/inbox' })
  return (
    <Button variant="default" renderRoot={(props) => <Link to="/inbox" search={search} {...props} />}>
      {text.inbox.header.toList}
    </Button>
  )
}

function Loading() {
  return (
    <div role="status" aria-label={text.common.loading} style={{ padding: 16, display: 'grid', gap: 18 }}>
      <Skeleton h={28} w="50%" />
      <Skeleton h={56} w="58%" radius="lg" mt={30} />
      <Skeleton h={44} w="46%" radius="lg" ml="auto" />
      <Skeleton h={72} w="54%" radius="lg" />
    </div>
  )
}
