import { ActionIcon, Button, Kbd, Skeleton, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconExternalLink, IconFingerprint, IconMessage2Heart } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ResponseItem } from '../../insights/answers/responses-schema.ts'
import { useCan } from '../access/session.ts'
import { Composer } from '../inbox/composer.tsx'
import { DecisionsPanel } from '../inbox/decisions-panel.tsx'
import { conversationQuery } from '../inbox/queries.ts'
import { Timeline } from '../inbox/timeline.tsx'
import { ScoreMark } from '../surveys/score-mark.tsx'
import { customerName } from '../inbox/name-of.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { TimeAgo } from '../ui/time.tsx'
import { AnswerDrawer } from './answer-drawer.tsx'
import { Marks } from './answer-row.tsx'
import list from './answers.module.css'
import { responseQuery } from './queries.ts'
import classes from './queue.module.css'

const t = text.responses

type Props = {
  id: string | undefined
  /** The answer as the list has it; without it, it is asked for. */
  known: ResponseItem | undefined
  isEmpty: boolean
  onBack: () => void
}

/** The conversation behind a remark, with the reply right there (I16, I21, A7). */
export function RemarkPane({ id, known, isEmpty, onBack }: Props) {
  const asked = useQuery({ ...responseQuery(id ?? ''), enabled: id !== undefined && !known })
  const remark = known ?? asked.data
  if (!id) return isEmpty ? null : <Pick />
  if (remark) return <Remark key={remark.id} remark={remark} onBack={onBack} />
  if (asked.error) {
    return (
      <div className={classes.none}>
        <Failed
          error={asked.error}
          retry={() => void asked.refetch()}
          way={
            <Button variant="default" onClick={onBack}>
              {t.pane.back}
            </Button>
          }
        />
      </div>
    )
  }
  return <Loading />
}

function Remark({ remark, onBack }: { remark: ResponseItem; onBack: () => void }) {
  const { conversation_id: conversationId } = remark
  const conversation = useQuery(conversationQuery(conversationId))
  const canWrite = useCan('inbox.write')
  const [why, setWhy] = useState(false)
  const [evidence, setEvidence] = useState(false)
  return (
    <>
      <header className={classes.top}>
        <ActionIcon
          className={classes.back!}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t.pane.back}
          onClick={onBack}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div className={classes.names}>
          <h2 className={classes.name}>{customerName(remark.contact_name)}</h2>
          {remark.conversation_subject && <p className={classes.subject}>{remark.conversation_subject}</p>}
        </div>
        <Button
          variant="default"
          leftSection={<IconFingerprint size={15} />}
          onClick={() => setEvidence(true)}
        >
          {t.pane.evidence}
        </Button>
        <Tooltip label={t.pane.inInbox}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t.pane.inInbox}
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
      <div className={classes.remark}>
        <div className={classes.facts}>
          <ScoreMark score={remark.score} scale={remark.scale} />
          <Marks row={remark} />
          <TimeAgo at={remark.edited_at ?? remark.submitted_at} className={list.time!} />
        </div>
        {remark.comment && (
          <p className={classes.quote} dir="auto">
            {remark.comment}
          </p>
        )}
      </div>
      <Timeline id={conversationId} onWhy={() => setWhy(true)} />
      {canWrite && conversation.data && <Composer conversation={conversation.data} />}
      <DecisionsPanel id={conversationId} opened={why} onClose={() => setWhy(false)} />
      {evidence && <AnswerDrawer id={remark.id} opened onClose={() => setEvidence(false)} />}
    </>
  )
}

/** Nothing is open yet: what will be here, and the keys that lead through the queue. */
function Pick() {
  const keys = [
    ['j', t.empty.next],
    ['k', t.empty.previous],
    ['r', t.empty.reply],
  ] as const
  return (
    <div className={classes.none}>
      <Empty
        icon={<IconMessage2Heart size={22} />}
        title={t.empty.pickTitle}
        action={
          <span className={classes.keys}>
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
