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
import { STATUSES } from '../../policy/settings.ts'
import { type Step, WORKFLOW_LIMITS } from '../../policy/workflow-definition.ts'
import type { VariableKind } from '../../policy/workflow-fields.ts'
import { useMembers, useTeams } from '../access/directory.ts'
import { text } from '../text.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { LOW_SCORE } from './edit-steps.ts'
import { Length } from './length.tsx'
import { RecipientsField } from './recipients-field.tsx'
import { TemplateField } from './template-field.tsx'
import type { Problems } from './use-draft.ts'

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
  const of = (field: string): string | undefined => problems[`${at}.${field}`]
  const names = [...variables.keys()]
  switch (step.type) {
    case 'send_csat':
      return (
        <Stack gap="sm">
          <TemplateField
            label={t.message}
            description={t.messageHelp}
            value={step.message ?? ''}
            names={names}
            problem={of('message')}
            onChange={(message) => onChange({ ...step, message: message === '' ? null : message })}
          />
          <Length
            label={t.delay}
            value={step.delay}
            maxMs={WORKFLOW_LIMITS.delayHours * HOUR_MS}
            problem={of('delay')}
            onChange={(delay) => onChange({ ...step, delay })}
          />
          <Hours
            value={step.window_hours}
            problem={of('window_hours')}
            onChange={(window_hours) => onChange({ ...step, window_hours })}
          />
        </Stack>
      )
    case 'generate_link':
      return (
        <Stack gap="sm">
          <Variable
            value={step.variable}
            problem={of('variable')}
            onChange={(variable) => onChange({ ...step, variable })}
          />
          <Hours
            value={step.window_hours}
            problem={of('window_hours')}
            onChange={(window_hours) => onChange({ ...step, window_hours })}
          />
        </Stack>
      )
    case 'get_score':
      return (
        <Variable
          value={step.variable}
          problem={of('variable')}
          onChange={(variable) => onChange({ ...step, variable })}
        />
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
          <Length
            label={t.duration}
            value={step.duration}
            maxMs={WORKFLOW_LIMITS.waitDays * 24 * HOUR_MS}
            problem={of('duration')}
            onChange={(duration) => onChange({ ...step, duration })}
          />
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
      return <AssignFields step={step} problem={problems[at]} onChange={onChange} />
    case 'tag':
      return (
        <Stack gap="sm">
          <TagsInput
            label={t.add}
            value={step.add}
            error={problems[at] ?? of('add')}
            onChange={(add) => onChange({ ...step, add })}
          />
          <TagsInput
            label={t.removeTags}
            value={step.remove}
            error={of('remove')}
            onChange={(remove) => onChange({ ...step, remove })}
          />
        </Stack>
      )
    case 'notify':
      return (
        <Stack gap="sm">
          <RecipientsField to={step.to} problem={of('to')} onChange={(to) => onChange({ ...step, to })} />
          <Checkbox
            label={t.email}
            checked={step.email}
            error={problems[at] ?? of('email')}
            onChange={(event) => onChange({ ...step, email: event.currentTarget.checked })}
          />
          <Checkbox
            label={t.note}
            checked={step.note}
            onChange={(event) => onChange({ ...step, note: event.currentTarget.checked })}
          />
          <TemplateField
            label={t.subject}
            value={step.subject}
            names={names}
            problem={of('subject')}
            oneLine
            onChange={(subject) => onChange({ ...step, subject })}
          />
          <TemplateField
            label={t.body}
            value={step.body}
            names={names}
            problem={of('body')}
            onChange={(body) => onChange({ ...step, body })}
          />
        </Stack>
      )
    case 'post_message':
      return (
        <TemplateField
          label={t.body}
          value={step.body}
          names={names}
          problem={of('body')}
          onChange={(body) => onChange({ ...step, body })}
        />
      )
    case 'open_case':
      return (
        <TemplateField
          label={t.reason}
          description={t.reasonHelp}
          value={step.reason ?? ''}
          names={names}
          problem={of('reason')}
          oneLine
          onChange={(reason) => onChange({ ...step, reason: reason === '' ? null : reason })}
        />
      )
    case 'call_webhook':
      return (
        <Stack gap="sm">
          <TextInput
            label={t.url}
            description={t.urlHelp}
            type="url"
            value={step.url}
            error={of('url')}
            onChange={(event) => onChange({ ...step, url: event.currentTarget.value })}
          />
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
          <Variable
            value={step.variable}
            problem={of('variable')}
            onChange={(variable) => onChange({ ...step, variable })}
          />
        </Stack>
      )
  }
}

type AssignProps = {
  step: Extract<Step, { type: 'assign' }>
  problem: string | undefined
  onChange: (step: Step) => void
}

const KEEP = 'keep'
const NOBODY = 'nobody'

/** Left out: stays. Null: nobody. */
function AssignFields({ step, problem, onChange }: AssignProps) {
  const shown = (id: string | null | undefined): string => (id === undefined ? KEEP : (id ?? NOBODY))
  const meant = (value: string | null) =>
    value === KEEP || value === null ? undefined : value === NOBODY ? null : value
  const none = [
    { value: KEEP, label: t.keep },
    { value: NOBODY, label: t.nobody },
  ]
  const options = (list: readonly { id: string; name: string }[]) => [
    ...none,
    ...list.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <Stack gap="sm">
      <Select
        label={t.member}
        allowDeselect={false}
        searchable
        data={options(useMembers())}
        value={shown(step.member_id)}
        error={problem}
        onChange={(value) => onChange({ ...step, member_id: meant(value) })}
      />
      <Select
        label={t.team}
        allowDeselect={false}
        searchable
        data={options(useTeams())}
        value={shown(step.team_id)}
        onChange={(value) => onChange({ ...step, team_id: meant(value) })}
      />
    </Stack>
  )
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
