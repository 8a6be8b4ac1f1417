import { Button, Drawer, Group, Skeleton, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RunDetail } from '../../../workflows/run-schema.ts'
import { post } from '../../api/request.ts'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import { customerName } from '../../ui/name-of.ts'
import { Moment } from '../../ui/time.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { refreshWorkflows, runQuery } from '../queries.ts'
import { stateOf, toneOf, whichOf } from './run-words.ts'
import classes from './runs.module.css'

const t = text.workflows.log

/** One run: every step with its outcome and what it rested on. */
export function RunDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { data, error, refetch } = useQuery({ ...runQuery(id ?? ''), enabled: id !== null })
  const cancel = useMutation({
    mutationFn: () => post(`/workflows/runs/${id}/cancel`),
    onSuccess: () => toast({ title: t.cancelled }),
    onError: (problem) => toastProblem(problem),
    onSettled: () => {
      void refetch()
      void refreshWorkflows()
    },
  })
  const isOpen = data?.state === 'running' || data?.state === 'waiting'
  return (
    <Drawer
      opened={id !== null}
      onClose={onClose}
      position="right"
      size={480}
      title={t.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton h={200} radius="md" />
      ) : (
        <>
          <Text size="sm" fw={600} mb={4}>
            {customerName(data.conversation.contact_name)}: {whichOf(data.conversation)}
          </Text>
          <Group gap={8} mb={6}>
            <span className={classes.outcome} data-tone={toneOf(data)}>
              {stateOf(data)}
            </span>
            <Text size="xs" c="dimmed">
              {t.version(data.version)} · <Moment at={data.started_at} />
            </Text>
          </Group>
          {data.sentence && <Text size="sm">{data.sentence}</Text>}
          {data.wait_until && isOpen && (
            <Text size="sm">
              {t.until} <Moment at={data.wait_until} />
            </Text>
          )}
          <Group gap={8} my="sm">
            <Button
              size="xs"
              variant="default"
              renderRoot={(props) => (
                <Link
                  to="/inbox/$conversationId"
                  params={{ conversationId: data.conversation.id }}
                  {...props}
                />
              )}
            >
              {t.open}
            </Button>
            {isOpen && (
              <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t.cancel}
              </Button>
            )}
          </Group>
          <ol className={classes.log}>
            {data.log.map((entry, index) => (
              // A log only grows at its end.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <Entry entry={entry} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Drawer>
  )
}

function Entry({ entry }: { entry: RunDetail['log'][number] }) {
  const facts = Object.entries(entry.facts)
  const isBad = ['failed', 'refused', 'stopped'].includes(entry.outcome)
  return (
    <>
      <span className={classes.outcome} data-tone={isBad ? 'bad' : undefined}>
        {t.outcomes[entry.outcome] ?? entry.outcome}
      </span>
      {entry.sentence}
      <Text size="xs" c="dimmed">
        <Moment at={entry.at} />
      </Text>
      {facts.length > 0 && (
        <details>
          <summary style={{ fontSize: 12.5, cursor: 'pointer' }}>{t.facts}</summary>
          <dl className={classes.facts}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name.replaceAll('_', ' ')}</dt>
                <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}
