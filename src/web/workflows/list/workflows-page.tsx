import { Button, Skeleton } from '@mantine/core'
import { IconPlus, IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failed } from '../../ui/failed.tsx'
import { Page } from '../../ui/page.tsx'
import rows from '../../ui/rows.module.css'
import { workflowsQuery } from '../queries.ts'
import { TemplatePicker } from './template-picker.tsx'
import { WorkflowRow } from './workflow-row.tsx'

const t = text.workflows

/** What Candor does by itself (O9). */
export function WorkflowsPage() {
  const { data, error, refetch } = useQuery(workflowsQuery)
  const [choosing, setChoosing] = useState(false)
  const add = (
    <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setChoosing(true)}>
      {t.add}
    </Button>
  )
  return (
    <Page title={t.title} lead={t.lead} actions={data && data.data.length > 0 && add}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <div role="status" aria-label={text.common.loading}>
          <Skeleton h={140} radius="md" />
        </div>
      ) : data.data.length === 0 ? (
        <Empty icon={<IconRoute size={22} />} title={t.none} action={add}>
          {t.noneHelp}
        </Empty>
      ) : (
        <ul className={rows.rows} aria-label={t.title}>
          {data.data.map((workflow) => (
            <WorkflowRow key={workflow.id} workflow={workflow} />
          ))}
        </ul>
      )}
      <TemplatePicker opened={choosing} onClose={() => setChoosing(false)} />
    </Page>
  )
}
