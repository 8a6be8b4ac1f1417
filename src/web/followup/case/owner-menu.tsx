import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseDetail, CaseOwners } from '../../../followup/schema.ts'
import { messageOf } from '../../api/request.ts'
import { useMe, useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { PersonMenu } from '../../ui/person-menu.tsx'
import { formatMoment } from '../../ui/time.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { ownersQuery, work } from '../queries.ts'
import classes from './case.module.css'

const t = text.followup
const WORDS = { label: t.owner, nobody: t.nobodyOwns, take: t.takeIt }

type Props = { row: CaseDetail; disabled: boolean; startOpened?: boolean }

/** Whose case it is (`a`); to be given to those who may see the answer that it is about. */
export function OwnerMenu({ row, disabled, startOpened = false }: Props) {
  const { member } = useMe()
  const [opened, setOpened] = useState(startOpened && !disabled)
  const asked = useQuery({ ...ownersQuery(row.id), enabled: opened })

  function give(ownerId: string | null, undone = false): void {
    const before = row.owner_id
    work.change(row.id, { owner_id: ownerId }).then(({ owner_name: name }) => {
      const title = name === null ? t.givenToNobody : t.givenTo(name)
      toast(undone ? { title } : { title, undo: () => give(before, true) })
    }, toastProblem)
  }

  return (
    <PersonMenu
      className={classes.chip!}
      words={WORDS}
      current={row.owner_id && row.owner_name ? { id: row.owner_id, name: row.owner_name } : null}
      meId={member.id}
      candidates={(asked.data?.data ?? []).map(({ id, name, knows_at: at }) => ({
        id,
        name,
        note: <KnowsLater at={at} />,
      }))}
      hint={asked.error ? messageOf(asked.error) : asked.isPending ? t.ownersLoading : t.ownersHelp}
      isPending={asked.isPending}
      disabled={disabled}
      opened={opened}
      onChange={setOpened}
      isQuick
      onGive={give}
    />
  )
}

function KnowsLater({ at }: { at: CaseOwners['data'][number]['knows_at'] }) {
  const zone = useZone()
  if (Date.parse(at) <= Date.now()) return null
  return <span className={classes.later}>{t.knowsLater(formatMoment(at, zone))}</span>
}
