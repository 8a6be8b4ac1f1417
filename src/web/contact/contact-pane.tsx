import { ActionIcon, Skeleton, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { conversationQuery } from '../conversation/queries.ts'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import { nameOf } from '../ui/name-of.ts'
import { Person } from '../ui/person.tsx'
import { ContactConversations } from './contact-conversations.tsx'
import { ContactFacts } from './contact-facts.tsx'
import { ContactMenu } from './contact-menu.tsx'
import { ContactRatings } from './contact-ratings.tsx'
import classes from './contact.module.css'
import { kindOf } from './kind-of.ts'
import { contactQuery } from './queries.ts'

const t = text.inbox.contact

type Props = { conversationId: string; onClose: () => void; closable: boolean }

/** The person behind the conversation: who it is, how satisfied so far, what else there was. */
export function ContactPane({ conversationId, onClose, closable }: Props) {
  const conversation = useQuery(conversationQuery(conversationId)).data
  const contactId = conversation?.contact.id
  const { data, error, refetch } = useQuery({
    ...contactQuery(contactId ?? ''),
    enabled: contactId !== undefined,
  })
  const name = conversation ? nameOf(conversation.contact) : ''
  return (
    <div className={classes.scroll}>
      <div className={classes.head}>
        {closable && (
          <ActionIcon variant="subtle" color="gray" size="lg" onClick={onClose} aria-label={t.back}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        {conversation ? (
          <>
            <Person name={name} id={conversation.contact.id} size={36} />
            <div style={{ minWidth: 0 }}>
              <Text fw={600} truncate component={closable ? 'h1' : 'h2'} m={0} lh={1.3}>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                {kindOf(conversation)}
              </Text>
            </div>
            <div style={{ marginInlineStart: 'auto' }}>
              <ContactMenu id={conversation.contact.id} name={name} />
            </div>
          </>
        ) : (
          <Skeleton h={36} />
        )}
      </div>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data && conversation ? (
        <>
          <ContactFacts key={data.id} contact={data} />
          <ContactRatings responses={data.responses ?? []} />
          <ContactConversations contactId={data.id} except={conversationId} />
        </>
      ) : (
        <div style={{ padding: 16, display: 'grid', gap: 10 }} role="status" aria-label={text.common.loading}>
          <Skeleton h={13} w="80%" />
          <Skeleton h={13} w="60%" />
          <Skeleton h={13} w="70%" />
          <Skeleton h={60} mt={20} />
        </div>
      )}
    </div>
  )
}
