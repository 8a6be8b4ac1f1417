import { Autocomplete, Button, Popover, Select, Stack, VisuallyHidden } from '@mantine/core'
import { IconFilter, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { CHANNEL_IDS, type ChannelId } from '../../../policy/settings.ts'
import { useMembers, useTeams } from '../../session/directory.ts'
import { useMe } from '../../session/session.ts'
import { text } from '../../text.ts'
import { tagsQuery } from '../queries.ts'
import classes from './controls.module.css'
import { useFilterNames } from './filter-names.ts'
import type { Narrowing } from './scope.ts'
import { filtersOf, HANDLED_BY, type SatisfactionSearch } from './search.ts'

const t = text.insights.filter

/** On a phone the fields are higher than the room there is. */
const FITTING = { flip: true, shift: true, size: { padding: 10 } } as const

const NO_FILTERS = { agent_id: null, team_id: null, channel: null, tag: null, handled_by: null } as const

/** Filters that one page has beside those of all: their fields, those that are on, and how all are taken off. */
export type MoreFilters = {
  fields: ReactNode
  on: { name: string; what: string; value: string; drop: () => void }[]
  clear: (others: typeof NO_FILTERS) => void
}

/** What the numbers are narrowed to; each filter that is on stands beside, to be taken off. */
export function FilterBar({ scope, more }: { scope: Narrowing; more?: MoreFilters }) {
  const [opened, setOpened] = useState(false)
  const drop = (name: string) => scope.set({ [name]: null })
  const on = [
    ...(more?.on ?? []),
    ...useFilterNames(filtersOf(scope.search)).map((each) => ({ ...each, drop: () => drop(each.name) })),
  ]
  return (
    <>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        width={264}
        middlewares={FITTING}
        shadow="md"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconFilter size={15} />}
            onClick={() => setOpened(!opened)}
            aria-label={on.length > 0 ? t.on(on.length) : t.label}
          >
            {t.label}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t.label} style={{ overflowY: 'auto' }}>
          <Fields scope={scope} more={more} />
        </Popover.Dropdown>
      </Popover>
      {on.map(({ name, what, value, drop: onDrop }) => (
        <button key={name} type="button" className={classes.chip} onClick={onDrop}>
          <VisuallyHidden>{t.drop} </VisuallyHidden>
          <span className={classes.chipWhat}>{what}:</span> <span className={classes.chipValue}>{value}</span>
          <IconX size={13} aria-hidden />
        </button>
      ))}
    </>
  )
}

function Fields({ scope, more }: { scope: Narrowing; more: MoreFilters | undefined }) {
  const { search, range, set, ownOnly } = scope
  const { member } = useMe()
  const members = useMembers()
  const teams = useTeams()
  const common = {
    size: 'xs',
    clearable: true,
    openOnFocus: false,
    placeholder: t.any,
    comboboxProps: { withinPortal: false },
  } as const
  const people = ownOnly
    ? [{ value: member.id, label: t.me }]
    : [{ value: 'none', label: t.noAgent }, ...members.map(({ id, name }) => ({ value: id, label: name }))]
  const named = (list: { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Stack gap="sm">
      {more?.fields}
      <Select
        {...common}
        data-autofocus
        label={t.agent}
        searchable={!ownOnly}
        data={known(people, search.agent_id)}
        value={search.agent_id ?? null}
        onChange={(agent_id) => set({ agent_id })}
      />
      {teams.length > 0 && (
        <Select
          {...common}
          label={t.team}
          data={known([{ value: 'none', label: t.noTeam }, ...named(teams)], search.team_id)}
          value={search.team_id ?? null}
          onChange={(team_id) => set({ team_id })}
        />
      )}
      <Select
        {...common}
        label={t.channel}
        data={CHANNEL_IDS.map((id) => ({ value: id, label: text.channels[id] }))}
        value={search.channel ?? null}
        onChange={(channel) => set({ channel: channel as ChannelId | null })}
      />
      <TopicField key={search.tag} value={search.tag ?? ''} range={range} onChange={(tag) => set({ tag })} />
      <Select
        {...common}
        label={t.handledBy}
        data={HANDLED_BY.map((value) => ({ value, label: text.insights.handledBy[value]! }))}
        value={search.handled_by ?? null}
        onChange={(value) => set({ handled_by: value as SatisfactionSearch['handled_by'] })}
      />
      <Button
        variant="default"
        disabled={Object.keys(filtersOf(search)).length === 0 && !more?.on.length}
        onClick={() => (more ? more.clear(NO_FILTERS) : set(NO_FILTERS))}
      >
        {t.clear}
      </Button>
    </Stack>
  )
}

/** Who or what an address names is offered, even if it is nobody's any more. */
function known(options: { value: string; label: string }[], value: string | undefined) {
  if (!value || options.some((option) => option.value === value)) return options
  return [...options, { value, label: t.unknown }]
}

/** Topics are free words: those of the period are offered, any other can be typed. */
function TopicField({
  value,
  range,
  onChange,
}: {
  value: string
  range: Narrowing['range']
  onChange: (tag: string | null) => void
}) {
  const tags = useQuery(tagsQuery(range)).data ?? []
  const [typed, setTyped] = useState(value)
  const take = (tag: string) => {
    if (tag.trim() !== value) onChange(tag.trim() || null)
  }
  return (
    <Autocomplete
      size="xs"
      label={t.tag}
      placeholder={t.any}
      data={tags}
      limit={12}
      maxLength={100}
      openOnFocus={false}
      comboboxProps={{ withinPortal: false }}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={take}
      onBlur={() => take(typed)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(typed)
      }}
    />
  )
}
