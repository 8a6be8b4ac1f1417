import { Button, Skeleton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconHourglass } from '@tabler/icons-react'
import { type RefObject, useEffect } from 'react'
import { useZone } from '../access/session.ts'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import { formatMoment } from '../ui/time.tsx'
import { AnswerRow } from './answer-row.tsx'
import classes from './answers.module.css'
import { NoAnswers } from './no-answers.tsx'
import type { ResponsesScope } from './scope.ts'
import type { ResponseList } from './use-responses.ts'

const t = text.responses

type Props = {
  list: ResponseList
  scope: ResponsesScope
  label: string
  rows: RefObject<HTMLUListElement | null>
}

/** The answers, what stands in their place while they load, and what to do when there are none. */
export function AnswerList({ list, scope, label, rows }: Props) {
  const { ref: end, entry } = useIntersection({ rootMargin: '400px' })
  const { loadMore } = list
  const wanted = entry?.isIntersecting === true && list.mayLoadAlone
  useEffect(() => {
    if (wanted) loadMore()
  }, [wanted, loadMore])

  if (list.pending && !list.error) return <Loading />
  if (list.error) return <Failed error={list.error} retry={list.retry} />
  return (
    <div aria-busy={list.stale} style={{ opacity: list.stale ? 0.6 : 1 }}>
      {list.closed && <Closed {...list.closed} isAside={scope.search.quarantined === true} />}
      {list.rows.length === 0 ? (
        <NoAnswers scope={scope} closed={list.closed !== null} />
      ) : (
        <ul className={classes.list} aria-label={label} ref={rows}>
          {list.rows.map((row) => (
            <AnswerRow key={row.id} row={row} search={scope.search} selected={row.id === scope.search.id} />
          ))}
        </ul>
      )}
      {list.hasMore && (
        <div className={`${classes.more} no-print`} ref={end}>
          <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
            {text.common.loadMore}
          </Button>
        </div>
      )}
    </div>
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

function Loading() {
  return (
    <div role="status" aria-label={text.common.loading}>
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className={classes.skeleton}>
          <Skeleton h={20} w={`${34 + ((index * 11) % 20)}%`} radius="xl" />
          <Skeleton h={14} w={`${60 + ((index * 23) % 36)}%`} />
          <Skeleton h={12} w={`${28 + ((index * 17) % 22)}%`} />
        </div>
      ))}
    </div>
  )
}
