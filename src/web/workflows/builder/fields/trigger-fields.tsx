import { Checkbox, Chip, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { STATUSES } from '../../../../policy/settings.ts'
import {
  ANSWER_UPDATES,
  type Trigger,
  TRIGGER_TYPES,
  WEEKDAYS,
} from '../../../../policy/workflow/workflow-definition.ts'
import { text } from '../../../text.ts'
import type { Problems } from '../draft/use-draft.ts'
import { Field, sentence } from './field.tsx'
import { Length } from './length.tsx'

const t = text.workflows.trigger
const DAY_MS = 86_400_000

type Props = { trigger: Trigger; problems: Problems; onChange: (trigger: Trigger) => void }

/** What starts the workflow. */
export function TriggerFields({ trigger, problems, onChange }: Props) {
  return (
    <Stack gap="sm">
      <Select
        label={t.label}
        allowDeselect={false}
        data={TRIGGER_TYPES.map((type) => ({ value: type, label: t.types[type] }))}
        value={trigger.type}
        onChange={(type) => type && type !== trigger.type && onChange(newTrigger(type as Trigger['type']))}
      />
      {trigger.type === 'conversation.status_changed' && (
        <div data-field="trigger.to">
          <Text size="sm" fw={500} mb={6}>
            {t.to}
          </Text>
          <Chip.Group
            multiple
            value={trigger.to}
            onChange={(to) => onChange({ ...trigger, to: to as typeof trigger.to })}
          >
            <Group gap={6}>
              {STATUSES.map((status) => (
                <Chip key={status} value={status} size="xs">
                  {text.statuses[status]}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <Problem message={sentence(problems['trigger.to'])} />
        </div>
      )}
      {trigger.type === 'csat.score_submitted' && (
        <Select
          label={t.updates}
          allowDeselect={false}
          data={ANSWER_UPDATES.map((each) => ({ value: each, label: t.updatesOf[each] }))}
          value={trigger.updates}
          onChange={(updates) =>
            updates && onChange({ ...trigger, updates: updates as typeof trigger.updates })
          }
        />
      )}
      {trigger.type === 'schedule' && (
        <ScheduleFields schedule={trigger} problems={problems} onChange={onChange} />
      )}
    </Stack>
  )
}

type ScheduleProps = {
  schedule: Extract<Trigger, { type: 'schedule' }>
  problems: Problems
  onChange: (trigger: Trigger) => void
}

function ScheduleFields({ schedule, problems, onChange }: ScheduleProps) {
  return (
    <>
      <Group gap="sm" align="flex-start" grow>
        <Select
          label={t.every}
          allowDeselect={false}
          data={(['hour', 'day', 'week'] as const).map((each) => ({ value: each, label: t.everyOf[each] }))}
          value={schedule.every}
          onChange={(every) =>
            every &&
            onChange({
              ...schedule,
              every: every as typeof schedule.every,
              weekday: every === 'week' ? (schedule.weekday ?? 'monday') : null,
            })
          }
        />
        {schedule.every === 'week' && (
          <Select
            label={t.weekday}
            allowDeselect={false}
            data={WEEKDAYS.map((day) => ({
              value: day,
              label: day.replace(/^./, (letter) => letter.toUpperCase()),
            }))}
            value={schedule.weekday}
            onChange={(weekday) => onChange({ ...schedule, weekday: weekday as typeof schedule.weekday })}
          />
        )}
        <div data-field="trigger.at">
          <TextInput
            type="time"
            label={t.at}
            description={t.atHelp}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={schedule.at}
            error={sentence(problems['trigger.at'])}
            onChange={(event) => onChange({ ...schedule, at: event.currentTarget.value })}
          />
        </div>
      </Group>
      <Field at="trigger.look_back">
        <Length
          label={t.lookBack}
          value={schedule.look_back}
          maxMs={30 * DAY_MS}
          problem={sentence(problems['trigger.look_back'])}
          onChange={(look_back) => onChange({ ...schedule, look_back })}
        />
      </Field>
      <Checkbox
        label={t.once}
        checked={schedule.once}
        onChange={(event) => onChange({ ...schedule, once: event.currentTarget.checked })}
      />
    </>
  )
}

function Problem({ message }: { message: string | undefined }) {
  if (!message) return null
  return (
    <Text size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
      {message}
    </Text>
  )
}

function newTrigger(type: Trigger['type']): Trigger {
  switch (type) {
    case 'conversation.status_changed':
      return { type, to: ['resolved', 'closed'] }
    case 'csat.score_submitted':
      return { type, updates: 'score_changed' }
    case 'schedule':
      return { type, every: 'day', at: '09:00', weekday: null, look_back: 'P7D', once: true }
    default:
      return { type }
  }
}
