import { ActionIcon, Button, Indicator, Popover, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { CHANNEL_IDS } from '../../../policy/settings.ts'
import { useMembers, useTeams } from '../../session/directory.ts'
import { text } from '../../text.ts'
import { countFilters, type InboxSearch } from './search.ts'

const t = text.inbox

type Props = { search: InboxSearch; onChange: (search: InboxSearch) => void }

/** Everything else the list can be narrowed by. */
export function FilterMenu({ search, onChange }: Props) {
  const [opened, setOpened] = useState(false)
  const members = useMembers()
  const teams = useTeams()
  const count = countFilters(search)
  const set = (change: { [Key in keyof InboxSearch]?: InboxSearch[Key] | null | undefined }) => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value)
    onChange(Object.fromEntries(next) as InboxSearch)
  }
  const people = [
    { value: 'me', label: t.filter.me },
    { value: 'nobody', label: t.filter.nobody },
    ...members.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const common = {
    size: 'xs',
    clearable: true,
    openOnFocus: false,
    placeholder: t.filter.any,
    comboboxProps: { withinPortal: false },
  } as const
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={250}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Indicator
        disabled={count === 0}
        label={count}
        size={15}
        offset={3}
        styles={{ indicator: { fontSize: 10 } }}
      >
        <Popover.Target>
          <ActionIcon
            variant="default"
            size={30}
            onClick={() => setOpened(!opened)}
            aria-label={count > 0 ? t.filtersOn(count) : t.filters}
          >
            <IconFilter size={15} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown aria-label={t.filters}>
        <Stack gap="sm">
          {!search.view && (
            <Select
              {...common}
              label={t.filter.assignee}
              searchable
              data={people}
              value={search.assignee ?? null}
              onChange={(assignee) => set({ assignee })}
            />
          )}
          {teams.length > 0 && (
            <Select
              {...common}
              label={t.filter.team}
              data={teams.map(({ id, name }) => ({ value: id, label: name }))}
              value={search.team_id ?? null}
              onChange={(team_id) => set({ team_id })}
            />
          )}
          <Select
            {...common}
            label={t.filter.channel}
            data={CHANNEL_IDS.map((id) => ({ value: id, label: text.channels[id] }))}
            value={search.channel ?? null}
            onChange={(channel) => set({ channel })}
          />
          <TagField key={search.tag} value={search.tag ?? ''} onChange={(tag) => set({ tag })} />
          <Switch
            size="sm"
            label={t.filter.unread}
            checked={search.unread ?? false}
            onChange={(event) => set({ unread: event.currentTarget.checked || undefined })}
          />
          {count > 0 && (
            <Button
              variant="default"
              onClick={() => set({ assignee: null, channel: null, tag: null, unread: null })}
            >
              {t.clearFilters}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function TagField({ value, onChange }: { value: string; onChange: (tag: string) => void }) {
  const [typed, setTyped] = useState(value)
  const change = useDebouncedCallback(onChange, 500)
  return (
    <TextInput
      size="xs"
      label={t.filter.tag}
      placeholder={t.filter.tagPlaceholder}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        change(event.currentTarget.value.trim())
      }}
    />
  )
}
