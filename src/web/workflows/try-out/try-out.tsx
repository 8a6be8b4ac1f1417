import { Alert, Button, Drawer, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Step } from '../../../policy/workflow/workflow-definition.ts'
import { fieldLabel } from '../../../policy/workflow/workflow-words.ts'
import { allSteps } from '../../../policy/workflow/workflow.ts'
import type { Candidate, DryRun } from '../../../workflows/run-schema.ts'
import type { WorkflowInput } from '../../../workflows/schema.ts'
import { messageOf, post } from '../../api/request.ts'
import { text } from '../../text.ts'
import runs from '../runs/runs.module.css'
import { Candidates, titleOf } from './candidates.tsx'
import classes from './try-out.module.css'

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
          {run.data && <Outcome run={run.data} steps={workflow.steps} />}
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

function Outcome({ run, steps }: { run: DryRun; steps: readonly Step[] }) {
  return (
    <>
      <div className={classes.verdict} data-yes={run.starts || undefined}>
        <strong>{run.starts ? t.starts : t.not}</strong>
        {run.sentence}
        {run.unknown.length > 0 && ` ${t.unknown(run.unknown.map(fieldLabel).join(', '))}`}
      </div>
      <ol className={runs.log}>
        {run.steps.map((step, index) => (
          // A branch may name the same step on both sides; the order is what tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <span className={runs.outcome} data-tone={step.outcome === 'would_refuse' ? 'bad' : undefined}>
              {t.outcomes[step.outcome] ?? step.outcome}
            </span>
            <strong>{nameOf(step, steps)}</strong>: {step.sentence}
            <WouldSend facts={step.facts} />
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

/** "Step 2, Notify somebody" */
function nameOf({ step_id: id }: DryRun['steps'][number], steps: readonly Step[]): string {
  const all = allSteps(steps).map(({ step }) => step)
  const index = all.findIndex((step) => step.id === id)
  const step = all[index]
  return step ? text.workflows.edit.stepNumber(index + 1, text.workflows.steps[step.type].name) : id
}

/** The text that somebody would get. */
function WouldSend({ facts: { subject, body } }: { facts: DryRun['steps'][number]['facts'] }) {
  if (typeof body !== 'string') return null
  return (
    <blockquote className={classes.sent}>
      {typeof subject === 'string' && <strong>{subject}</strong>}
      {body}
    </blockquote>
  )
}
