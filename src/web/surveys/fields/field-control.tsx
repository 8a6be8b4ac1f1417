import { Chip, Group, NumberInput, SegmentedControl, Select, Switch, TagsInput } from '@mantine/core'
import type { Field } from '../../../policy/fields.ts'
import { text } from '../../text.ts'
import { DurationField } from '../../ui/duration-field.tsx'
import { MessageField } from './message-field.tsx'
import { TranslationsField } from './translations-field.tsx'

type Props = {
  field: Field
  id: string
  describedBy: string
  labelledBy: string
  value: unknown
  invalid: boolean
  /** A merge patch cannot say "null" inside a channel's rules, so "no limit" is not offered there. */
  nullable: boolean
  /** Texts here go out as SMS. */
  sms?: boolean
  onChange: (value: unknown) => void
}

/** More options than this are a list to choose from; fewer stand side by side. */
const SIDE_BY_SIDE = 3

/** The control for a field of the policy, by its kind. */
export function FieldControl({
  field,
  id,
  describedBy,
  labelledBy,
  value,
  invalid,
  nullable,
  sms = false,
  onChange,
}: Props) {
  const a11y = { id, 'aria-describedby': describedBy }
  const mayBeNull = nullable && 'nullable' in field && field.nullable === true
  switch (field.kind) {
    case 'switch':
      return (
        <Switch
          {...a11y}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice': {
      const data = field.options.map((option) => ({
        value: String(option),
        label: wordFor(field.path, option),
      }))
      const choose = (chosen: string | null) => {
        const option = field.options.find((each) => String(each) === chosen)
        if (option !== undefined) onChange(option)
      }
      const short = data.length <= SIDE_BY_SIDE && data.reduce((sum, { label }) => sum + label.length, 0) < 30
      return short ? (
        <SegmentedControl
          size="xs"
          data={data}
          value={String(value)}
          onChange={choose}
          aria-labelledby={labelledBy}
          aria-describedby={describedBy}
        />
      ) : (
        <Select
          {...a11y}
          size="xs"
          w="100%"
          allowDeselect={false}
          data={data}
          value={String(value)}
          onChange={choose}
        />
      )
    }
    case 'choices':
      return (
        <Chip.Group
          multiple
          value={(value as string[]) ?? []}
          onChange={(next) => onChange(inOrder(field.options, next))}
        >
          <Group gap={6} role="group" aria-labelledby={labelledBy} aria-describedby={describedBy}>
            {field.options.map((option) => (
              <Chip key={option} value={option} size="xs" variant="outline">
                {wordFor(field.path, option)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )
    case 'integer':
      return (
        <NumberInput
          {...a11y}
          size="xs"
          w={150}
          min={field.min}
          max={field.max}
          clampBehavior="none"
          allowDecimal={false}
          thousandSeparator=" "
          suffix={unitOf(field)}
          placeholder={mayBeNull ? text.csat.field.unlimited : undefined}
          error={invalid}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
        />
      )
    case 'duration':
      return (
        <DurationField
          id={id}
          label={text.csat.fields[field.path].label}
          describedBy={describedBy}
          value={(value as string | null | undefined) ?? null}
          nullable={mayBeNull}
          maxMs={field.maxMs}
          invalid={invalid}
          onChange={onChange}
        />
      )
    case 'text':
      return (
        <MessageField
          id={id}
          describedBy={describedBy}
          value={(value as string | null) ?? ''}
          max={field.max}
          advise={field.path === 'question.message'}
          invalid={invalid}
          sms={sms}
          onChange={(next) => onChange(next === '' && field.nullable ? null : next)}
        />
      )
    case 'texts':
      return (
        <TagsInput
          {...a11y}
          size="xs"
          w="100%"
          maxTags={field.atMost}
          error={invalid}
          placeholder={text.csat.field.addEntry}
          value={(value as string[]) ?? []}
          onChange={onChange}
        />
      )
    case 'translations':
      return (
        <TranslationsField
          max={field.max}
          value={(value as Record<string, string>) ?? {}}
          onChange={onChange}
        />
      )
  }
}

/** The unit of a field's number, to stand behind it. */
export function unitOf({ path }: Field): string {
  const { unit } = text.csat.fields[path]
  return unit ? ` ${unit}` : ''
}

/** The word for one value of a field. */
export function wordFor(path: string, option: string | number): string {
  return text.csat.options[path]?.[String(option)] ?? String(option).replaceAll('_', ' ')
}

function inOrder(options: readonly string[], chosen: readonly string[]): string[] {
  return options.filter((option) => chosen.includes(option))
}
