import { Button } from '@mantine/core'
import { IconFingerprint, IconMessage2Heart } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ResponseItem } from '../../insights/answers/responses-schema.ts'
import { KeyHints } from '../queue/key-hints.tsx'
import list from '../queue/list.module.css'
import { PaneFailed, PaneLoading, PaneMiddle } from '../queue/pane-states.tsx'
import { QueueConversation, Remark } from '../queue/queue-conversation.tsx'
import classes from '../queue/queue.module.css'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { ScoreMark } from '../ui/score-mark.tsx'
import { TimeAgo } from '../ui/time.tsx'
import { AnswerDrawer } from './answer/answer-drawer.tsx'
import { Marks } from './list/answer-row.tsx'
import { responseQuery } from './list/queries.ts'

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
  if (remark) return <Opened key={remark.id} remark={remark} onBack={onBack} />
  if (asked.error) {
    const retry = () => void asked.refetch()
    return <PaneFailed error={asked.error} retry={retry} back={t.pane.back} onBack={onBack} />
  }
  return <PaneLoading />
}

function Opened({ remark, onBack }: { remark: ResponseItem; onBack: () => void }) {
  const [evidence, setEvidence] = useState(false)
  const show = (
    <Button variant="default" leftSection={<IconFingerprint size={15} />} onClick={() => setEvidence(true)}>
      {t.pane.evidence}
    </Button>
  )
  return (
    <>
      <QueueConversation of={remark} words={t.pane} onBack={onBack} actions={show}>
        <div className={classes.facts}>
          <ScoreMark score={remark.score} scale={remark.scale} />
          <Marks row={remark} />
          <TimeAgo at={remark.edited_at ?? remark.submitted_at} className={list.time!} />
        </div>
        {remark.comment && <Remark>{remark.comment}</Remark>}
      </QueueConversation>
      {evidence && <AnswerDrawer id={remark.id} opened onClose={() => setEvidence(false)} />}
    </>
  )
}

const KEYS = [
  [['j'], t.empty.next],
  [['k'], t.empty.previous],
  [['r'], t.empty.reply],
] as const

/** Nothing is open yet: what will be here, and the keys that lead through the queue. */
function Pick() {
  return (
    <PaneMiddle>
      <Empty
        icon={<IconMessage2Heart size={22} />}
        title={t.empty.pickTitle}
        action={<KeyHints hints={KEYS} />}
      >
        {t.empty.pick}
      </Empty>
    </PaneMiddle>
  )
}
