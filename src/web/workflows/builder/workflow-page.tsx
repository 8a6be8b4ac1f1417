import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import type { WorkflowInput } from '../../../workflows/schema.ts'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import { Page } from '../../ui/page.tsx'
import { templatesQuery, workflowQuery } from '../queries.ts'
import { Editor } from './editor.tsx'

const t = text.workflows

const BLANK: WorkflowInput = {
  name: '',
  enabled: false,
  trigger: { type: 'csat.score_submitted', updates: 'score_changed' },
  conditions: null,
  steps: [],
}

/** A workflow, a new one or one that is there. */
export function WorkflowPage() {
  const { workflowId } = useParams({ strict: false }) as { workflowId: string }
  const { template } = useSearch({ strict: false }) as { template?: string }
  if (workflowId !== 'new') return <Saved key={workflowId} id={workflowId} />
  return template ? <FromTemplate key={template} name={template} /> : <New start={BLANK} />
}

function New({ start }: { start: WorkflowInput }) {
  return <Editor start={{ workflow: start, id: null, version: null }} />
}

function FromTemplate({ name }: { name: string }) {
  const { data, error, refetch } = useQuery(templatesQuery)
  if (!data) return <Waiting error={error} retry={() => void refetch()} />
  return <New start={data.data.find(({ key }) => key === name)?.workflow ?? BLANK} />
}

function Saved({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(workflowQuery(id))
  if (!data) return <Waiting error={error} retry={() => void refetch()} />
  const { name, enabled, trigger, conditions, steps, version } = data
  return <Editor start={{ workflow: { name, enabled, trigger, conditions, steps }, id, version }} />
}

function Waiting({ error, retry }: { error: Error | null; retry: () => void }) {
  return (
    <Page title={t.title}>
      {error ? (
        <Failed error={error} retry={retry} />
      ) : (
        <div role="status" aria-label={text.common.loading}>
          <Skeleton h={64} radius="md" mb={20} />
          <Skeleton h={64} radius="md" mb={20} />
          <Skeleton h={64} radius="md" />
        </div>
      )}
    </Page>
  )
}
