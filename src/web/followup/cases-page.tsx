import { Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import queue from '../responses/queue.module.css'
import { isField, useShortcuts } from '../shell/shortcuts.ts'
import { text } from '../text.ts'
import { CaseList } from './case-list.tsx'
import { type Act, ACTS, CasePane } from './case-pane.tsx'
import { type CasesSearch, readSearch } from './search.ts'
import { QueueKeys } from './queue-keys.tsx'
import { Toolbar } from './toolbar.tsx'
import { useCases } from './use-cases.ts'

const t = text.followup

/** The queue of cases with its clock, and beside it the conversation of the one that is worked on (A7). */
export function CasesPage() {
  useDocumentTitle(text.common.documentTitle(t.title))
  const search = readSearch(useSearch({ from: '/app/cases' }))
  const { caseId } = useParams({ strict: false }) as { caseId?: string }
  const navigate = useNavigate()
  const cases = useCases(search)
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
    const links = [...(rows.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const focused = links.findIndex((link) => link === document.activeElement)
    const index = focused >= 0 ? focused : links.findIndex((link) => link.dataset.row === (caseId ?? marked))
    const next = links[index === -1 ? 0 : index + by]
    if (!next) return by > 0 ? cases.loadMore() : undefined
    next.focus()
    setMarked(next.dataset.row ?? null)
    // Once a case is open, the queue is worked on beside it.
    if (caseId && next.dataset.row) open(next.dataset.row, true)
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
    <div className={queue.panes} data-show={caseId ? 'conversation' : 'list'}>
      <section className={queue.list} aria-label={t.list}>
        <div className={queue.scroll}>
          <div className={queue.head}>
            <Title order={1}>{t.title}</Title>
          </div>
          <Text size="sm" c="dimmed" mb={14} style={{ textWrap: 'pretty' }}>
            {t.lead}
          </Text>
          <Toolbar
            search={search}
            set={(next: CasesSearch) =>
              void navigate({ to: '.', search: readSearch(next), replace: true, resetScroll: false })
            }
          />
          {cases.rows.length > 0 && <QueueKeys />}
          <CaseList
            cases={cases}
            search={search}
            selectedId={caseId}
            markedId={caseId ? null : marked}
            onMark={setMarked}
            rows={rows}
          />
        </div>
      </section>
      <section className={queue.conversation} aria-label={t.pane}>
        <CasePane
          id={caseId}
          isEmpty={cases.rows.length === 0}
          act={act}
          onBack={() => open(null)}
          onClosed={onClosed}
        />
      </section>
    </div>
  )
}
