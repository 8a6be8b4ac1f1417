import { IconHourglass } from '@tabler/icons-react'
import type { RefObject } from 'react'
import classes from '../../queue/list.module.css'
import { RowList } from '../../queue/row-list.tsx'
import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { formatMoment } from '../../ui/time.tsx'
import type { ResponsesScope } from '../filters/scope.ts'
import { AnswerRow } from './answer-row.tsx'
import { NoAnswers } from './no-answers.tsx'
import type { ResponseList } from './use-responses.ts'

const t = text.responses

type Props = {
  list: ResponseList
  scope: ResponsesScope
  label: string
  rows: RefObject<HTMLUListElement | null>
}

/** The answers, and what to do when there are none. */
export function AnswerList({ list, scope, label, rows }: Props) {
  const { search } = scope
  return (
    <RowList
      list={list}
      label={label}
      rows={rows}
      note={list.closed && <Closed {...list.closed} isAside={search.quarantined === true} />}
      none={<NoAnswers scope={scope} closed={list.closed !== null} />}
      row={(row) => <AnswerRow key={row.id} row={row} search={search} selected={row.id === search.id} />}
    />
  )
}

/** That there is more than is shown, and until when (C13). */
function Closed({ count, until, isAside }: { count: number; until: string; isAside: boolean }) {
  const zone = useZone()
  return (
    <p className={classes.closed}>
      <IconHourglass size={16} aria-hidden />
      {(isAside ? t.closedAside : t.closed)(count, formatMoment(until, zone))}
    </p>
  )
}
