import { ActionIcon, Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { Condition, Test } from '../../../../policy/workflow/workflow-definition.ts'
import type { VariableKind } from '../../../../policy/workflow/workflow-fields.ts'
import { text } from '../../../text.ts'
import type { Problems } from '../draft/use-draft.ts'
import classes from './fields.module.css'
import { TestFields } from './test-fields.tsx'

const t = text.workflows.condition

type Group = Extract<Condition, { type: 'and' | 'or' }>
type Variables = ReadonlyMap<string, VariableKind>
type Props = {
  condition: Condition
  /** Where it stands in the definition, for its problems. */
  at: string
  variables: Variables
  problems: Problems
  onChange: (condition: Condition | null) => void
}

/** What stands alone, or in a "not", as a group of one, so that more can be added beside it. */
function asGroup(condition: Condition): Group {
  return condition.type === 'and' || condition.type === 'or'
    ? condition
    : { type: 'and', conditions: [condition] }
}

/** A group of one is that one. */
function plain(group: Group): Condition | null {
  const [only, ...more] = group.conditions
  if (only === undefined) return null
  return more.length === 0 ? only : group
}

/** Comparisons, in groups of which all or any must hold. */
export function ConditionEditor({ condition, at, variables, problems, onChange }: Props) {
  const group = asGroup(condition)
  const isAlone = group !== condition
  return (
    <ConditionGroup
      group={group}
      pathOf={(index) => (isAlone ? at : `${at}.conditions.${index}`)}
      variables={variables}
      problems={problems}
      onChange={(next) => onChange(plain(next))}
    />
  )
}

type GroupProps = {
  group: Group
  pathOf: (index: number) => string
  variables: Variables
  problems: Problems
  onChange: (group: Group) => void
}

function ConditionGroup({ group, pathOf, variables, problems, onChange }: GroupProps) {
  const replace = (index: number, next: Condition | null): void =>
    onChange({
      ...group,
      conditions: next === null ? group.conditions.toSpliced(index, 1) : group.conditions.with(index, next),
    })
  const add = (next: Condition): void => onChange({ ...group, conditions: [...group.conditions, next] })
  return (
    <div className={classes.group} role="group" aria-label={group.type === 'and' ? t.all : t.any}>
      {group.conditions.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t.group}
          data={[
            { value: 'and', label: t.all },
            { value: 'or', label: t.any },
          ]}
          value={group.type}
          onChange={(type) => onChange({ ...group, type: type as Group['type'] })}
        />
      )}
      {group.conditions.map((each, index) => (
        // Conditions have no names; a place in the list is what they are known by.
        // oxlint-disable-next-line react/no-array-index-key
        <Part
          key={index}
          condition={each}
          at={pathOf(index)}
          variables={variables}
          problems={problems}
          onChange={(next) => replace(index, next)}
        />
      ))}
      <div className={classes.adds}>
        <Button variant="subtle" size="xs" leftSection={<IconPlus size={14} />} onClick={() => add(FRESH)}>
          {t.add}
        </Button>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => add({ type: group.type === 'and' ? 'or' : 'and', conditions: [FRESH, FRESH] })}
        >
          {t.addGroup}
        </Button>
      </div>
    </div>
  )
}

const FRESH: Test = { type: 'test', field: 'conversation.channel', operator: 'is', value: 'email' }

/** One condition, whatever is in it, and whether it is to hold or not. */
function Part({ condition, at, variables, problems, onChange }: Props) {
  const isNot = condition.type === 'not'
  const inner = isNot ? condition.condition : condition
  const innerAt = isNot ? `${at}.condition` : at
  const put = (next: Condition | null): void =>
    onChange(next === null ? null : isNot ? { type: 'not', condition: next } : next)
  const isGroup = inner.type !== 'test'
  return (
    <div className={classes.part} data-group={isGroup || undefined}>
      <NativeSelect
        size="xs"
        aria-label={t.whether}
        className={classes.not}
        data-not={isNot || undefined}
        data={[
          { value: 'if', label: t.if },
          { value: 'not', label: t.ifNot },
        ]}
        value={isNot ? 'not' : 'if'}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === 'not' ? { type: 'not', condition: inner } : inner)
        }
      />
      {inner.type === 'test' ? (
        <TestFields test={inner} at={innerAt} variables={variables} problems={problems} onChange={put} />
      ) : (
        <ConditionEditor
          condition={inner}
          at={innerAt}
          variables={variables}
          problems={problems}
          onChange={put}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={isGroup ? t.removeGroup : t.remove}
        onClick={() => onChange(null)}
      >
        <IconX size={15} />
      </ActionIcon>
    </div>
  )
}
