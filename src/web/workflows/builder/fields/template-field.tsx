import { Button, Menu, Textarea, TextInput } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { useRef } from 'react'
import { TEMPLATE_NAMES } from '../../../../policy/workflow/workflow-template.ts'
import { text } from '../../../text.ts'
import classes from './fields.module.css'

const t = text.workflows.fields

type Props = {
  label: string
  description?: string
  value: string
  /** What earlier steps have left. */
  names: readonly string[]
  problem: string | undefined
  oneLine?: boolean
  onChange: (value: string) => void
}

/** A text with places to fill; the menu puts one where the cursor is. */
export function TemplateField({
  label,
  description,
  value,
  names,
  problem,
  oneLine = false,
  onChange,
}: Props) {
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null)
  function insert(name: string): void {
    const place = `{{${name}}}`
    const start = field.current?.selectionStart ?? value.length
    const end = field.current?.selectionEnd ?? start
    onChange(value.slice(0, start) + place + value.slice(end))
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(start + place.length, start + place.length)
    })
  }
  const common = {
    ref: field,
    label,
    description,
    value,
    error: problem,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  return (
    <div className={classes.template}>
      {oneLine ? <TextInput {...common} /> : <Textarea {...common} autosize minRows={3} maxRows={12} />}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            className={classes.insert}
            leftSection={<IconBraces size={13} />}
            aria-label={`${t.insert}: ${label}`}
          >
            {t.insert}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={280} style={{ overflowY: 'auto' }}>
          {[...TEMPLATE_NAMES, ...names.filter((name) => name !== 'score')].map((name) => (
            <Menu.Item key={name} onClick={() => insert(name)}>
              {`{{${name}}}`}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
