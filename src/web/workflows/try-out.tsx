import { Alert, Button, Drawer, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { fieldLabel } from '../../policy/workflow/workflow-words.ts'
import type { Candidate, DryRun, WorkflowInput } from '../../workflows/schema.ts'
import { messageOf, post } from '../api/request.ts'
import { text } from '../text.ts'
import { Candidates, titleOf } from './candidates.tsx'
import classes from './workflows.module.css'

const t = text.workflows.tryOut

type Props = { opened: boolean; onClose: () => void; workflow: WorkflowInput }

/** What the workflow would do for a conversation that there is, as it stands here. */
export function TryOut({ opened, onClose, workflow }: Props) {
  const named = { ...workflow, name: workflow.name || text.workflows.edit.newName }
  const run = useMutation({
    mutationFn: (conversation: Candidate) =>
      post<DryRun>('/workflows/dry-run', { conversation_id: conversation.id, workflow: named }),
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
      {run.isIdle ? (
        <Candidates workflow={named} onChoose={(conversation) => run.mutate(conversation)} />
      ) : (
        <Stack gap="sm">
          <Text size="sm" fw={600}>
            {run.variables && titleOf(run.variables)}
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
