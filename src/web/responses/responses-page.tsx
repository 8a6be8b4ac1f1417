import { Group, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { ApiProblem } from '../api/request.ts'
import { PrintButton } from '../insights/print-button.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { settingsQuery } from '../surveys/settings-queries.ts'
import { text } from '../text.ts'
import { Page } from '../ui/page.tsx'
import { AnswerDrawer } from './answer-drawer.tsx'
import { AnswerList } from './answer-list.tsx'
import { ExportMenu } from './export-menu.tsx'
import { ClosedRole } from './no-answers.tsx'
import classes from './queue.module.css'
import { RemarkPane } from './remark-pane.tsx'
import { type ResponsesScope, useResponsesScope } from './scope.ts'
import { Tabs } from './tabs.tsx'
import { Toolbar } from './toolbar.tsx'
import { usePrintAll } from './use-print-all.ts'
import { useResponses } from './use-responses.ts'

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
    const links = [...(rows.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const at = document.activeElement
    const focused = links.findIndex((link) => link === at)
    const index = focused >= 0 ? focused : links.findIndex((link) => link.dataset.row === search.id)
    const next = links[index === -1 ? 0 : index + by]
    if (!next) return by > 0 ? answers.loadMore() : undefined
    next.focus()
    // Once a conversation is open, the queue is read on beside it.
    if (isQueue && search.id && next.dataset.row) set({ id: next.dataset.row }, { replace: true })
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
  const lowUntil = useQuery(settingsQuery).data?.policy.question.low_until ?? 2
  return (
    <div className={classes.panes} data-show={scope.search.id ? 'conversation' : 'list'}>
      <section className={classes.list} aria-label={t.queue}>
        <div className={classes.scroll}>
          <div className={classes.head}>
            <Title order={1}>{t.title}</Title>
            {actions}
          </div>
          <Text size="sm" c="dimmed" mb={14} style={{ textWrap: 'pretty' }}>
            {t.remarksLead(lowUntil)}
          </Text>
          {list}
        </div>
      </section>
      <section className={classes.conversation} aria-label={t.pane.label}>
        {children}
      </section>
    </div>
  )
}
