import { Button, Skeleton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { type ReactNode, type RefObject, useEffect } from 'react'
import type { Paged } from '../api/use-pages.ts'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import classes from './list.module.css'

type Props<Row> = {
  list: Paged<Row>
  label: string
  rows: RefObject<HTMLUListElement | null>
  /** Stands above the rows, also where there are none. */
  note?: ReactNode
  /** In place of rows, where there are none. */
  none: ReactNode
  row: (row: Row) => ReactNode
}

/** The rows, what stands in their place while they load, and more of them as one scrolls. */
export function RowList<Row>({ list, label, rows, note, none, row }: Props<Row>) {
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
      {note}
      {list.rows.length === 0 ? (
        none
      ) : (
        <ul className={classes.list} aria-label={label} ref={rows}>
          {list.rows.map(row)}
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
