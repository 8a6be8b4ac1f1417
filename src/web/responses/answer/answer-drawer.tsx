import { Button, Drawer, Group, Skeleton, Stack } from '@mantine/core'
import { IconEyeOff, IconMessage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ResponseDetail } from '../../../insights/answers/responses-schema.ts'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import { customerName } from '../../ui/name-of.ts'
import { ScoreMark } from '../../ui/score-mark.tsx'
import { Moment, TimeAgo } from '../../ui/time.tsx'
import { Marks } from '../list/answer-row.tsx'
import { responseQuery } from '../list/queries.ts'
import classes from './detail.module.css'
import { Evidence, Revisions, SurveyFacts } from './evidence.tsx'
import { SetAside, useRestore } from './set-aside.tsx'

const t = text.responses.detail

type Props = { id: string; opened: boolean; onClose: () => void }

/** One answer: what was said, its versions, what was seen of its link, and whether it counts (SPEC § 3.1). */
export function AnswerDrawer({ id, opened, onClose }: Props) {
  const { data, error, refetch } = useQuery(responseQuery(id))
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={470}
      title={t.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {data ? (
        <Detail answer={data} />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Stack role="status" aria-label={text.common.loading}>
          <Skeleton h={24} w="60%" />
          <Skeleton h={64} radius="md" />
          <Skeleton h={140} radius="md" />
        </Stack>
      )}
    </Drawer>
  )
}

function Detail({ answer }: { answer: ResponseDetail }) {
  const [asking, setAsking] = useState(false)
  const { conversation_id: conversationId, quarantine, can } = answer
  return (
    <>
      <div className={classes.head}>
        <ScoreMark score={answer.score} scale={answer.scale} />
        <strong>{customerName(answer.contact_name)}</strong>
        <Marks row={answer} />
      </div>
      {answer.comment && (
        <blockquote className={classes.quote} dir="auto">
          {answer.comment}
        </blockquote>
      )}
      {answer.reasons.length > 0 && <p className={classes.quiet}>{answer.reasons.join(' · ')}</p>}
      {quarantine && <Aside answer={answer} quarantine={quarantine} />}
      <Facts answer={answer} />
      <Group gap={8} mt={14}>
        <Button
          variant="default"
          leftSection={<IconMessage size={15} />}
          renderRoot={(props) => (
            <Link
              to="/inbox/$conversationId"
              params={{ conversationId }}
              search={{ status: 'all' }}
              {...props}
            />
          )}
        >
          {t.conversation}
        </Button>
        {can.review && !quarantine && (
          <Button variant="default" leftSection={<IconEyeOff size={15} />} onClick={() => setAsking(true)}>
            {text.responses.review.action}
          </Button>
        )}
      </Group>
      {answer.revisions.length > 1 && <Revisions answer={answer} />}
      <Evidence answer={answer} />
      <SurveyFacts answer={answer} />
      <SetAside id={answer.id} opened={asking} onClose={() => setAsking(false)} />
    </>
  )
}

function Facts({ answer }: { answer: ResponseDetail }) {
  const facts = [
    [t.by.agent, answer.agent_name ?? text.responses.nobody],
    [t.by.channel, text.channels[answer.channel]],
    [t.by.handledBy, text.insights.handledBy[answer.handled_by]],
    [t.by.tags, answer.tags.join(', ') || t.none],
  ] as const
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{t.by.at}</dt>
        <dd>
          <Moment at={answer.submitted_at} />
        </dd>
      </div>
    </dl>
  )
}

/** Why it does not count, and the way back. */
function Aside({
  answer,
  quarantine,
}: {
  answer: ResponseDetail
  quarantine: NonNullable<ResponseDetail['quarantine']>
}) {
  const restore = useRestore()
  return (
    <div className={classes.aside}>
      <strong>{t.aside.title}</strong>
      <p>
        {quarantine.sentence}
        {quarantine.at && (
          <>
            {' · '}
            <TimeAgo at={quarantine.at} />
          </>
        )}
      </p>
      {answer.can.review && (
        <Button
          variant="default"
          mt={8}
          loading={restore.isPending}
          onClick={() => restore.mutate(answer.id)}
        >
          {text.responses.review.restore}
        </Button>
      )}
    </div>
  )
}
