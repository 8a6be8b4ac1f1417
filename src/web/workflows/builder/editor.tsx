import { Anchor, Button, Switch, Tabs, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { WorkflowMade } from '../../../workflows/schema.ts'
import { text } from '../../text.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Page } from '../../ui/page.tsx'
import { SecretShown } from '../../ui/secret-shown.tsx'
import { toast } from '../../ui/toast.tsx'
import { RunList } from '../runs/run-list.tsx'
import { TryOut } from '../try-out/try-out.tsx'
import { useTurn } from '../use-turn.ts'
import { focusField, placeOf } from './draft/places.ts'
import { useDraft, type WorkflowDraft } from './draft/use-draft.ts'
import { EditorMenu } from './editor-menu.tsx'
import classes from './editor.module.css'
import { sentence } from './fields/field.tsx'
import { Flow } from './flow.tsx'
import { ProblemList } from './problem-list.tsx'
import { useTouch } from './use-touch.ts'

const t = text.workflows.edit

/** The builder: name, flow, and what is unsaved; and how its runs went. */
export function Editor({ start }: { start: Parameters<typeof useDraft>[0] }) {
  const navigate = useNavigate()
  const [secret, setSecret] = useState<{ id: string; secret: string } | null>(null)
  const workflow = useDraft(start, (saved) => {
    toast({ title: t.saved(saved.name), ...(saved.enabled ? {} : { detail: t.savedOff }) })
    if (workflow.id !== null) return
    // Nothing is sent to other systems without such a step, so there is nothing to check.
    const { id, secret: made } = saved as WorkflowMade
    if (JSON.stringify(saved.steps).includes('"call_webhook"')) setSecret({ id, secret: made })
    else goTo(id)
  })
  const goTo = (id: string): void =>
    void navigate({
      to: '/settings/workflows/$workflowId',
      params: { workflowId: id },
      replace: true,
      ignoreBlocker: true,
    })
  const { draft, id, dirty } = workflow
  const [open, setOpen] = useState<string | null>(null)
  const [tab, setTab] = useState<string | null>('flow')
  const touch = useTouch(workflow.touch)
  function goToField(field: string): void {
    setTab('flow')
    const { card } = placeOf(field, draft.steps)
    if (card !== null) setOpen(card)
    focusField(field)
  }
  const flow = <Flow workflow={workflow} open={open} onOpen={setOpen} />
  return (
    <Page
      title={draft.name || t.newName}
      lead={
        <Anchor size="sm" renderRoot={(props) => <Link to="/settings/workflows" {...props} />}>
          <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {t.back}
        </Anchor>
      }
      actions={
        id !== null && (
          <EditorMenu id={id} name={draft.name} onSecret={(made) => setSecret({ id, secret: made })} />
        )
      }
    >
      <div onBlur={touch}>
        <div className={classes.tools}>
          <div className={classes.name} data-field="name">
            <TextInput
              label={t.name}
              maxLength={80}
              value={draft.name}
              error={sentence(workflow.problems['name'])}
              onChange={(event) => workflow.set({ name: event.currentTarget.value })}
            />
          </div>
          {id !== null && <OnOff id={id} workflow={workflow} />}
        </div>
        {id === null ? (
          flow
        ) : (
          <Tabs value={tab} onChange={setTab} keepMounted={false}>
            <Tabs.List mb="lg">
              <Tabs.Tab value="flow">{t.tabs.flow}</Tabs.Tab>
              <Tabs.Tab value="runs">{t.tabs.runs}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="flow">{flow}</Tabs.Panel>
            <Tabs.Panel value="runs">
              <RunList id={id} />
            </Tabs.Panel>
          </Tabs>
        )}
      </div>
      <Bar workflow={workflow} onGoTo={goToField} />
      <LeaveGuard dirty={dirty && (id !== null || draft.steps.length > 0)} body={text.common.unsaved.body} />
      <SecretShown
        secret={secret?.secret ?? null}
        lead={t.secret}
        onDone={() => {
          const made = secret!
          setSecret(null)
          if (start.id === null) goTo(made.id)
        }}
      />
    </Page>
  )
}

function OnOff({ id, workflow }: { id: string; workflow: WorkflowDraft }) {
  const turn = useTurn(id, workflow.draft.name, workflow.keepEnabled)
  const on = turn.isPending ? turn.variables : workflow.draft.enabled
  return (
    <Switch
      mt={22}
      label={on ? t.on : t.off}
      aria-label={text.workflows.turn(workflow.draft.name)}
      checked={on}
      onChange={(event) => {
        const isOn = event.currentTarget.checked
        if (!isOn || workflow.ask()) turn.mutate(isOn)
      }}
    />
  )
}

function Bar({ workflow, onGoTo }: { workflow: WorkflowDraft; onGoTo: (field: string) => void }) {
  const { dirty, problems, asked, conflict, saving, save, loadLatest } = workflow
  const [trying, { open, close }] = useDisclosure()
  const count = Object.keys(problems).length
  return (
    <div className={classes.bar} role="region" aria-label={t.save}>
      {conflict ? (
        <>
          <span role="alert">{t.conflict}</span>
          <Button variant="default" size="sm" onClick={() => void loadLatest()}>
            {t.loadNew}
          </Button>
        </>
      ) : (
        <>
          {asked ? (
            <ProblemList workflow={workflow} onGoTo={onGoTo} />
          ) : (
            <span role="status" style={count > 0 ? { color: 'var(--mantine-color-error)' } : undefined}>
              {count > 0 ? t.problem(count) : dirty ? t.dirty : ''}
            </span>
          )}
          <Button
            variant="default"
            size="sm"
            onClick={() => {
              if (workflow.ask()) open()
            }}
          >
            {t.tryIt}
          </Button>
          <Button size="sm" loading={saving} disabled={!dirty} onClick={save}>
            {t.save}
          </Button>
        </>
      )}
      <TryOut opened={trying} onClose={close} workflow={workflow.draft} />
    </div>
  )
}
