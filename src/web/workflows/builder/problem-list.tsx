import { Anchor } from '@mantine/core'
import { text } from '../../text.ts'
import { nameOfField } from './draft/places.ts'
import type { WorkflowDraft } from './draft/use-draft.ts'
import classes from './editor.module.css'

const t = text.workflows.edit

type Props = { workflow: WorkflowDraft; onGoTo: (field: string) => void }

/** What has to be mended before it can be saved; each leads to its field. */
export function ProblemList({ workflow: { problems, draft }, onGoTo }: Props) {
  return (
    <div className={classes.problems} role="alert" aria-label={t.problem(Object.keys(problems).length)}>
      <strong>{t.problem(Object.keys(problems).length)}</strong>
      <ul>
        {Object.entries(problems).map(([field, message]) => (
          <li key={field}>
            <Anchor component="button" type="button" size="sm" onClick={() => onGoTo(field)}>
              {nameOfField(field, draft.steps)}
            </Anchor>{' '}
            {message}
          </li>
        ))}
      </ul>
    </div>
  )
}
