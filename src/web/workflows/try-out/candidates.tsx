import { Button, Skeleton, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Candidate } from '../../../workflows/run-schema.ts'
import type { WorkflowInput } from '../../../workflows/schema.ts'
import { messageOf, type Page, post } from '../../api/request.ts'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import { customerName } from '../../ui/name-of.ts'
import { TimeAgo } from '../../ui/time.tsx'
import { whichOf } from '../runs/run-words.ts'
import runs from '../runs/runs.module.css'
import classes from './try-out.module.css'

const t = text.workflows.tryOut

type Props = { workflow: WorkflowInput; onChoose: (conversation: Candidate) => void }

/** Conversations to try a workflow on: first those that it would start for, or only those. */
export function Candidates({ workflow, onChoose }: Props) {
  const [typed, setTyped] = useState('')
  const [matching, setMatching] = useState(false)
  const [q] = useDebouncedValue(typed.trim(), 200)
  const { data, error, isPending } = useQuery({
    queryKey: ['workflow-candidates', workflow, matching, q],
    queryFn: () =>
      post<Page<Candidate>>('/workflows/candidates', { workflow, matching, ...(q ? { q } : {}) }),
    placeholderData: keepPreviousData,
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
      <Switch
        size="sm"
        label={t.matching}
        checked={matching}
        onChange={(event) => setMatching(event.currentTarget.checked)}
      />
      {isPending && <Skeleton h={160} radius="md" />}
      {error && <Text size="sm">{messageOf(error)}</Text>}
      {data?.data.length === 0 && (
        <Text size="sm" c="dimmed">
          {matching ? t.noneMatch : t.none}
        </Text>
      )}
      <ul className={runs.log} aria-label={t.pick}>
        {data?.data.map((conversation) => (
          <li key={conversation.id}>
            <Button
              variant="subtle"
              color="gray"
              fullWidth
              h="auto"
              py={6}
              justify="flex-start"
              leftSection={
                <ChannelIcon channel={conversation.channel as keyof typeof text.channels} size={15} />
              }
              onClick={() => onChoose(conversation)}
            >
              <span className={classes.candidate}>
                {titleOf(conversation)}
                <Text span size="xs" c="dimmed">
                  <TimeAgo at={conversation.last_at} />
                  {conversation.starts && (
                    <span className={classes.match}>
                      <IconCheck size={13} aria-hidden /> {t.match}
                    </span>
                  )}
                </Text>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </Stack>
  )
}

/** "Cora Customer: A chipped teapot" */
export function titleOf(conversation: Candidate): string {
  return `${customerName(conversation.contact_name)}: ${whichOf(conversation)}`
}
