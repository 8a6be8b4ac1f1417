import { ActionIcon, Button, Group, SegmentedControl, TextInput, Title, Tooltip } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconPencilPlus, IconSearch, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTeams } from '../access/directory.ts'
import { useCan } from '../access/session.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { text } from '../text.ts'
import { FilterMenu } from './filter-menu.tsx'
import { ListRows } from './list-rows.tsx'
import classes from './list.module.css'
import { NewConversation } from './new-conversation.tsx'
import { type InboxSearch, STATUS_TABS } from './search.ts'
import type { ConversationList } from './use-conversations.ts'

type Props = { list: ConversationList; search: InboxSearch; selected: string | undefined }

/** The list with what narrows it down. */
export function ListPane({ list, search, selected }: Props) {
  const navigate = useNavigate()
  const canWrite = useCan('inbox.write')
  const [creating, setCreating] = useState(false)
  const teams = useTeams()
  const change = (next: InboxSearch) => void navigate({ to: '.', search: next, replace: true })
  const changeRef = useRef(change)
  changeRef.current = change

  const open = (id: string) =>
    void navigate({
      to: '/inbox/$conversationId',
      params: { conversationId: id },
      search: withoutPane(search),
    })
  const step = (by: number) => {
    const index = list.rows.findIndex((row) => row.id === selected)
    const next = list.rows[index === -1 ? 0 : index + by]
    if (next) open(next.id)
    else if (by > 0) list.loadMore()
  }
  const searchField = useRef<HTMLInputElement>(null)
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    '/': () => searchField.current?.focus(),
    ...(canWrite ? { c: () => setCreating(true) } : {}),
    Escape: () => {
      if (selected) void navigate({ to: '/inbox', search: withoutPane(search) })
    },
  })

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
            value={search.q ?? ''}
            field={searchField}
            onChange={(q) => change(withQ(search, q))}
          />
          <FilterMenu search={search} onChange={change} />
        </Group>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={text.inbox.status.label}
          value={search.status ?? 'active'}
          onChange={(value) => {
            const { status: _status, ...rest } = search
            change(value === 'active' ? rest : { ...rest, status: value })
          }}
          data={STATUS_TABS.map((value) => ({ value, label: text.inbox.status[value] }))}
        />
      </div>
      <ListRows list={list} search={search} selected={selected} onClear={() => change(onlyView(search))} />
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

type SearchProps = {
  value: string
  field: React.RefObject<HTMLInputElement | null>
  onChange: (q: string) => void
}

/** Searches while one types, a moment after the last key. */
function SearchField({ value, field, onChange }: SearchProps) {
  const [typed, setTyped] = useState(value)
  const change = useDebouncedCallback(onChange, 250)
  useEffect(() => setTyped(value), [value])
  return (
    <TextInput
      ref={field}
      size="xs"
      style={{ flex: 1 }}
      type="search"
      aria-label={text.inbox.search}
      placeholder={text.inbox.searchPlaceholder}
      leftSection={<IconSearch size={15} />}
      rightSection={
        typed ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            px={4}
            onClick={() => {
              setTyped('')
              onChange('')
            }}
            aria-label={text.inbox.clearSearch}
          >
            <IconX size={14} />
          </Button>
        ) : null
      }
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        change(event.currentTarget.value.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
