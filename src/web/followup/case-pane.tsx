import { ActionIcon, Button, Kbd, Skeleton, Tooltip } from '@mantine/core'
import {
  IconArrowLeft,
  IconCheck,
  IconExternalLink,
  IconHeartHandshake,
  IconPhoneCheck,
  IconRotate,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { CaseDetail } from '../../followup/schema.ts'
import { useCan } from '../access/session.ts'
import { Composer } from '../inbox/composer.tsx'
import { DecisionsPanel } from '../inbox/decisions-panel.tsx'
import { conversationQuery } from '../inbox/queries.ts'
import { Timeline } from '../inbox/timeline.tsx'
import queue from '../responses/queue.module.css'
import { useShortcuts } from '../shell/shortcuts.ts'
import { ScoreMark } from '../surveys/score-mark.tsx'
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

type Props = {
  id: string | undefined
  isEmpty: boolean
  onBack: () => void
  /** The case was closed: on to the next. */
  onClosed: () => void
}

/** One case: what was said, whose it is, the conversation, and the reply right there (A7, I21). */
export function CasePane({ id, isEmpty, onBack, onClosed }: Props) {
  const asked = useQuery({ ...caseQuery(id ?? ''), enabled: id !== undefined })
  if (!id) return isEmpty ? null : <Pick />
  if (asked.data) return <Opened key={id} row={asked.data} onBack={onBack} onClosed={onClosed} />
  if (asked.error) {
    const way = (
      <Button variant="default" onClick={onBack}>
        {t.actions.back}
      </Button>
    )
    return (
      <div className={queue.none}>
        <Failed error={asked.error} retry={() => void asked.refetch()} way={way} />
      </div>
    )
  }
  return <Loading />
}

function Opened({ row, onBack, onClosed }: { row: CaseDetail } & Pick<Props, 'onBack' | 'onClosed'>) {
  const { conversation_id: conversationId } = row
  const conversation = useQuery(conversationQuery(conversationId))
  const canWrite = useCan('inbox.write')
  const [why, setWhy] = useState(false)
  const [closing, setClosing] = useState(false)
  const mayWork = row.can.work && row.state !== 'closed'
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
          <h2 className={queue.name}>{row.contact_name ?? t.someone}</h2>
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
          <OwnerMenu row={row} disabled={!mayWork} />
          <span className={classes.push} />
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
              onClick={() => void work.reopen(row.id).then(() => toast({ title: t.reopened }), toastProblem)}
            >
              {t.actions.reopen}
            </Button>
          )}
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
      {canWrite && conversation.data && <Composer conversation={conversation.data} />}
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

/** Nothing is open yet: what will be here, and the keys that lead through the queue. */
function Pick() {
  const keys = [
    ['j', t.empty.next],
    ['k', t.empty.previous],
    ['r', t.empty.reply],
    ['c', t.empty.contacted],
    ['a', t.empty.assign],
    ['e', t.empty.close],
  ] as const
  return (
    <div className={queue.none}>
      <Empty
        icon={<IconHeartHandshake size={22} />}
        title={t.empty.pickTitle}
        action={
          <span className={queue.keys}>
            {keys.map(([key, what]) => (
              <span key={key}>
                <Kbd size="xs">{key}</Kbd> {what}
              </span>
            ))}
          </span>
        }
      >
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
