import { Anchor, Button, Skeleton } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queryClient } from '../api/query-client.ts'
import { post } from '../api/request.ts'
import { useCan } from '../session/session.ts'
import { text } from '../text.ts'
import { ChannelIcon } from '../ui/channel.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { customerName } from '../ui/name-of.ts'
import { TimeAgo } from '../ui/time.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import classes from './channels.module.css'
import { type DeadLetter, deadLettersQuery } from './queries.ts'

const t = text.channelSettings.dead

/** The surveys that failed on every way, each with its reason and another try (O3). */
export function DeadLetters() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(deadLettersQuery)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) {
    return (
      <div role="status" aria-label={text.common.loading} className={classes.loading}>
        <Skeleton h={58} radius="md" />
        <Skeleton h={58} radius="md" />
      </div>
    )
  }
  const letters = data.pages.flatMap((page) => page.data)
  if (letters.length === 0) {
    return (
      <Empty icon={<IconMailCheck size={22} />} title={t.none}>
        {t.noneHelp}
      </Empty>
    )
  }
  return (
    <>
      <ul className={classes.list} aria-label={t.title}>
        {letters.map((letter) => (
          <Letter key={letter.survey_id} letter={letter} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="subtle" mt={8} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      )}
    </>
  )
}

function Letter({ letter }: { letter: DeadLetter }) {
  const canSend = useCan('csat.send')
  const name = customerName(letter.contact_name)
  const retry = useMutation({
    mutationFn: () => post(`/surveys/${letter.survey_id}/retry`),
    onSuccess: () => toast({ title: t.retried }),
    onError: (problem) => toastProblem(problem),
    onSettled: () => queryClient.invalidateQueries({ queryKey: deadLettersQuery.queryKey }),
  })
  return (
    <li className={classes.channel}>
      <span className={classes.icon}>
        <ChannelIcon channel={letter.channel} size={19} />
      </span>
      <div className={classes.about}>
        <div className={classes.head}>
          <Anchor
            className={classes.name!}
            aria-label={t.open(name)}
            renderRoot={(props) => (
              <Link
                to="/inbox/$conversationId"
                params={{ conversationId: letter.conversation_id }}
                {...props}
              />
            )}
          >
            {name}
          </Anchor>
          <span className={classes.quiet}>
            {text.channels[letter.channel]} · {t.attempts(letter.attempt)} ·{' '}
            <TimeAgo at={letter.finished_at ?? letter.started_at} />
          </span>
        </div>
        <div className={classes.sentence} data-tone="bad">
          {letter.error ?? t.noReason}
        </div>
      </div>
      {canSend && (
        <Button
          variant="default"
          aria-label={t.retryOf(name)}
          loading={retry.isPending}
          onClick={() => retry.mutate()}
        >
          {t.retry}
        </Button>
      )}
    </li>
  )
}
