import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { StatusBadge } from '../conversation/status/status-badge.tsx'
import { text } from '../text.ts'
import { ChannelIcon } from '../ui/channel.tsx'
import { TimeAgo } from '../ui/time.tsx'
import classes from './contact.module.css'
import { contactConversationsQuery } from './queries.ts'
import { listedAt } from '../ui/listed-at.ts'

const t = text.inbox.contact

/** What else there was with this contact. */
export function ContactConversations({ contactId, except }: { contactId: string; except: string }) {
  const { data } = useQuery(contactConversationsQuery(contactId))
  const others = data?.data.filter(({ id }) => id !== except)
  return (
    <section className={classes.section}>
      <h2 className={classes.title}>{t.others}</h2>
      {!others ? (
        <Skeleton h={36} />
      ) : others.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t.noOthers}
        </Text>
      ) : (
        <ul className={classes.items} style={{ gap: 2 }}>
          {others.map((each) => (
            <li key={each.id}>
              <Link
                to="/inbox/$conversationId"
                params={{ conversationId: each.id }}
                search={{ status: 'all' }}
                className={classes.link}
              >
                <span className={classes.linkHead}>
                  <ChannelIcon channel={each.channel} size={14} />
                  <span>{each.subject ?? each.last_message_preview ?? text.inbox.row.noSubject}</span>
                  <StatusBadge status={each.status} />
                </span>
                <Text size="xs" c="dimmed" span>
                  <TimeAgo at={listedAt(each)} />
                </Text>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
