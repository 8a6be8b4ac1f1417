import { Button, Skeleton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconFilterOff, IconInbox } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef } from 'react'
import type { Conversation } from '../../../inbox/schema.ts'
import type { Paged } from '../../api/use-pages.ts'
import { StatusBadge } from '../../conversation/status/status-badge.tsx'
import { useNames } from '../../session/directory.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failed } from '../../ui/failed.tsx'
import { nameOf } from '../../ui/name-of.ts'
import { Person } from '../../ui/person.tsx'
import { TimeAgo } from '../../ui/time.tsx'
import classes from './list.module.css'
import { NextSteps } from './next-steps.tsx'
import { conversationsQuery } from './queries.ts'
import { countFilters, type InboxSearch } from './search.ts'
import { listedAt } from '../../ui/listed-at.ts'

const t = text.inbox

type Props = {
  list: Paged<Conversation>
  search: InboxSearch
  selected: string | undefined
  /** The one that keys act on while none is open. */
  marked: string | null
  rows: RefObject<HTMLUListElement | null>
  onClear: () => void
}

/** The rows, what stands in their place while they load, and what to do when there are none. */
export function ListRows({ list, search, selected, marked, rows, onClear }: Props) {
  const scroll = useRef<HTMLDivElement>(null)
  const { ref: end, entry } = useIntersection({ root: scroll.current, rootMargin: '400px' })
  const { loadMore } = list
  const wanted = entry?.isIntersecting === true && list.mayLoadAlone
  useEffect(() => {
    if (wanted) loadMore()
  }, [wanted, loadMore])

  if (list.pending) return <Loading />
  if (list.error) return <Failed error={list.error} retry={list.retry} />
  if (list.rows.length === 0) return <Nothing search={search} onClear={onClear} />
  return (
    <div className={classes.scroll} ref={scroll}>
      <ul className={classes.rows} ref={rows}>
        {list.rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            search={search}
            selected={row.id === selected}
            marked={row.id === marked}
          />
        ))}
      </ul>
      {list.hasMore && (
        <div className={classes.more} ref={end}>
          <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
            {text.common.loadMore}
          </Button>
        </div>
      )}
    </div>
  )
}

type RowProps = { row: Conversation; search: InboxSearch; selected: boolean; marked: boolean }

function Row({ row, search, selected, marked }: RowProps) {
  const names = useNames()
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (selected) link.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const assignee = names(row.assignee_id)
  const preview = row.last_message_preview ?? t.row.noMessages
  const { pane: _pane, ...rest } = search
  return (
    <li>
      <Link
        ref={link}
        to="/inbox/$conversationId"
        params={{ conversationId: row.id }}
        search={rest}
        preload={false}
        className={classes.row}
        data-unread={row.unread}
        data-selected={selected}
        data-marked={marked || undefined}
        data-row={row.id}
      >
        {row.unread && <span className={classes.dot} role="img" aria-label={t.row.unread} />}
        <span className={classes.name}>{nameOf(row.contact)}</span>
        <span className={classes.time}>
          <TimeAgo at={listedAt(row)} />
        </span>
        {row.subject && (
          <span className={classes.subject} style={{ gridColumn: '1 / -1' }}>
            {row.subject}
          </span>
        )}
        <span className={classes.preview}>
          <ChannelIcon channel={row.channel} size={14} />
          <span>
            {row.last_message_author === 'teammate' && t.row.reply}
            {preview}
          </span>
        </span>
        <span className={classes.side}>
          {row.status !== 'open' && <StatusBadge status={row.status} />}
          {assignee && (
            <Person name={assignee} id={row.assignee_id!} size={19} label={t.row.assigned(assignee)} />
          )}
        </span>
      </Link>
    </li>
  )
}

function Loading() {
  return (
    <div className={classes.scroll} aria-busy role="status" aria-label={text.common.loading}>
      {Array.from({ length: 9 }, (_, index) => (
        <div key={index} className={classes.row}>
          <Skeleton h={13} w={`${45 + ((index * 17) % 35)}%`} />
          <Skeleton h={11} w={26} />
          <Skeleton h={12} mt={5} w={`${60 + ((index * 23) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}

/** Nothing open: the first steps only where there has never been one. */
function NothingOpen() {
  const { abilities } = useMe()
  const { data } = useInfiniteQuery(conversationsQuery({ status: 'all' }))
  if (!data) return null
  return data.pages[0]?.data.length === 0 ? <NextSteps abilities={abilities} /> : <Done />
}

function Done() {
  return (
    <Empty icon={<IconInbox size={22} />} title={t.empty.doneTitle}>
      {t.empty.done}
    </Empty>
  )
}

function Nothing({ search, onClear }: { search: InboxSearch; onClear: () => void }) {
  if (countFilters(search) > 0 || search.q) {
    return (
      <Empty
        icon={<IconFilterOff size={22} />}
        title={t.empty.filteredTitle}
        action={
          <Button variant="default" onClick={onClear}>
            {t.clearFilters}
          </Button>
        }
      >
        {t.empty.filtered}
      </Empty>
    )
  }
  if (!search.status && !search.view && !search.team_id) return <NothingOpen />
  if (!search.status) return <Done />
  return (
    <Empty icon={<IconInbox size={22} />} title={t.empty.otherTitle}>
      {t.empty.other}
    </Empty>
  )
}
