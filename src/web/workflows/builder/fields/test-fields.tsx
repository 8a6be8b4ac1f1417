import { MultiSelect, NumberInput, Select, TagsInput, Text, TextInput } from '@mantine/core'
import type { Operator, Test, TestValue } from '../../../../policy/workflow/workflow-definition.ts'
import {
  fieldOf,
  operatorsOf,
  type VariableKind,
  WORKFLOW_FIELDS,
  type WorkflowField,
} from '../../../../policy/workflow/workflow-fields.ts'
import { useMembers, useTeams } from '../../../session/directory.ts'
import { text } from '../../../text.ts'
import type { Problems } from '../draft/use-draft.ts'
import { sentence } from './field.tsx'
import classes from './fields.module.css'

const t = text.workflows.condition
const MANY: readonly Operator[] = ['any_of', 'none_of', 'has_any', 'has_all', 'has_none']
const BARE: readonly Operator[] = ['is_present', 'is_absent']

type Props = {
  test: Test
  at: string
  variables: ReadonlyMap<string, VariableKind>
  problems: Problems
  onChange: (test: Test) => void
}

/** One comparison: what, how, and with what. */
export function TestFields({ test, at, variables, problems, onChange }: Props) {
  const field = fieldOf(test.field, variables)
  const wrong =
    problems[at] ?? problems[`${at}.field`] ?? problems[`${at}.operator`] ?? problems[`${at}.value`]
  function choose(name: string): void {
    const next = fieldOf(name, variables)
    if (!next) return
    const operator = operatorsOf(next)[0]!
    onChange({ type: 'test', field: name, operator, value: emptyOf(next, operator) })
  }
  return (
    <div className={classes.test} data-field={at}>
      <Select
        size="xs"
        aria-label={t.field}
        allowDeselect={false}
        searchable
        data={fieldsInGroups(variables)}
        value={test.field}
        error={field === null}
        onChange={(name) => name && choose(name)}
      />
      {field && (
        <>
          <Select
            size="xs"
            aria-label={t.operator}
            allowDeselect={false}
            data={operatorsOf(field).map((each) => ({ value: each, label: t.operators[each] }))}
            value={test.operator}
            onChange={(next) => {
              if (!next) return
              const operator = next as Operator
              const value =
                shapeOf(operator) === shapeOf(test.operator) ? test.value : emptyOf(field, operator)
              onChange({ ...test, operator, value })
            }}
          />
          {!BARE.includes(test.operator) && (
            <ValueField
              field={field}
              test={test}
              invalid={wrong !== undefined}
              onChange={(value) => onChange({ ...test, value })}
            />
          )}
        </>
      )}
      {field && helpOf(field) !== null && (
        <Text size="xs" c="dimmed" className={classes.wrong}>
          {helpOf(field)}
        </Text>
      )}
      {wrong && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" className={classes.wrong}>
          {sentence(wrong)}
        </Text>
      )}
    </div>
  )
}

type ValueProps = { field: WorkflowField; test: Test; invalid: boolean; onChange: (value: TestValue) => void }

function ValueField({ field, test: { operator, value }, invalid, onChange }: ValueProps) {
  const choices = useChoices(field)
  const common = { size: 'xs', 'aria-label': t.value, error: invalid } as const
  if (choices && MANY.includes(operator)) {
    return <MultiSelect {...common} data={choices} value={listOf(value)} onChange={onChange} />
  }
  if (choices) {
    return (
      <Select
        {...common}
        allowDeselect={false}
        data={choices}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => next && onChange(next)}
      />
    )
  }
  if (field.kind === 'list') {
    return <TagsInput {...common} placeholder={t.tagsHelp} value={listOf(value)} onChange={onChange} />
  }
  if (field.kind === 'number') {
    return (
      <NumberInput
        {...common}
        {...(field.min === undefined ? {} : { min: field.min })}
        {...(field.max === undefined ? {} : { max: field.max })}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : null)}
      />
    )
  }
  return (
    <TextInput
      {...common}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** What a field has that its name does not say. */
function helpOf({ name }: WorkflowField): string | null {
  return Object.hasOwn(t.help, name) ? (t.help[name] ?? null) : null
}

/** What can be chosen for a field; null where one writes. */
function useChoices({ kind, options = [], name }: WorkflowField): { value: string; label: string }[] | null {
  const members = useMembers()
  const teams = useTeams()
  if (kind === 'member') return members.map(({ id, name: label }) => ({ value: id, label }))
  if (kind === 'team') return teams.map(({ id, name: label }) => ({ value: id, label }))
  if (kind !== 'choice') return null
  const isChannel = name.endsWith('.channel')
  return options.map((value) => ({
    value,
    label: isChannel
      ? text.channels[value as keyof typeof text.channels]
      : name === 'csat.state'
        ? (t.surveyStates[value] ?? spoken(value))
        : spoken(value),
  }))
}

function spoken(value: string): string {
  return value.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase())
}

const listOf = (value: TestValue): string[] => (Array.isArray(value) ? value : [])

function shapeOf(operator: Operator): 'none' | 'many' | 'one' {
  return BARE.includes(operator) ? 'none' : MANY.includes(operator) ? 'many' : 'one'
}

function emptyOf({ kind, options, min }: WorkflowField, operator: Operator): TestValue {
  const shape = shapeOf(operator)
  if (shape === 'none') return null
  if (shape === 'many') return []
  return kind === 'number' ? (min ?? 0) : (options?.[0] ?? '')
}

function fieldsInGroups(variables: ReadonlyMap<string, VariableKind>) {
  const fields = WORKFLOW_FIELDS.map(({ name, label }) => ({ value: name, label }))
  const own = [...variables.keys()].map((name) => ({ value: `variables.${name}`, label: `{{${name}}}` }))
  const groups = Map.groupBy([...fields, ...own], ({ value }) => value.split('.')[0]!)
  return [...groups].map(([group, items]) => ({ group: t.groups[group] ?? group, items }))
}
