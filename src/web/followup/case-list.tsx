import { Button, Skeleton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconHeartHandshake, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type RefObject, useEffect } from 'react'
import { useMaySet } from '../shell/settings-area.tsx'
import list from '../responses/answers.module.css'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { CaseRow } from './case-row.tsx'
import { summaryQuery } from './queries.ts'
import type { CasesSearch } from './search.ts'
import type { CaseList as Cases } from './use-cases.ts'

const t = text.followup.empty

type Props = {
  cases: Cases
  search: CasesSearch
  selectedId: string | undefined
  /** The row that keys act on, before one is open. */
  markedId: string | null
  onMark: (id: string) => void
  rows: RefObject<HTMLUListElement | null>
}

/** The cases, what stands in their place while they load, and what to do when there are none. */
export function CaseList({ cases, search, selectedId, markedId, onMark, rows }: Props) {
  const { ref: end, entry } = useIntersection({ rootMargin: '400px' })
  const { loadMore } = cases
  const wanted = entry?.isIntersecting === true && cases.mayLoadAlone
  useEffect(() => {
    if (wanted) loadMore()
  }, [wanted, loadMore])

  if (cases.pending && !cases.error) return <Loading />
  if (cases.error) return <Failed error={cases.error} retry={cases.retry} />
  if (cases.rows.length === 0) return <None search={search} />
  return (
    <div aria-busy={cases.stale} style={{ opacity: cases.stale ? 0.6 : 1 }}>
      <ul className={list.list} aria-label={text.followup.list} ref={rows}>
        {cases.rows.map((row) => (
          <CaseRow
            key={row.id}
            row={row}
            search={search}
            selected={row.id === selectedId}
            marked={row.id === markedId}
            onMark={onMark}
            isNew={cases.fresh.has(row.id)}
          />
        ))}
      </ul>
      {cases.hasMore && (
        <div className={list.more} ref={end}>
          <Button variant="subtle" loading={cases.loadingMore} onClick={cases.loadMore}>
            {text.common.loadMore}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Nothing waits: good news, unless something was searched for. */
function None({ search }: { search: CasesSearch }) {
  const maySet = useMaySet()
  const seesAnswers = useQuery(summaryQuery).data?.sees_answers ?? true
  const view = search.view ?? 'active'
  const icon = <IconHeartHandshake size={22} />
  if (search.q || search.team_id) {
    const action = (
      <Button
        variant="default"
        renderRoot={(props) => (
          <Link to="/cases" search={search.view ? { view: search.view } : {}} {...props} />
        )}
      >
        {t.clear}
      </Button>
    )
    return (
      <Empty icon={icon} title={t.matchTitle} action={action}>
        {t.match}
      </Empty>
    )
  }
  // An empty queue would say that nobody waits.
  if (!seesAnswers) {
    return (
      <Empty icon={<IconLock size={22} />} title={t.noAccessTitle}>
        {t.noAccess}
      </Empty>
    )
  }
  const action =
    view === 'active' ? (
      maySet && (
        <Button variant="default" renderRoot={(props) => <Link to="/settings/csat" search={{}} {...props} />}>
          {t.settings}
        </Button>
      )
    ) : (
      <Button variant="default" renderRoot={(props) => <Link to="/cases" search={{}} {...props} />}>
        {t.all}
      </Button>
    )
  return (
    <Empty icon={icon} title={t[`${view}Title`]} action={action}>
      {t[view]}
    </Empty>
  )
}

function Loading() {
  return (
    <div role="status" aria-label={text.common.loading}>
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className={list.skeleton}>
          <Skeleton h={20} w={`${34 + ((index * 11) % 20)}%`} radius="xl" />
          <Skeleton h={14} w={`${60 + ((index * 23) % 36)}%`} />
          <Skeleton h={12} w={`${28 + ((index * 17) % 22)}%`} />
        </div>
      ))}
    </div>
  )
}
