import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { KeyHints } from '../../queue/key-hints.tsx'
import { QueuePage } from '../../queue/queue-page.tsx'
import { stepRows } from '../../queue/step-rows.ts'
import { text } from '../../text.ts'
import { isField, useShortcuts } from '../../ui/shortcuts.ts'
import { type Act, ACTS, CasePane } from '../case/case-pane.tsx'
import { summaryQuery } from '../queries.ts'
import { type CasesSearch, readSearch } from '../search.ts'
import { CaseList } from './case-list.tsx'
import { Toolbar } from './toolbar.tsx'
import { useQueuedCases } from './queued-cases.ts'

const t = text.followup
const KEYS = [
  [['j', 'k'], t.empty.move],
  [['o'], t.empty.open],
  [['r'], t.empty.reply],
  [['c'], t.empty.contacted],
  [['a'], t.empty.assign],
  [['e'], t.empty.close],
] as const

/** The queue of cases with its clock, and beside it the conversation of the one that is worked on (A7). */
export function CasesPage() {
  useDocumentTitle(text.common.documentTitle(t.title))
  const search = readSearch(useSearch({ from: '/app/cases' }))
  const { caseId } = useParams({ strict: false }) as { caseId?: string }
  const navigate = useNavigate()
  const cases = useQueuedCases(search)
  const seesAnswers = useQuery(summaryQuery).data?.sees_answers ?? true
  const rows = useRef<HTMLUListElement>(null)
  /** The row that keys act on while no case is open. */
  const [marked, setMarked] = useState<string | null>(null)
  /** What is to be done to it once it is open. */
  const [act, setAct] = useState<Act | null>(null)

  function open(id: string | null, replace = false): void {
    setMarked(id ?? caseId ?? null)
    setAct(null)
    if (id === null) void navigate({ to: '/cases', search, replace, resetScroll: false })
    else void navigate({ to: '/cases/$caseId', params: { caseId: id }, search, replace, resetScroll: false })
  }
  function step(by: number): void {
    const next = stepRows(rows.current, caseId ?? marked, by)
    if (!next) return by > 0 ? cases.loadMore() : undefined
    setMarked(next)
    // Once a case is open, the queue is worked on beside it.
    if (caseId) open(next, true)
  }
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    // In a field it only leaves the field.
    ...(caseId ? { Escape: ({ target }) => !isField(target) && open(null) } : {}),
  })
  const isListed = marked !== null && cases.rows.some(({ id }) => id === marked)
  function actOn(id: string, key: Act | null): void {
    open(id)
    setAct(key)
  }
  useShortcuts(
    {
      o: () => actOn(marked!, null),
      ...Object.fromEntries(ACTS.map((key) => [key, () => actOn(marked!, key)])),
    },
    caseId === undefined && isListed,
  )
  /** The next one waits already. */
  function onClosed(): void {
    const at = cases.rows.findIndex(({ id }) => id === caseId)
    const next = cases.rows[at + 1] ?? cases.rows[at - 1]
    open(at === -1 || search.view === 'closed' ? null : (next?.id ?? null), true)
  }

  return (
    <QueuePage
      title={t.title}
      lead={t.lead}
      names={{ list: t.list, pane: t.pane }}
      isOpened={caseId !== undefined}
      list={
        <>
          {seesAnswers && (
            <Toolbar
              search={search}
              set={(next: CasesSearch) =>
                void navigate({ to: '.', search: readSearch(next), replace: true, resetScroll: false })
              }
            />
          )}
          {/* For the row one stands on. */}
          {cases.rows.length > 0 && <KeyHints label={t.empty.keys} hints={KEYS} />}
          <CaseList
            cases={cases}
            search={search}
            selectedId={caseId}
            markedId={caseId ? null : marked}
            onMark={setMarked}
            rows={rows}
          />
        </>
      }
    >
      <CasePane
        id={caseId}
        isEmpty={cases.rows.length === 0}
        act={act}
        onBack={() => open(null)}
        onClosed={onClosed}
      />
    </QueuePage>
  )
}
