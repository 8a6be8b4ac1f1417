import { Button } from '@mantine/core'
import { IconCheck, IconHeartHandshake, IconLock, IconPhoneCheck, IconRotate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { CaseDetail } from '../../../followup/schema.ts'
import { ApiProblem } from '../../api/request.ts'
import { PaneFailed, PaneLoading, PaneMiddle } from '../../queue/pane-states.tsx'
import { QueueConversation, Remark } from '../../queue/queue-conversation.tsx'
import { text } from '../../text.ts'
import { confirm } from '../../ui/confirm.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ScoreMark } from '../../ui/score-mark.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { causeOf } from '../cause-of.ts'
import { caseQuery, markSeen, work } from '../queries.ts'
import classes from './case.module.css'
import { CloseDialog } from './close-dialog.tsx'
import { DueMenu } from './due-menu.tsx'
import { History } from './history.tsx'
import { OwnerMenu } from './owner-menu.tsx'

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
  if (isGone(asked.error)) return <Gone onBack={onBack} />
  if (asked.error) {
    const retry = () => void asked.refetch()
    return <PaneFailed error={asked.error} retry={retry} back={t.actions.back} onBack={onBack} />
  }
  return <PaneLoading />
}

const isGone = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404
const WORDS = { back: t.actions.back, inInbox: t.actions.inInbox }

type OpenedProps = { row: CaseDetail } & Pick<Props, 'act' | 'onBack' | 'onClosed'>

function Opened({ row, act, onBack, onClosed }: OpenedProps) {
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
  const asked = useRef(act)
  function takeAct(key: Act | 'z'): boolean {
    const isIt = asked.current === key
    if (isIt) asked.current = null
    return isIt
  }
  useEffect(() => {
    if (takeAct('c') && mayWork && row.state === 'open') contacted()
  })
  useShortcuts({ e: () => setClosing(true), ...(row.state === 'open' ? { c: contacted } : {}) }, mayWork)

  return (
    <>
      <QueueConversation of={row} words={WORDS} onBack={onBack} takeAct={takeAct}>
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
          <Remark>{row.comment}</Remark>
        ) : (
          !row.reason && <p className={classes.quiet}>{causeOf(row)}</p>
        )}
        {row.reason && <p className={classes.quiet}>{t.reasonIs(row.reason)}</p>}
        {row.note && <p className={classes.quiet}>{row.note}</p>}
        <History row={row} />
      </QueueConversation>
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
    <PaneMiddle>
      <Empty icon={<IconHeartHandshake size={22} />} title={t.empty.pickTitle}>
        {t.empty.pick}
      </Empty>
    </PaneMiddle>
  )
}

/** It is not there, or no longer open to the reader. */
function Gone({ onBack }: { onBack: () => void }) {
  const way = (
    <Button variant="default" onClick={onBack}>
      {t.actions.back}
    </Button>
  )
  return (
    <PaneMiddle>
      <div role="alert">
        <Empty icon={<IconLock size={22} />} title={text.failed.notFound} action={way}>
          {t.empty.gone}
        </Empty>
      </div>
    </PaneMiddle>
  )
}
