import { Button, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { delivery } from '../../../surveys/schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { get, post } from '../../api/request.ts'
import { useCan } from '../../session/session.ts'
import { text } from '../../text.ts'
import { Moment } from '../../ui/time.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import classes from './decisions.module.css'

const t = text.inbox.why.attempts
type Attempt = z.infer<typeof delivery>

/** How a survey was handed over: every attempt with its outcome, and another try after the last one failed. */
export function Attempts({ surveyId }: { surveyId: string }) {
  const key = ['attempts', surveyId]
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ data: Attempt[] }>(`/surveys/${surveyId}/deliveries`, undefined, signal),
  })
  const maySend = useCan('csat.send')
  const retry = useMutation({
    mutationFn: () => post(`/surveys/${surveyId}/retry`),
    onSuccess: () => toast({ title: t.again }),
    onError: (error) => toastProblem(error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  })
  const attempts = data?.data ?? []
  if (attempts.length === 0) return null
  const failed = ['rejected', 'bounced'].includes(attempts.at(-1)!.state)
  return (
    <div className={classes.attempts}>
      <Text size="xs" fw={600}>
        {t.title}
      </Text>
      <ol>
        {attempts.map((attempt) => (
          <li key={attempt.attempt}>
            {t.line(text.channels[attempt.channel], t.states[attempt.state] ?? attempt.state)} ·{' '}
            <Moment at={attempt.finished_at ?? attempt.started_at} />
            {attempt.error && <div>{attempt.error}</div>}
          </li>
        ))}
      </ol>
      {failed && maySend && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={14} />}
          loading={retry.isPending}
          onClick={() => retry.mutate()}
        >
          {t.retry}
        </Button>
      )}
    </div>
  )
}
