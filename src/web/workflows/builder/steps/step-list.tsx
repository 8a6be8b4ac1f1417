import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { variableOf } from '../../../../policy/workflow/workflow-check.ts'
import type { Step, StepType } from '../../../../policy/workflow/workflow-definition.ts'
import type { VariableKind } from '../../../../policy/workflow/workflow-fields.ts'
import { describeStep } from '../../../../policy/workflow/workflow-words.ts'
import { type Path, stepAt } from '../../../../policy/workflow/workflow.ts'
import { allSteps } from '../../../../policy/workflow/workflow.ts'
import { useNames } from '../../../session/directory.ts'
import { setupQuery } from '../../../session/session.ts'
import { text } from '../../../text.ts'
import { toast } from '../../../ui/toast.tsx'
import {
  copyOf,
  insertStep,
  moveStep,
  newStep,
  pathOf,
  placeBeside,
  putBack,
  removeStep,
  replaceStep,
} from '../draft/edit-steps.ts'
import type { Problems } from '../draft/use-draft.ts'
import { AddStep } from './add-step.tsx'
import { focusNear, focusStep } from './focus-step.ts'
import { removedToast } from './removed-toast.ts'
import { StepCard } from './step-card.tsx'
import classes from './steps.module.css'

const t = text.workflows.edit

type Props = {
  /** Those of this list. */
  steps: readonly Step[]
  /** Those of the whole workflow. */
  all: readonly Step[]
  /** Where this list is. */
  at: Path
  open: string | null
  onOpen: (id: string | null) => void
  problems: Problems
  onChange: (steps: Step[]) => void
  /** Those of the whole workflow after the last change, for what is taken back later. */
  now: () => readonly Step[]
}

/** Steps one below the other with the places between them; a branch holds two lists of its own. */
export function StepList({ steps, all, at, open, onOpen, problems, onChange, now }: Props) {
  const nameOf = useNames()
  const canMail = useQuery(setupQuery).data?.mail !== false

  function add(path: Path, type: StepType): void {
    const step = newStep(type, all, canMail)
    onChange(insertStep(all, path, step))
    onOpen(step.id)
    focusStep(step.id)
  }

  function move(path: Path, way: 'up' | 'down'): void {
    const to = placeBeside(all, path, way)
    const step = stepAt(all, path)
    if (!to || !step) return
    const moved = moveStep(all, path, to)
    onChange(moved)
    const place = allSteps(moved).findIndex((each) => each.step.id === step.id) + 1
    notifications.show({ message: t.moved(describeStep(step, nameOf), place), autoClose: 1500 })
    focusStep(step.id)
  }

  function drop(id: string, target: Path): void {
    const from = pathOf(all, id)
    const step = from && stepAt(all, from)
    if (!from || !step) return
    // A branch cannot go into itself.
    if (from.every((part, index) => target[index] === part)) return
    const marker = `${id}-target`
    const marked = insertStep(all, target, { id: marker, type: 'reopen' })
    const without = removeStep(marked, pathOf(marked, id)!)
    onChange(replaceStep(without, pathOf(without, marker)!, step))
  }

  function remove(path: Path): void {
    const step = stepAt(all, path)
    if (!step) return
    const without = removeStep(all, path)
    onChange(without)
    onOpen(null)
    focusNear(without, path)
    toast({
      id: removedToast(step.id),
      title: t.removed,
      undo: () => {
        onChange(putBack(now(), path, step))
        focusStep(step.id)
      },
    })
  }

  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => {
        const path: Path = [...at, index]
        return (
          <li key={step.id}>
            <Between path={path} before={describeStep(step, nameOf)} onAdd={add} onDrop={drop} />
            <StepCard
              step={step}
              path={path}
              variables={variablesBefore(all, path)}
              isOpen={open === step.id}
              onToggle={() => onOpen(open === step.id ? null : step.id)}
              problems={problems}
              onChange={(next) => onChange(replaceStep(all, path, next))}
              onMove={(way) => move(path, way)}
              canMove={(way) => placeBeside(all, path, way) !== null}
              onCopy={() => {
                const copy = copyOf(step, all)
                onChange(insertStep(all, [...at, index + 1], copy))
                focusStep(copy.id)
              }}
              onRemove={() => remove(path)}
            />
            {step.type === 'branch' && (
              <div className={classes.sides}>
                {(['then', 'else'] as const).map((side) => (
                  <section key={side} className={classes.side} aria-label={t.side[side]}>
                    <h3>{t.side[side]}</h3>
                    <StepList
                      steps={step[side]}
                      all={all}
                      at={[...path, side]}
                      open={open}
                      onOpen={onOpen}
                      problems={problems}
                      onChange={onChange}
                      now={now}
                    />
                  </section>
                ))}
              </div>
            )}
          </li>
        )
      })}
      <li>
        {steps.length === 0 && at.length === 0 && <p className={classes.none}>{t.emptySteps}</p>}
        <Between
          path={[...at, steps.length]}
          before={null}
          onAdd={add}
          onDrop={drop}
          prominent={steps.length === 0}
        />
      </li>
    </ol>
  )
}

type BetweenProps = {
  path: Path
  /** The step that comes after; null at the end of the list. */
  before: string | null
  prominent?: boolean
  onAdd: (path: Path, type: StepType) => void
  onDrop: (id: string, path: Path) => void
}

/** Takes a step that is dragged here. */
function Between({ path, before, prominent = false, onAdd, onDrop }: BetweenProps) {
  const side = path.at(-2)
  const list = typeof side === 'string' ? `${text.workflows.edit.side[side].toLowerCase()}, ` : ''
  return (
    <div
      className={classes.gap}
      data-add={path.join('.')}
      data-field={path.join('.') === '0' ? 'steps' : undefined}
      onDragOver={(event) => {
        event.preventDefault()
        event.currentTarget.dataset['over'] = 'true'
      }}
      onDragLeave={(event) => delete event.currentTarget.dataset['over']}
      onDrop={(event) => {
        event.preventDefault()
        delete event.currentTarget.dataset['over']
        onDrop(event.dataTransfer.getData('text/plain'), path)
      }}
    >
      <AddStep
        where={`${list}${before === null ? 'at the end' : `before “${before}”`}`}
        prominent={prominent}
        onAdd={(type) => onAdd(path, type)}
      />
    </div>
  )
}

/** What the steps before one have left behind, as the server's check sees it. */
function variablesBefore(all: readonly Step[], path: Path): ReadonlyMap<string, VariableKind> {
  const known = new Map<string, VariableKind>()
  for (const { step, path: at } of allSteps(all)) {
    if (at.join('.') === path.join('.')) break
    // The other side of a branch that one is in was not gone through.
    const isOther = at.some(
      (part, index) => part === 'then' && path[index] === 'else' && samePrefix(at, path, index),
    )
    const set = isOther ? null : variableOf(step)
    if (set) known.set(set.name, set.kind)
  }
  return known
}

const samePrefix = (a: Path, b: Path, length: number): boolean =>
  a.slice(0, length).join('.') === b.slice(0, length).join('.')
