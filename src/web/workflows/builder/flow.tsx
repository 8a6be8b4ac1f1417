import { Button, Text } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconBolt, IconFilter, IconFlag } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { describeCondition, describeStep, describeTrigger } from '../../../policy/workflow/workflow-words.ts'
import { allSteps } from '../../../policy/workflow/workflow.ts'
import { useNames } from '../../session/directory.ts'
import { text } from '../../text.ts'
import { hideToast } from '../../ui/toast.tsx'
import { LOW_SCORE } from './draft/edit-steps.ts'
import { problemsAt, type WorkflowDraft } from './draft/use-draft.ts'
import { ConditionEditor } from './fields/condition-editor.tsx'
import { TriggerFields } from './fields/trigger-fields.tsx'
import { focusIfLost, focusStep } from './steps/focus-step.ts'
import { removedToast } from './steps/removed-toast.ts'
import { StepList } from './steps/step-list.tsx'
import classes from './steps/steps.module.css'

const t = text.workflows.edit
const NO_VARIABLES = new Map<string, never>()

type Props = { workflow: WorkflowDraft; open: string | null; onOpen: (id: string | null) => void }

/** From what starts it to what it does, top to bottom. One card is open at a time. */
export function Flow({ workflow, open, onOpen }: Props) {
  const { draft, problems, set } = workflow
  const nameOf = useNames()
  const toggle = (id: string) => onOpen(open === id ? null : id)

  useWindowEvent('keydown', (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z'
    // Whoever writes takes back what he wrote.
    const isElsewhere =
      event.target instanceof Element && event.target.closest('input, textarea, [role=dialog]')
    if (!isUndo || isElsewhere) return
    event.preventDefault()
    const before = new Set(allSteps(draft.steps).map(({ step }) => step.id))
    const steps = workflow.takeBack()
    if (!steps) return
    const brought = allSteps(steps).filter(({ step }) => !before.has(step.id))
    for (const { step } of brought) hideToast(removedToast(step.id))
    const back = brought[0]
    if (back) {
      notifications.show({ message: t.broughtBack(describeStep(back.step, nameOf)), autoClose: 2500 })
      focusStep(back.step.id)
    } else focusIfLost(steps)
  })

  return (
    <div className={classes.flow}>
      <Card
        icon={<IconBolt size={16} aria-hidden />}
        label={t.when}
        sentence={capital(describeTrigger(draft.trigger).replace(/^when /, ''))}
        problems={problemsAt(problems, 'trigger')}
        isOpen={open === 'trigger'}
        onToggle={() => toggle('trigger')}
      >
        <TriggerFields trigger={draft.trigger} problems={problems} onChange={(trigger) => set({ trigger })} />
      </Card>
      <div className={classes.line} aria-hidden />
      <Card
        icon={<IconFilter size={16} aria-hidden />}
        label={t.onlyIf}
        sentence={draft.conditions === null ? t.always : describeCondition(draft.conditions, nameOf)}
        problems={problemsAt(problems, 'conditions')}
        isOpen={open === 'conditions'}
        onToggle={() => toggle('conditions')}
      >
        {draft.conditions === null ? (
          <Button variant="light" size="xs" onClick={() => set({ conditions: LOW_SCORE })}>
            {t.addConditions}
          </Button>
        ) : (
          <ConditionEditor
            condition={draft.conditions}
            at="conditions"
            variables={NO_VARIABLES}
            problems={problems}
            onChange={(conditions) => set({ conditions })}
          />
        )}
      </Card>
      <StepList
        steps={draft.steps}
        all={draft.steps}
        at={[]}
        open={open}
        onOpen={onOpen}
        problems={problems}
        onChange={(steps) => set({ steps })}
        now={workflow.stepsNow}
      />
      <div className={classes.end}>
        <IconFlag size={14} aria-hidden /> {t.end}
      </div>
      <Text size="xs" c="dimmed" ta="center" mt={10} className={classes.keys}>
        {t.keys}
      </Text>
    </div>
  )
}

type CardProps = {
  icon: ReactNode
  label: string
  sentence: string
  problems: readonly string[]
  isOpen: boolean
  onToggle: () => void
  children: ReactNode
}

function Card({ icon, label, sentence, problems, isOpen, onToggle, children }: CardProps) {
  return (
    <section
      className={classes.card}
      data-open={isOpen || undefined}
      data-wrong={problems.length > 0 || undefined}
    >
      <button type="button" className={classes.head} aria-expanded={isOpen} onClick={onToggle}>
        <span className={classes.icon}>{icon}</span>
        <span className={classes.words}>
          <span className={classes.kind}>{label}</span>
          <span className={classes.sentence}>{sentence}</span>
        </span>
        {problems.length > 0 && <span className={classes.count}>{t.problem(problems.length)}</span>}
      </button>
      {isOpen && <div className={classes.body}>{children}</div>}
    </section>
  )
}

const capital = (sentence: string): string => sentence.replace(/^./, (letter) => letter.toUpperCase())
