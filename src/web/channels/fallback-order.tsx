import { ActionIcon, Button, Menu, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState } from 'react'
import type { ConnectedChannel } from '../../channels/schema.ts'
import type { ChannelId } from '../../policy/settings.ts'
import { queryClient } from '../api/query-client.ts'
import { put } from '../api/request.ts'
import { text } from '../text.ts'
import { ChannelIcon } from '../ui/channel.tsx'
import { toastProblem } from '../ui/toast.tsx'
import classes from './channels.module.css'
import { channelsQuery, keepFallback } from './queries.ts'
import { standingOf } from './standing.ts'

const t = text.channelSettings.fallback

type Props = { order: ChannelId[]; channels: ConnectedChannel[] }

/** The other ways, in order (O3): add, move and remove; each step is saved at once. */
export function FallbackOrder({ order, channels }: Props) {
  const [said, say] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const save = useMutation({
    scope: { id: 'fallback' },
    mutationFn: (fallback: ChannelId[]) => put('/channels/fallback', { fallback }),
    onError: (problem) => {
      toastProblem(problem)
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey, exact: true })
    },
  })
  /** Where the focus goes once the list stands: a row that moves would lose it. */
  const wanted = useRef<readonly string[]>([])
  useLayoutEffect(() => {
    const find = (way: string) =>
      list.current?.querySelector<HTMLElement>(`[data-way="${way}"]:not(:disabled)`)
    wanted.current.map(find).find(Boolean)?.focus()
    wanted.current = []
  }, [order])
  const change = (next: ChannelId[], sentence: string, focus: readonly string[]) => {
    wanted.current = focus
    keepFallback(next)
    say(sentence)
    save.mutate(next)
  }
  const move = (from: number, by: 1 | -1) => {
    const id = order[from]!
    const next = order.with(from, order[from + by]!).with(from + by, id)
    const ways = by < 0 ? [`${id}-up`, `${id}-down`] : [`${id}-down`, `${id}-up`]
    change(next, t.moved(text.channels[id], from + by + 1, order.length), ways)
  }
  const drop = (id: ChannelId) => {
    const next = order.filter((each) => each !== id)
    const neighbour = next[Math.min(order.indexOf(id), next.length - 1)]
    change(next, t.removed(text.channels[id]), [`${neighbour}-remove`, 'add'])
  }
  const free = channels.filter(({ id, source }) => source !== 'built_in' && !order.includes(id))
  return (
    <div ref={list}>
      {order.length === 0 && <p className={classes.lead}>{t.none}</p>}
      {order.length > 0 && (
        <ol className={classes.order} aria-label={t.title}>
          {order.map((id, index) => {
            const name = text.channels[id]
            const channel = channels.find((each) => each.id === id)
            return (
              <li key={id} className={classes.step}>
                <span className={classes.place}>{index + 1}</span>
                <ChannelIcon channel={id} size={16} silent />
                <span className={classes.about}>
                  {name}
                  {channel && !standingOf(channel).goesOut && (
                    <span className={classes.skipped}>{t.skipped}</span>
                  )}
                </span>
                <Move id={id} way="up" off={index === 0} label={t.up(name)} onClick={() => move(index, -1)} />
                <Move
                  id={id}
                  way="down"
                  off={index === order.length - 1}
                  label={t.down(name)}
                  onClick={() => move(index, 1)}
                />
                <Move id={id} way="remove" label={t.remove(name)} onClick={() => drop(id)} />
              </li>
            )
          })}
        </ol>
      )}
      {free.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" data-way="add" leftSection={<IconPlus size={14} />}>
              {t.add}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {free.map(({ id }) => (
              <Menu.Item
                key={id}
                leftSection={<ChannelIcon channel={id} silent />}
                onClick={() => change([...order, id], t.added(text.channels[id]), ['add'])}
              >
                {text.channels[id]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </div>
  )
}

const ICONS = { up: IconArrowUp, down: IconArrowDown, remove: IconX }
type MoveProps = {
  id: ChannelId
  way: keyof typeof ICONS
  off?: boolean
  label: string
  onClick: () => void
}

function Move({ id, way, off = false, label, onClick }: MoveProps) {
  const Icon = ICONS[way]
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={30}
      aria-label={label}
      disabled={off}
      data-way={`${id}-${way}`}
      onClick={onClick}
    >
      <Icon size={15} />
    </ActionIcon>
  )
}
