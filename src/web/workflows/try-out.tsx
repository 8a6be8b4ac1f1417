import { Alert, Button, Drawer, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldLabel } from '../../policy/workflow-words.ts'
import type { Conversation } from '../../inbox/schema.ts'
import type { DryRun, WorkflowInput } from '../../workflows/schema.ts'
import { get, messageOf, type Page, post } from '../api/request.ts'
import { nameOf } from '../inbox/name-of.ts'
import { text } from '../text.ts'
import { ChannelIcon } from '../ui/channel.tsx'
import { TimeAgo } from '../ui/time.tsx'
import classes from './workflows.module.css'

const t = text.workflows.tryOut

type Props = { opened: boolean; onClose: () => void; workflow: WorkflowInput; ready: boolean }

/** What the workflow would do for a conversation that there is, as it stands here. */
export function TryOut({ opened, onClose, workflow, ready }: Props) {
  const run = useMutation({
    mutationFn: (conversation: Conversation) =>
      post<DryRun>('/workflows/dry-run', {
        conversation_id: conversation.id,
        workflow: { ...workflow, name: workflow.name || text.workflows.edit.newName },
      }),
  })
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={460}
      title={t.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Text size="sm" c="dimmed" mb="md">
        {t.lead}
      </Text>
      {!ready ? (
        <Alert color="orange">{t.fix}</Alert>
      ) : run.isIdle ? (
        <Choose onChoose={(conversation) => run.mutate(conversation)} />
      ) : (
        <Stack gap="sm">
          <Text size="sm" fw={600}>
            {run.variables && (run.variables.subject ?? nameOf(run.variables.contact))}
          </Text>
          {run.isPending && <Skeleton h={120} radius="md" />}
          {run.error && <Alert color="red">{messageOf(run.error)}</Alert>}
          {run.data && <Outcome run={run.data} />}
          <div>
            <Button variant="default" size="xs" onClick={() => run.reset()}>
              {t.again}
            </Button>
          </div>
        </Stack>
      )}
    </Drawer>
  )
}

function Choose({ onChoose }: { onChoose: (conversation: Conversation) => void }) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const { data, isPending } = useQuery({
    queryKey: ['conversations', 'try', q],
    queryFn: ({ signal }) =>
      get<Page<Conversation>>('/conversations', { status: 'all', limit: 12, ...(q ? { q } : {}) }, signal),
  })
  return (
    <Stack gap="sm">
      <TextInput
        aria-label={t.search}
        placeholder={t.search}
        leftSection={<IconSearch size={15} />}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {isPending && <Skeleton h={160} radius="md" />}
      {data?.data.length === 0 && (
        <Text size="sm" c="dimmed">
          {t.none}
        </Text>
      )}
      <ul className={classes.log} aria-label={t.pick}>
        {data?.data.map((conversation) => (
          <li key={conversation.id}>
            <Button
              variant="subtle"
              color="gray"
              fullWidth
              justify="flex-start"
              leftSection={<ChannelIcon channel={conversation.channel} size={15} />}
              onClick={() => onChoose(conversation)}
            >
              {nameOf(conversation.contact)}
              {conversation.subject ? `: ${conversation.subject}` : ''}
              <Text span size="xs" c="dimmed" ml={8}>
                <TimeAgo at={conversation.updated_at} />
              </Text>
            </Button>
          </li>
        ))}
      </ul>
    </Stack>
  )
}

function Outcome({ run }: { run: DryRun }) {
  return (
    <>
      <div className={classes.verdict} data-yes={run.starts || undefined}>
        <strong>{run.starts ? t.starts : t.not}</strong>
        {run.sentence}
        {run.unknown.length > 0 && ` ${t.unknown(run.unknown.map(fieldLabel).join(', '))}`}
      </div>
      <ol className={classes.log}>
        {run.steps.map((step, index) => (
          // A branch may name the same step on both sides; the order is what tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <span className={classes.outcome} data-tone={step.outcome === 'would_refuse' ? 'bad' : undefined}>
              {t.outcomes[step.outcome] ?? step.outcome}
            </span>
            {step.sentence}
          </li>
        ))}
      </ol>
      {run.note && (
        <Text size="xs" c="dimmed">
          {run.note}
        </Text>
      )}
    </>
  )
}
