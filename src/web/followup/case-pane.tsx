import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core'
import {
  IconArrowLeft,
  IconCheck,
  IconExternalLink,
  IconHeartHandshake,
  IconLock,
  IconPhoneCheck,
  IconRotate,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { CaseDetail } from '../../followup/schema.ts'
import { useCan } from '../access/session.ts'
import { ApiProblem } from '../api/request.ts'
import { Composer } from '../inbox/composer.tsx'
import { DecisionsPanel } from '../inbox/decisions-panel.tsx'
import { conversationQuery } from '../inbox/queries.ts'
import { Timeline } from '../inbox/timeline.tsx'
import queue from '../responses/queue.module.css'
import { useShortcuts } from '../shell/shortcuts.ts'
import { ScoreMark } from '../surveys/score-mark.tsx'
import { customerName } from '../inbox/name-of.ts'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import { causeOf } from './case-row.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { DueMenu } from './due-menu.tsx'
import classes from './followup.module.css'
import { History } from './history.tsx'
import { OwnerMenu } from './owner-menu.tsx'
import { caseQuery, markSeen, work } from './queries.ts'

const t = text.followup

/** What a key does to a case: reply, contacted, assign, end. */
export const ACTS = ['r', 'c', 'a', 'e'] as const
export type Act = (typeof ACTS)[number]

type Props = {
  id: string | undefined
  /** What was asked for in the queue, before the case was open. */
  act: Act | null
  isEmpty: boolean
  onBack: () => void
  /** The case was closed: on to the next. */
  onClosed: () => void
}

/** One case: what was said, whose it is, the conversation, and the reply right there (A7, I21). */
export function CasePane({ id, isEmpty, act, onBack, onClosed }: Props) {
  const asked = useQuery({ ...caseQuery(id ?? ''), enabled: id !== undefined })
  if (!id) return isEmpty ? null : <Pick />
  if (asked.data) return <Opened key={id} row={asked.data} act={act} onBack={onBack} onClosed={onClosed} />
  if (asked.error) {
    const way = (
      <Button variant="default" onClick={onBack}>
        {t.actions.back}
      </Button>
    )
    return (
      <div className={queue.none}>
        {isGone(asked.error) ? (
          <div role="alert">
            <Empty icon={<IconLock size={22} />} title={text.failed.notFound} action={way}>
              {t.empty.gone}
            </Empty>
          </div>
        ) : (
          <Failed error={asked.error} retry={() => void asked.refetch()} way={way} />
        )}
      </div>
    )
  }
  return <Loading />
}

const isGone = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404

type OpenedProps = { row: CaseDetail } & Pick<Props, 'act' | 'onBack' | 'onClosed'>

function Opened({ row, act, onBack, onClosed }: OpenedProps) {
  const { conversation_id: conversationId } = row
  const conversation = useQuery(conversationQuery(conversationId))
  const canWrite = useCan('inbox.write')
  const [why, setWhy] = useState(false)
  const mayWork = row.can.work && row.state !== 'closed'
  const [closing, setClosing] = useState(act === 'e' && mayWork)
  useEffect(() => void markSeen(row.id).catch(() => {}), [row.id])

  function contacted(): void {
    confirm({
      title: t.contactedTitle,
      body: t.contactedBody,
      confirm: t.actions.contacted,
      danger: false,
      onConfirm: () =>
        void work.contacted(row.id).then(() => toast({ title: t.contactedDone }), toastProblem),
    })
  }
  const isAsked = useRef(act)
  const composer = useRef<HTMLDivElement>(null)
  const isReady = canWrite && conversation.data !== undefined
  useEffect(() => {
    const asked = isAsked.current
    // The reply is there once the conversation is.
    if (asked === 'r' && !isReady) return
    isAsked.current = null
    if (asked === 'r') composer.current?.querySelector('textarea')?.focus()
    if (asked === 'c' && mayWork && row.state === 'open') contacted()
  })
  useShortcuts({ e: () => setClosing(true), ...(row.state === 'open' ? { c: contacted } : {}) }, mayWork)

  return (
    <>
      <header className={queue.top}>
        <ActionIcon
          className={queue.back!}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t.actions.back}
          onClick={onBack}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div className={queue.names}>
          <h2 className={queue.name}>{customerName(row.contact_name)}</h2>
          {row.conversation_subject && <p className={queue.subject}>{row.conversation_subject}</p>}
        </div>
        <Tooltip label={t.actions.inInbox}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t.actions.inInbox}
            renderRoot={(props) => (
              <Link
                to="/inbox/$conversationId"
                params={{ conversationId }}
                search={{ status: 'all' }}
                {...props}
              />
            )}
          >
            <IconExternalLink size={15} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={queue.remark}>
        <div className={classes.actions}>
          {row.score !== null && <ScoreMark score={row.score} scale={row.scale ?? undefined} />}
          <DueMenu row={row} disabled={!mayWork} />
          <OwnerMenu row={row} disabled={!mayWork} startOpened={act === 'a'} />
          <div className={classes.buttons}>
            {mayWork && row.state === 'open' && (
              <Button variant="default" leftSection={<IconPhoneCheck size={15} />} onClick={contacted}>
                {t.actions.contacted}
              </Button>
            )}
            {mayWork && (
              <Button leftSection={<IconCheck size={15} />} onClick={() => setClosing(true)}>
                {t.actions.close}
              </Button>
            )}
            {row.can.work && row.state === 'closed' && (
              <Button
                variant="default"
                leftSection={<IconRotate size={15} />}
                onClick={() =>
                  void work.reopen(row.id).then(() => toast({ title: t.reopened }), toastProblem)
                }
              >
                {t.actions.reopen}
              </Button>
            )}
          </div>
        </div>
        {row.comment ? (
          <p className={queue.quote} dir="auto">
            {row.comment}
          </p>
        ) : (
          !row.reason && <p className={classes.quiet}>{causeOf(row)}</p>
        )}
        {row.reason && <p className={classes.quiet}>{t.reasonIs(row.reason)}</p>}
        {row.note && <p className={classes.quiet}>{row.note}</p>}
        <History row={row} />
      </div>
      <Timeline id={conversationId} onWhy={() => setWhy(true)} />
      <div ref={composer}>
        {canWrite && conversation.data && <Composer conversation={conversation.data} />}
      </div>
      <DecisionsPanel id={conversationId} opened={why} onClose={() => setWhy(false)} />
      {closing && (
        <CloseDialog
          row={row}
          onClose={() => setClosing(false)}
          onDone={() => {
            setClosing(false)
            onClosed()
          }}
        />
      )}
    </>
  )
}

/** Nothing is open yet: what will be here. */
function Pick() {
  return (
    <div className={queue.none}>
      <Empty icon={<IconHeartHandshake size={22} />} title={t.empty.pickTitle}>
        {t.empty.pick}
      </Empty>
    </div>
  )
}

function Loading() {
  return (
    <div role="status" aria-label={text.common.loading} style={{ padding: 16, display: 'grid', gap: 18 }}>
      <Skeleton h={28} w="50%" />
      <Skeleton h={56} radius="lg" />
      <Skeleton h={72} w="54%" radius="lg" />
    </div>
  )
}
