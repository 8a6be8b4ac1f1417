import { useDocumentTitle, useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { IconMessages } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { usePages } from '../api/use-pages.ts'
import { ContactPane } from '../contact/contact-pane.tsx'
import type { Act } from '../conversation/acts.ts'
import { conversationQuery } from '../conversation/queries.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { ConversationPane } from './conversation-pane.tsx'
import classes from './inbox.module.css'
import { ListPane } from './list/list-pane.tsx'
import { conversationsQuery } from './list/queries.ts'

/** List, conversation, contact: side by side where there is room, one at a time where there is not. */
export function InboxPage() {
  const { conversationId } = useParams({ strict: false })
  const search = useSearch({ from: '/app/inbox' })
  const navigate = useNavigate()
  const wide = useMediaQuery('(min-width: 1280px)', true, { getInitialValueInEffect: false })
  const [keepContact, setKeepContact] = useLocalStorage({
    key: 'candor.contact-pane',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  const list = usePages(conversationsQuery(search))
  useDocumentTitle(text.common.documentTitle(text.inbox.title))

  const gone = useQuery({ ...conversationQuery(conversationId ?? ''), enabled: false }).isError
  const contactShown =
    conversationId !== undefined && !gone && (wide ? keepContact : search.pane === 'contact')
  function toggleContact(): void {
    if (wide) return setKeepContact(!keepContact)
    const { pane, ...rest } = search
    void navigate({ to: '.', search: pane ? rest : { ...rest, pane: 'contact' } })
  }

  /** What is to be done to a conversation once it is open. */
  const asked = useRef<{ id: string; act: Act } | null>(null)
  function takeAct(act: Act): boolean {
    const isIt = asked.current?.id === conversationId && asked.current?.act === act
    if (isIt) asked.current = null
    return isIt
  }

  const show = conversationId === undefined ? 'list' : search.pane === 'contact' ? 'contact' : 'conversation'
  return (
    <div className={classes.panes} data-show={show} data-contact={contactShown}>
      <section className={classes.list} aria-label={text.inbox.list}>
        <ListPane
          list={list}
          search={search}
          selected={conversationId}
          onAsk={(id, act) => {
            asked.current = act && { id, act }
          }}
        />
      </section>
      <div className={classes.conversation}>
        {conversationId === undefined ? (
          <div className={classes.none} hidden={list.pending || list.error !== null}>
            {list.rows.length > 0 ? (
              <Empty icon={<IconMessages size={22} />} title={text.inbox.empty.pick}>
                {text.inbox.empty.pickHelp}
              </Empty>
            ) : (
              <Empty icon={<IconMessages size={22} />} title={text.inbox.empty.place}>
                {text.inbox.empty.placeHelp}
              </Empty>
            )}
          </div>
        ) : (
          <ConversationPane
            key={conversationId}
            id={conversationId}
            contactShown={contactShown}
            onToggleContact={toggleContact}
            takeAct={takeAct}
          />
        )}
      </div>
      {contactShown && (
        <aside className={classes.contact} aria-label={text.inbox.contact.label}>
          <ContactPane conversationId={conversationId} onClose={toggleContact} closable={!wide} />
        </aside>
      )}
    </div>
  )
}
