import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconUserCircle, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { CaseDetail } from '../../followup/schema.ts'
import { useMe, useZone } from '../access/session.ts'
import { messageOf } from '../api/request.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { text } from '../text.ts'
import { Person } from '../ui/person.tsx'
import { formatMoment } from '../ui/time.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import classes from './followup.module.css'
import { ownersQuery, work } from './queries.ts'

const t = text.followup
/** From so many on, a list gets a search field. */
const MANY = 8

type Props = { row: CaseDetail; disabled: boolean; startOpened?: boolean }

/** Whose case it is (`a`); to be given to those who may see the answer that it is about. */
export function OwnerMenu({ row, disabled, startOpened = false }: Props) {
  const { member } = useMe()
  const zone = useZone()
  const [opened, setOpened] = useState(startOpened && !disabled)
  const asked = useQuery({ ...ownersQuery(row.id), enabled: opened })
  const owners = asked.data?.data ?? []
  const [find, setFind] = useState('')
  useShortcuts({ a: () => setOpened(true) }, !disabled)
  const found = owners.filter(({ name }) => name.toLowerCase().includes(find.toLowerCase()))
  const mayTake = owners.some(({ id }) => id === member.id) && row.owner_id !== member.id
  const isKnown = !asked.isPending
  const first = useRef<HTMLButtonElement>(null)
  // Those who may own it come after the menu: Enter must not find what happened to stand there before.
  useEffect(() => {
    if (opened && isKnown) first.current?.focus({ preventScroll: true })
  }, [opened, isKnown])

  function give(ownerId: string | null, undone = false): void {
    const before = row.owner_id
    if (ownerId === before && !undone) return
    work.change(row.id, { owner_id: ownerId }).then(({ owner_name: name }) => {
      const title = name === null ? t.givenToNobody : t.givenTo(name)
      toast(undone ? { title } : { title, undo: () => give(before, true) })
    }, toastProblem)
  }

  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      onClose={() => setFind('')}
      width={240}
      position="bottom-start"
      disabled={disabled}
    >
      <Menu.Target>
        <UnstyledButton className={classes.chip} aria-label={`${t.owner}: ${row.owner_name ?? t.nobodyOwns}`}>
          {row.owner_id && row.owner_name ? (
            <Person name={row.owner_name} seed={row.owner_id} size={17} />
          ) : (
            <IconUserCircle size={15} />
          )}
          <span>{row.owner_name ?? t.nobodyOwns}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
        {owners.length >= MANY && (
          <Menu.Search
            placeholder={text.inbox.header.findMember}
            aria-label={text.inbox.header.findMember}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        )}
        {mayTake && find === '' && (
          <Menu.Item
            ref={first}
            data-autofocus
            leftSection={<IconUserPlus size={15} />}
            onClick={() => give(member.id)}
          >
            {t.takeIt}
          </Menu.Item>
        )}
        {isKnown && row.owner_id !== null && find === '' && (
          <Menu.Item leftSection={<IconUserCircle size={15} />} onClick={() => give(null)}>
            {t.nobodyOwns}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>
          {asked.error
            ? messageOf(asked.error)
            : asked.isPending
              ? t.ownersLoading
              : found.length === 0
                ? text.inbox.header.noMatch
                : t.ownersHelp}
        </Menu.Label>
        {found.map(({ id, name, knows_at: knowsAt }) => (
          <Menu.Item
            key={id}
            leftSection={<Person name={name} seed={id} size={17} />}
            rightSection={id === row.owner_id ? <IconCheck size={15} /> : null}
            onClick={() => give(id)}
          >
            {name}
            {Date.parse(knowsAt) > Date.now() && (
              <span className={classes.later}>{t.knowsLater(formatMoment(knowsAt, zone))}</span>
            )}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
