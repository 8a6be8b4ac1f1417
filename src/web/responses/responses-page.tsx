import { Group } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { ApiProblem } from '../api/request.ts'
import { PrintButton } from '../insights/page/print-button.tsx'
import { QueuePage } from '../queue/queue-page.tsx'
import { stepRows } from '../queue/step-rows.ts'
import { settingsQuery } from '../surveys/policy/settings-queries.ts'
import { text } from '../text.ts'
import { Page } from '../ui/page.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { AnswerDrawer } from './answer/answer-drawer.tsx'
import { ExportMenu } from './export/export-menu.tsx'
import { usePrintAll } from './export/use-print-all.ts'
import { type ResponsesScope, useResponsesScope } from './filters/scope.ts'
import { Toolbar } from './filters/toolbar.tsx'
import { AnswerList } from './list/answer-list.tsx'
import { ClosedRole } from './list/no-answers.tsx'
import { useResponses } from './list/use-responses.ts'
import { RemarkPane } from './remark-pane.tsx'
import { Tabs } from './tabs.tsx'

const t = text.responses

/** Single answers: all that are open to the reader, the negative remarks as a queue, those set aside. */
export function ResponsesPage() {
  const scope = useResponsesScope()
  const answers = useResponses(scope.query)
  const rows = useRef<HTMLUListElement>(null)
  const { search, set } = scope
  const printAll = usePrintAll(answers.loadAll)
  const isQueue = search.view === 'negative_remarks'

  function step(by: number): void {
    const next = stepRows(rows.current, search.id ?? null, by)
    if (!next) return by > 0 ? answers.loadMore() : undefined
    // Once a conversation is open, the queue is read on beside it.
    if (isQueue && search.id) set({ id: next }, { replace: true })
  }
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ...(isQueue && search.id ? { Escape: () => set({ id: null }) } : {}),
  })

  if (answers.error instanceof ApiProblem && answers.error.status === 403) {
    return (
      <Page title={t.title}>
        <ClosedRole />
      </Page>
    )
  }
  const { sort: _sort, quarantined: _quarantined, ...exported } = scope.query
  const list = (
    <>
      <Tabs search={search} />
      <Toolbar scope={scope} answers={answers} narrow={isQueue} />
      <AnswerList list={answers} scope={scope} label={isQueue ? t.queue : t.list} rows={rows} />
    </>
  )
  const actions = (
    <Group gap={8} className="no-print">
      {/* What was set aside is in no file. */}
      {!search.quarantined && <ExportMenu query={exported} />}
      <PrintButton onClick={printAll} />
    </Group>
  )
  if (isQueue) {
    const selected = answers.rows.find(({ id }) => id === search.id)
    return (
      <Queue scope={scope} actions={actions} list={list}>
        <RemarkPane
          key={search.id}
          id={search.id}
          known={selected}
          isEmpty={answers.rows.length === 0}
          onBack={() => set({ id: null })}
        />
      </Queue>
    )
  }
  return (
    <Page title={t.title} lead={search.quarantined ? t.reviewLead : t.lead} actions={actions}>
      {list}
      <Opened scope={scope} />
    </Page>
  )
}

/** The drawer keeps its answer while it goes out. */
function Opened({ scope: { search, set } }: { scope: ResponsesScope }) {
  const [last, setLast] = useState(search.id)
  if (search.id && search.id !== last) setLast(search.id)
  return last ? (
    <AnswerDrawer id={last} opened={search.id !== undefined} onClose={() => set({ id: null })} />
  ) : null
}

type QueueProps = { scope: ResponsesScope; actions: ReactNode; list: ReactNode; children: ReactNode }

/** The remarks beside the conversation of the one that is read. */
function Queue({ scope, actions, list, children }: QueueProps) {
  useDocumentTitle(text.common.documentTitle(t.tabs.remarks))
  const { low_until: lowUntil = 2, scale } = useQuery(settingsQuery).data?.policy.question ?? {}
  return (
    <QueuePage
      title={t.title}
      lead={t.remarksLead(lowUntil, scale === 'thumbs')}
      actions={actions}
      names={{ list: t.queue, pane: t.pane.label }}
      isOpened={scope.search.id !== undefined}
      list={list}
    >
      {children}
    </QueuePage>
  )
}
