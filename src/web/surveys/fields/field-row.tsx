import type { ReactNode } from 'react'
import type { Field } from '../../../policy/fields.ts'
import { text } from '../../text.ts'
import { FieldControl } from './field-control.tsx'
import classes from './field-row.module.css'

type Props = {
  field: Field
  value: unknown
  problem?: string | undefined
  nullable?: boolean
  /** Where the field stands, for ids: the channel, or nothing for the workspace. */
  within?: string
  extra?: ReactNode
  onChange: (value: unknown) => void
}

/** The channels whose question goes out as SMS. */
const SMS = ['sms', 'phone']

/** Controls that need the whole width. */
const WIDE: Field['kind'][] = ['text', 'texts', 'translations', 'choices']

/** One rule: its name, what it means, its value, and what is wrong with it. */
export function FieldRow({ field, value, problem, nullable = true, within = '', extra, onChange }: Props) {
  const id = `field-${within}-${field.path.replaceAll('.', '-')}`
  const { label, help } = text.csat.fields[field.path]
  const grouped = field.kind === 'choices' || field.kind === 'translations' || field.kind === 'choice'
  return (
    <div
      className={classes.row}
      data-wide={WIDE.includes(field.kind)}
      data-problem={problem ? true : undefined}
    >
      <div>
        {grouped ? (
          <div className={classes.label} id={`${id}-label`}>
            {field.kind === 'choice' ? <label htmlFor={id}>{label}</label> : label}
          </div>
        ) : (
          <label className={classes.label} htmlFor={id} id={`${id}-label`}>
            {label}
          </label>
        )}
        <div className={classes.help} id={`${id}-help`}>
          {help}
        </div>
        {problem && (
          <div className={classes.error} id={`${id}-error`} role="alert">
            {problem.replace(/^./, (letter) => letter.toUpperCase())}.
          </div>
        )}
        {extra}
      </div>
      <div className={classes.control}>
        <FieldControl
          field={field}
          id={id}
          labelledBy={`${id}-label`}
          describedBy={problem ? `${id}-help ${id}-error` : `${id}-help`}
          value={value}
          invalid={problem !== undefined}
          nullable={nullable}
          sms={field.path === 'question.message' && SMS.includes(within)}
          onChange={onChange}
        />
      </div>
    </div>
  )
}
