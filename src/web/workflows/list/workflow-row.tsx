import { Anchor, Switch, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { describeTrigger } from '../../../policy/workflow/workflow-words.ts'
import type { Workflow } from '../../../workflows/schema.ts'
import { text } from '../../text.ts'
import rows from '../../ui/rows.module.css'
import { TimeAgo } from '../../ui/time.tsx'
import { useTurn } from '../use-turn.ts'

const t = text.workflows

/** One workflow: on or off, what starts it, and how its runs went. */
export function WorkflowRow({ workflow }: { workflow: Workflow }) {
  const { id, name, enabled, trigger, runs } = workflow
  const turn = useTurn(id, name)
  const ran = runs.finished + runs.failed + runs.active + runs.stopped > 0
  return (
    <li className={rows.row}>
      <Switch
        checked={turn.isPending ? turn.variables : enabled}
        onChange={(event) => turn.mutate(event.currentTarget.checked)}
        aria-label={t.turn(name)}
      />
      <div className={rows.who}>
        <Anchor
          size="sm"
          fw={500}
          c="inherit"
          renderRoot={(props) => (
            <Link to="/settings/workflows/$workflowId" params={{ workflowId: id }} {...props} />
          )}
        >
          {name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {describeTrigger(trigger).replace(/^./, (letter) => letter.toUpperCase())}
        </Text>
      </div>
      <Text
        size="xs"
        c={runs.failed > 0 ? 'var(--c-bad)' : runs.with_problems > 0 ? 'var(--c-warn)' : 'dimmed'}
        className="nums"
      >
        {ran ? t.runs.line(runs) : t.runs.none}
        {runs.last_at && (
          <>
            {' · '}
            <TimeAgo at={runs.last_at} />
          </>
        )}
      </Text>
    </li>
  )
}
