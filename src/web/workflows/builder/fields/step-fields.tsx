import {
  Checkbox,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import { STATUSES } from '../../../../policy/settings.ts'
import { type Step, WORKFLOW_LIMITS } from '../../../../policy/workflow/workflow-definition.ts'
import type { VariableKind } from '../../../../policy/workflow/workflow-fields.ts'
import { text } from '../../../text.ts'
import { LOW_SCORE } from '../draft/edit-steps.ts'
import type { Problems } from '../draft/use-draft.ts'
import { AssignFields } from './assign-fields.tsx'
import { ConditionEditor } from './condition-editor.tsx'
import { Field, sentence } from './field.tsx'
import { Length } from './length.tsx'
import { NotifyFields } from './notify-fields.tsx'
import { TemplateField } from './template-field.tsx'

const t = text.workflows.fields
const HOUR_MS = 3_600_000
const ENDS = STATUSES.filter((status) => status !== 'snoozed')

type Props = {
  step: Step
  at: string
  variables: ReadonlyMap<string, VariableKind>
  problems: Problems
  onChange: (step: Step) => void
}

/** What can be set on a step. */
export function StepFields({ step, at, variables, problems, onChange }: Props) {
  const of = (field: string): string | undefined => sentence(problems[`${at}.${field}`])
  const own = sentence(problems[at])
  const names = [...variables.keys()]
  switch (step.type) {
    case 'send_csat':
      return (
        <Stack gap="sm">
          <Field at={`${at}.message`}>
            <TemplateField
              label={t.message}
              description={t.messageHelp}
              value={step.message ?? ''}
              names={names}
              problem={of('message')}
              onChange={(message) => onChange({ ...step, message: message === '' ? null : message })}
            />
          </Field>
          <Field at={`${at}.delay`}>
            <Length
              label={t.delay}
              value={step.delay}
              maxMs={WORKFLOW_LIMITS.delayHours * HOUR_MS}
              problem={of('delay')}
              onChange={(delay) => onChange({ ...step, delay })}
            />
          </Field>
          <Field at={`${at}.window_hours`}>
            <Hours
              value={step.window_hours}
              problem={of('window_hours')}
              onChange={(window_hours) => onChange({ ...step, window_hours })}
            />
          </Field>
        </Stack>
      )
    case 'generate_link':
      return (
        <Stack gap="sm">
          <Field at={`${at}.variable`}>
            <Variable
              value={step.variable}
              problem={of('variable')}
              onChange={(variable) => onChange({ ...step, variable })}
            />
          </Field>
          <Field at={`${at}.window_hours`}>
            <Hours
              value={step.window_hours}
              problem={of('window_hours')}
              onChange={(window_hours) => onChange({ ...step, window_hours })}
            />
          </Field>
        </Stack>
      )
    case 'get_score':
      return (
        <Field at={`${at}.variable`}>
          <Variable
            value={step.variable}
            problem={of('variable')}
            onChange={(variable) => onChange({ ...step, variable })}
          />
        </Field>
      )
    case 'branch':
      return (
        <ConditionEditor
          condition={step.conditions}
          at={`${at}.conditions`}
          variables={variables}
          problems={problems}
          // A branch is about something; without any condition it begins anew.
          onChange={(conditions) => onChange({ ...step, conditions: conditions ?? LOW_SCORE })}
        />
      )
    case 'wait':
      return (
        <Stack gap="sm">
          <Field at={`${at}.duration`}>
            <Length
              label={t.duration}
              value={step.duration}
              maxMs={WORKFLOW_LIMITS.waitDays * 24 * HOUR_MS}
              problem={of('duration')}
              onChange={(duration) => onChange({ ...step, duration })}
            />
          </Field>
          <Checkbox
            label={t.untilAnswered}
            checked={step.until_answered}
            onChange={(event) => onChange({ ...step, until_answered: event.currentTarget.checked })}
          />
        </Stack>
      )
    case 'reopen':
      return (
        <Text size="sm" c="dimmed">
          {t.nothing}
        </Text>
      )
    case 'set_status':
      return (
        <Stack gap="sm">
          <Select
            label={t.status}
            allowDeselect={false}
            data={ENDS.map((status) => ({ value: status, label: text.statuses[status] }))}
            value={step.status}
            onChange={(status) => status && onChange({ ...step, status: status as typeof step.status })}
          />
          <Select
            label={t.survey}
            allowDeselect={false}
            data={(['skip', 'default'] as const).map((each) => ({ value: each, label: t.surveyOf[each] }))}
            value={step.survey}
            onChange={(survey) => survey && onChange({ ...step, survey: survey as typeof step.survey })}
          />
        </Stack>
      )
    case 'assign':
      return (
        <Field at={at}>
          <AssignFields step={step} problem={own ?? of('member_id')} onChange={onChange} />
        </Field>
      )
    case 'tag':
      return (
        <Stack gap="sm">
          <Field at={at}>
            <TagsInput
              label={t.add}
              value={step.add}
              error={own ?? of('add')}
              onChange={(add) => onChange({ ...step, add })}
            />
          </Field>
          <Field at={`${at}.remove`}>
            <TagsInput
              label={t.removeTags}
              value={step.remove}
              error={of('remove')}
              onChange={(remove) => onChange({ ...step, remove })}
            />
          </Field>
        </Stack>
      )
    case 'notify':
      return <NotifyFields step={step} at={at} names={names} problems={problems} onChange={onChange} />
    case 'post_message':
      return (
        <Field at={`${at}.body`}>
          <TemplateField
            label={t.body}
            value={step.body}
            names={names}
            problem={of('body')}
            onChange={(body) => onChange({ ...step, body })}
          />
        </Field>
      )
    case 'open_case':
      return (
        <Field at={`${at}.reason`}>
          <TemplateField
            label={t.reason}
            description={t.reasonHelp}
            value={step.reason ?? ''}
            names={names}
            problem={of('reason')}
            oneLine
            onChange={(reason) => onChange({ ...step, reason: reason === '' ? null : reason })}
          />
        </Field>
      )
    case 'call_webhook':
      return (
        <Stack gap="sm">
          <Field at={`${at}.url`}>
            <TextInput
              label={t.url}
              description={t.urlHelp}
              type="url"
              value={step.url}
              error={of('url')}
              onChange={(event) => onChange({ ...step, url: event.currentTarget.value })}
            />
          </Field>
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t.onFailure}
            </Text>
            <SegmentedControl
              size="xs"
              aria-label={t.onFailure}
              data={(['stop', 'continue'] as const).map((each) => ({
                value: each,
                label: t.onFailureOf[each],
              }))}
              value={step.on_failure}
              onChange={(on_failure) =>
                onChange({ ...step, on_failure: on_failure as typeof step.on_failure })
              }
            />
          </div>
          <Field at={`${at}.variable`}>
            <Variable
              value={step.variable}
              problem={of('variable')}
              onChange={(variable) => onChange({ ...step, variable })}
            />
          </Field>
        </Stack>
      )
  }
}

type HoursProps = {
  value: number | null
  problem: string | undefined
  onChange: (value: number | null) => void
}

function Hours({ value, problem, onChange }: HoursProps) {
  return (
    <NumberInput
      label={t.window}
      description={t.windowHelp}
      w={220}
      min={1}
      max={2160}
      allowDecimal={false}
      value={value ?? ''}
      error={problem}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  )
}

type VariableProps = { value: string; problem: string | undefined; onChange: (value: string) => void }

function Variable({ value, problem, onChange }: VariableProps) {
  return (
    <TextInput
      label={t.variable}
      description={t.variableHelp(value)}
      value={value}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
