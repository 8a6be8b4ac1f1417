import { Tooltip } from '@mantine/core'
import { IconCheck, IconEyeOff, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ResponseItem } from '../../../insights/answers/responses-schema.ts'
import classes from '../../queue/list.module.css'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import { customerName } from '../../ui/name-of.ts'
import { Person } from '../../ui/person.tsx'
import { ScoreMark } from '../../ui/score-mark.tsx'
import { TimeAgo } from '../../ui/time.tsx'
import type { ResponsesSearch } from '../filters/search.ts'
import { markWords } from './words.ts'

const t = text.responses

type Props = { row: ResponseItem; search: ResponsesSearch; selected: boolean }

/** One answer in a list: the score, who gave it, what was said, and about whom. */
export function AnswerRow({ row, search, selected }: Props) {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (selected) link.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <li>
      <Link
        ref={link}
        to="/responses"
        search={{ ...search, id: row.id }}
        preload={false}
        resetScroll={false}
        className={classes.row}
        data-row={row.id}
        data-selected={selected}
        aria-current={selected ? 'page' : undefined}
        activeOptions={{ exact: true, includeSearch: true }}
      >
        <span className={classes.top}>
          <ScoreMark score={row.score} scale={row.scale} />
          <span className={classes.who}>
            {row.contact_name ? <Marked words={row.contact_name} q={search.q} /> : customerName(null)}
          </span>
          <Marks row={row} />
          <TimeAgo at={row.edited_at ?? row.submitted_at} className={classes.time!} />
        </span>
        {row.comment ? (
          <span className={classes.words} dir="auto">
            <Marked words={row.comment} q={search.q} />
          </span>
        ) : (
          <span className={classes.wordless}>{t.noComment}</span>
        )}
        {row.set_aside_because && (
          <span className={classes.because}>
            <IconEyeOff size={14} aria-hidden />
            {row.set_aside_because}
          </span>
        )}
        <span className={classes.about}>
          {/* Found by its subject, it would stand here for no visible reason. */}
          {search.q && row.conversation_subject && (
            <span className={classes.subject}>
              <Marked words={row.conversation_subject} q={search.q} />
            </span>
          )}
          {row.agent_id && row.agent_name ? (
            <span className={classes.part}>
              <Person name={row.agent_name} id={row.agent_id} size={18} />
              {row.agent_name}
            </span>
          ) : (
            <span className={classes.part}>{t.nobody}</span>
          )}
          <span className={classes.part}>
            <ChannelIcon channel={row.channel} size={14} silent />
            {text.channels[row.channel]}
          </span>
          {row.tags.map((tag) => (
            <span key={tag} className={classes.tag}>
              {tag}
            </span>
          ))}
        </span>
      </Link>
    </li>
  )
}

/** Words with those that were searched for marked. */
function Marked({ words, q }: { words: string; q: string | undefined }) {
  return markWords(words, q).map(({ text: piece, marked }, index) =>
    marked ? <mark key={index}>{piece}</mark> : piece,
  )
}

/** What happened since: the customer changed it, a teammate replied. */
export function Marks({ row }: { row: Pick<ResponseItem, 'edited_at' | 'has_reply' | 'low'> }) {
  return (
    <>
      {row.edited_at && (
        <Tooltip label={t.changedHelp}>
          <span className={classes.mark}>
            <IconPencil size={12} aria-hidden />
            {t.changed}
          </span>
        </Tooltip>
      )}
      {row.low && row.has_reply && (
        <Tooltip label={t.repliedHelp}>
          <span className={classes.mark} data-tone="good">
            <IconCheck size={12} aria-hidden />
            {t.replied}
          </span>
        </Tooltip>
      )}
    </>
  )
}
