import { Kbd, Loader, Modal, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconMessages, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Conversation } from '../../inbox/schema.ts'
import { get, type Page } from '../api/request.ts'
import { text } from '../text.ts'
import { nameOf } from '../ui/name-of.ts'
import classes from './palette.module.css'
import { type Place, usePlaces } from './places.ts'
import { rankPlaces } from './rank.ts'

const t = text.palette
const FROM_LETTERS = 2

const foundQuery = (q: string) => ({
  queryKey: ['conversations', { palette: q }],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<Page<Conversation>>('/conversations', { q, status: 'all', limit: 6 }, signal),
  enabled: q.length >= FROM_LETTERS,
  placeholderData: keepPreviousData,
})

type Props = { opened: boolean; onClose: () => void; onShortcuts: () => void }

/** Search and go to: pages, settings and conversations by name, by keyboard alone (I19). */
export function Palette({ opened, onClose, onShortcuts }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      size={560}
      padding={0}
      title={<VisuallyHidden>{t.title}</VisuallyHidden>}
      styles={{ header: { display: 'none' } }}
    >
      <Search onClose={onClose} onShortcuts={onShortcuts} />
    </Modal>
  )
}

function Search({ onClose, onShortcuts }: Omit<Props, 'opened'>) {
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const navigate = useNavigate()
  const { options, searching } = useOptions(typed, onShortcuts)
  const current = Math.min(active, options.length - 1)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current, options.length])

  function go(place: Place | undefined): void {
    if (!place) return
    onClose()
    if ('act' in place) place.act()
    else void navigate({ to: place.to as '/inbox', search: (place.search ?? {}) as never })
  }

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    const last = options.length - 1
    const next = { ArrowDown: current >= last ? 0 : current + 1, ArrowUp: current <= 0 ? last : current - 1 }[
      event.key
    ]
    if (next !== undefined) {
      event.preventDefault()
      setActive(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(options[current])
    }
  }

  const optionId = (index: number): string => `${id}-${index}`
  const groups = [...new Set(options.map(({ group }) => group))]
  return (
    <>
      <div className={classes.top}>
        <IconSearch size={18} aria-hidden />
        <input
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-label={t.label}
          aria-expanded={options.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={options.length > 0 ? optionId(current) : undefined}
          placeholder={t.placeholder}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKey}
        />
        {searching && <Loader size={14} aria-hidden />}
      </div>
      <div className={classes.list} id={`${id}-list`} role="listbox" aria-label={t.results} ref={list}>
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <div className={classes.group} aria-hidden>
              {group}
            </div>
            {options.map((place, index) =>
              place.group !== group ? null : (
                <div
                  key={place.id}
                  id={optionId(index)}
                  role="option"
                  aria-selected={index === current}
                  className={classes.option}
                  onPointerMove={() => setActive(index)}
                  onClick={() => go(place)}
                >
                  <place.Icon size={17} stroke={1.7} aria-hidden />
                  <span className={classes.label}>{place.label}</span>
                  {place.detail && <span className={classes.detail}>{place.detail}</span>}
                </div>
              ),
            )}
          </div>
        ))}
      </div>
      {options.length === 0 && !searching && (
        <div className={classes.none}>
          <strong>{t.none}</strong>
          <span>{t.noneHelp}</span>
        </div>
      )}
      <VisuallyHidden role="status">
        {!searching && (options.length === 0 ? t.none : t.found(options.length))}
      </VisuallyHidden>
      <div className={classes.foot}>
        <span>
          <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> {t.move}
        </span>
        <span>
          <Kbd size="xs">↵</Kbd> {t.go}
        </span>
        <span>
          <Kbd size="xs">Esc</Kbd> {t.leave}
        </span>
      </div>
    </>
  )
}

/** What fits: places at once, conversations a moment after the last key. */
function useOptions(typed: string, onShortcuts: () => void): { options: Place[]; searching: boolean } {
  const places = rankPlaces(usePlaces(onShortcuts), typed)
  const words = typed.trim()
  const [settled] = useDebouncedValue(words, 180)
  const { data, isFetching } = useQuery(foundQuery(settled))
  const wanted = words.length >= FROM_LETTERS
  const searching = wanted && (settled !== words || isFetching)
  const conversations = wanted && data ? data.data.map(asPlace) : []
  return { options: [...places, ...conversations], searching }
}

function asPlace({ id, contact, subject, last_message_preview: preview }: Conversation): Place {
  return {
    id,
    group: t.conversations,
    label: nameOf(contact),
    detail: subject ?? preview ?? undefined,
    also: '',
    Icon: IconMessages,
    to: `/inbox/${id}`,
    search: { status: 'all' },
  }
}
