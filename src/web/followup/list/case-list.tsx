import { Button } from '@mantine/core'
import { IconHeartHandshake, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { RowList } from '../../queue/row-list.tsx'
import { useMaySet } from '../../session/may-set.ts'
import { settingsQuery } from '../../surveys/policy/settings-queries.ts'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import { summaryQuery } from '../queries.ts'
import type { CasesSearch } from '../search.ts'
import { CaseRow } from './case-row.tsx'
import type { QueuedCases } from './queued-cases.ts'

const t = text.followup.empty

type Props = {
  cases: QueuedCases
  search: CasesSearch
  selectedId: string | undefined
  /** The row that keys act on, before one is open. */
  markedId: string | null
  onMark: (id: string) => void
  rows: RefObject<HTMLUListElement | null>
}

/** The cases, and what to do when there are none. */
export function CaseList({ cases, search, selectedId, markedId, onMark, rows }: Props) {
  return (
    <RowList
      list={cases}
      label={text.followup.list}
      rows={rows}
      none={<None search={search} />}
      row={(row) => (
        <CaseRow
          key={row.id}
          row={row}
          search={search}
          selected={row.id === selectedId}
          marked={row.id === markedId}
          onMark={onMark}
          isNew={cases.fresh.has(row.id)}
        />
      )}
    />
  )
}

/** Nothing waits: good news, unless something was searched for. */
function None({ search }: { search: CasesSearch }) {
  const maySet = useMaySet()
  const seesAnswers = useQuery(summaryQuery).data?.sees_answers ?? true
  const policy = useQuery(settingsQuery).data?.policy
  const view = search.view ?? 'active'
  const icon = <IconHeartHandshake size={22} />
  // An empty queue would say that nobody waits.
  if (!seesAnswers) {
    return (
      <Empty icon={<IconLock size={22} />} title={t.noAccessTitle}>
        {t.noAccess}
      </Empty>
    )
  }
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
  // That everybody has heard back would not be true where no low answer can open a case.
  if (view === 'active' && policy && !(policy.enabled && policy.follow_up.open_case)) {
    return (
      <Empty icon={icon} title={t.noneTitle} action={action}>
        {policy.enabled ? t.byHandOnly : t.csatOff}
      </Empty>
    )
  }
  return (
    <Empty icon={icon} title={t[`${view}Title`]} action={action}>
      {t[view]}
    </Empty>
  )
}
