import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { CaseItem } from '../../../followup/schema.ts'
import list from '../../queue/list.module.css'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import { customerName } from '../../ui/name-of.ts'
import { Person } from '../../ui/person.tsx'
import { ScoreMark } from '../../ui/score-mark.tsx'
import { causeOf } from '../cause-of.ts'
import { Clock } from '../clock.tsx'
import type { CasesSearch } from '../search.ts'
import classes from './list.module.css'

const t = text.followup

type Props = {
  row: CaseItem
  search: CasesSearch
  selected: boolean
  /** Keys act on it, though it is not open. */
  marked: boolean
  onMark: (id: string) => void
  isNew: boolean
}

/** One case in the queue: who it is, what was said, whose it is, and how long there is. */
export function CaseRow({ row, search, selected, marked, onMark, isNew }: Props) {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (selected) link.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <li>
      <Link
        ref={link}
        to="/cases/$caseId"
        params={{ caseId: row.id }}
        search={search}
        preload={false}
        resetScroll={false}
        className={`${list.row} ${classes.row}`}
        data-row={row.id}
        data-selected={selected}
        data-marked={marked || undefined}
        onFocus={() => onMark(row.id)}
        aria-current={selected ? 'page' : undefined}
        activeOptions={{ exact: true, includeSearch: true }}
      >
        <span className={list.top}>
          {row.score !== null && <ScoreMark score={row.score} scale={row.scale ?? undefined} />}
          <span className={list.who}>{customerName(row.contact_name)}</span>
          {isNew && <span className={classes.fresh}>{t.fresh}</span>}
          <Clock row={row} />
        </span>
        <Said row={row} />
        <span className={list.about}>
          <span className={list.part}>
            {row.owner_id && row.owner_name ? (
              <>
                <Person name={row.owner_name} id={row.owner_id} size={18} />
                {row.owner_name}
              </>
            ) : (
              t.nobody
            )}
          </span>
          <span className={list.part}>
            <ChannelIcon channel={row.channel} size={14} silent />
            {text.channels[row.channel]}
          </span>
        </span>
      </Link>
    </li>
  )
}

/** The customer's words, or why somebody opened it. */
function Said({ row }: { row: CaseItem }) {
  if (row.comment) {
    return (
      <span className={list.words} dir="auto">
        {row.comment}
      </span>
    )
  }
  if (row.reason) return <span className={list.words}>{row.reason}</span>
  return <span className={list.wordless}>{causeOf(row)}</span>
}
