import { ActionIcon, Group, SegmentedControl, Title, Tooltip } from '@mantine/core'
import { IconPencilPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../../inbox/schema.ts'
import type { Paged } from '../../api/use-pages.ts'
import { type Act, ACTS } from '../../conversation/acts.ts'
import { useTeams } from '../../session/directory.ts'
import { useCan } from '../../session/session.ts'
import { text } from '../../text.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { isField, useShortcuts } from '../../ui/shortcuts.ts'
import { FilterMenu } from './filter-menu.tsx'
import { ListRows } from './list-rows.tsx'
import classes from './list.module.css'
import { NewConversation } from './new-conversation.tsx'
import { type InboxSearch, STATUS_TABS, toFilter } from './search.ts'

type Props = {
  list: Paged<Conversation>
  search: InboxSearch
  selected: string | undefined
  /** Said before one is opened: what is to be done to it then. */
  onAsk: (id: string, act: Act | null) => void
}

/** The list with what narrows it down. */
export function ListPane({ list, search, selected, onAsk }: Props) {
  const navigate = useNavigate()
  const canWrite = useCan('inbox.write')
  const [creating, setCreating] = useState(false)
  const teams = useTeams()
  const change = (next: InboxSearch) => void navigate({ to: '.', search: next, replace: true })

  const rows = useRef<HTMLUListElement>(null)
  const linkOf = (id: string) => rows.current?.querySelector<HTMLAnchorElement>(`a[data-row="${id}"]`)
  /** The row that was open last: keys go on from it, and act on it, while none is open. */
  const [left, setLeft] = useState<string | null>(null)
  useEffect(() => {
    if (selected) setLeft(selected)
  }, [selected])
  const marked = selected === undefined && list.rows.some(({ id }) => id === left) ? left : null

  function open(id: string, act: Act | null = null): void {
    onAsk(id, act)
    void navigate({
      to: '/inbox/$conversationId',
      params: { conversationId: id },
      search: withoutPane(search),
    })
    // Enter opens the row that has the focus.
    if (document.activeElement?.matches('a[data-row]')) linkOf(id)?.focus({ preventScroll: true })
  }
  const index = list.rows.findIndex((row) => row.id === (selected ?? marked))
  /** Where it stood before it left the list, snoozed or ended: the keys go on from there. */
  const stood = useRef(-1)
  const filter = JSON.stringify(toFilter(search))
  useEffect(() => {
    stood.current = -1
  }, [filter])
  useEffect(() => {
    if (index !== -1) stood.current = index
  })
  const step = (by: number) => {
    const hasLeft = index === -1 && stood.current !== -1
    const next = list.rows[hasLeft ? stood.current + Math.min(by, 0) : index === -1 ? 0 : index + by]
    if (next) open(next.id)
    else if (by > 0) list.loadMore()
  }
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ...(canWrite ? { c: () => setCreating(true) } : {}),
    Escape: ({ target }) => {
      // In a field it only leaves the field.
      if (!selected || isField(target)) return
      linkOf(selected)?.focus({ preventScroll: true })
      void navigate({ to: '/inbox', search: withoutPane(search) })
    },
  })
  useShortcuts(
    Object.fromEntries(ACTS.map((act) => [act, () => open(marked!, act)])),
    marked !== null && canWrite,
  )

  const title = search.team_id
    ? (teams.find((team) => team.id === search.team_id)?.name ?? text.inbox.title)
    : search.view === 'mine'
      ? text.nav.mine
      : search.view === 'unassigned'
        ? text.nav.unassigned
        : text.nav.all
  return (
    <>
      <div className={classes.head}>
        <Group justify="space-between" wrap="nowrap">
          <Title order={selected ? 2 : 1} size="h2">
            {title}
          </Title>
          {canWrite && (
            <Tooltip label={text.inbox.newConversation}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                onClick={() => setCreating(true)}
                aria-label={text.inbox.newConversation}
              >
                <IconPencilPlus size={18} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
        <Group gap={6} wrap="nowrap">
          <SearchField
            style={{ flex: 1 }}
            label={text.inbox.search}
            placeholder={text.inbox.searchPlaceholder}
            value={search.q ?? ''}
            onChange={(q) => change(withQ(search, q))}
          />
          <FilterMenu search={search} onChange={change} />
        </Group>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={text.inbox.status.label}
          value={search.status ?? 'open'}
          onChange={(value) => {
            const { status: _status, ...rest } = search
            change(value === 'open' ? rest : { ...rest, status: value })
          }}
          data={STATUS_TABS.map((value) => ({ value, label: text.inbox.status[value] }))}
        />
      </div>
      <ListRows
        list={list}
        search={search}
        selected={selected}
        marked={marked}
        rows={rows}
        onClear={() => change(onlyView(search))}
      />
      {creating && <NewConversation onClose={() => setCreating(false)} />}
    </>
  )
}

function withoutPane({ pane: _pane, ...search }: InboxSearch): InboxSearch {
  return search
}

function onlyView({ view, team_id, status }: InboxSearch): InboxSearch {
  return { ...(view ? { view } : {}), ...(team_id ? { team_id } : {}), ...(status ? { status } : {}) }
}

function withQ({ q: _q, ...search }: InboxSearch, q: string): InboxSearch {
  return q ? { ...search, q } : search
}
