import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconCopy, IconDots, IconTrash } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import type { Step } from '../../../../policy/workflow/workflow-definition.ts'
import type { VariableKind } from '../../../../policy/workflow/workflow-fields.ts'
import { describeStep } from '../../../../policy/workflow/workflow-words.ts'
import type { Path } from '../../../../policy/workflow/workflow.ts'
import { useNames } from '../../../session/directory.ts'
import { text } from '../../../text.ts'
import { problemsAt, type Problems } from '../draft/use-draft.ts'
import { StepFields } from '../fields/step-fields.tsx'
import { StepIcon } from './step-icon.tsx'
import classes from './steps.module.css'

const t = text.workflows

type Props = {
  step: Step
  path: Path
  variables: ReadonlyMap<string, VariableKind>
  isOpen: boolean
  onToggle: () => void
  problems: Problems
  onChange: (step: Step) => void
  canMove: (way: 'up' | 'down') => boolean
  onMove: (way: 'up' | 'down') => void
  onCopy: () => void
  onRemove: () => void
}

/** One step: its sentence, and when it is open what can be set on it. */
export function StepCard(props: Props) {
  const { step, path, variables, isOpen, onToggle, problems, onChange, onMove, onRemove } = props
  const nameOf = useNames()
  const sentence = describeStep(step, nameOf)
  const at = `steps.${path.join('.')}`
  const wrong = ownProblems(problems, at, step)

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      onMove(event.key === 'ArrowUp' ? 'up' : 'down')
    } else if (event.key === 'Delete') onRemove()
  }

  return (
    <section
      className={classes.card}
      data-step={step.id}
      data-open={isOpen || undefined}
      data-wrong={wrong.length > 0 || undefined}
    >
      <button
        type="button"
        className={classes.head}
        aria-expanded={isOpen}
        draggable
        onDragStart={(event) => event.dataTransfer.setData('text/plain', step.id)}
        onClick={onToggle}
        onKeyDown={onKeyDown}
      >
        <span className={classes.icon}>
          <StepIcon type={step.type} />
        </span>
        <span className={classes.words}>
          <span className={classes.kind}>{t.steps[step.type].name}</span>
          <span className={classes.sentence}>{sentence}</span>
        </span>
        {wrong.length > 0 && <span className={classes.count}>{t.edit.problem(wrong.length)}</span>}
      </button>
      <div className={classes.more}>
        <StepMenu {...props} sentence={sentence} />
      </div>
      {isOpen && (
        <div className={classes.body}>
          <StepFields step={step} at={at} variables={variables} problems={problems} onChange={onChange} />
        </div>
      )}
    </section>
  )
}

function StepMenu({ canMove, onMove, onCopy, onRemove, sentence }: Props & { sentence: string }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.edit.stepMenu(sentence)}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArrowUp size={15} />}
          disabled={!canMove('up')}
          onClick={() => onMove('up')}
        >
          {t.edit.up}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={15} />}
          disabled={!canMove('down')}
          onClick={() => onMove('down')}
        >
          {t.edit.down}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={onCopy}>
          {t.edit.duplicate}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={onRemove}>
          {t.edit.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** A branch's own, and not those of the steps within it. */
function ownProblems(problems: Problems, at: string, step: Step): string[] {
  if (step.type !== 'branch') return problemsAt(problems, at)
  return [...problemsAt(problems, `${at}.conditions`), ...(problems[at] ? [problems[at]] : [])]
}
