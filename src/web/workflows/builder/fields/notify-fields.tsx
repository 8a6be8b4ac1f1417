import { Checkbox, Stack, Text } from '@mantine/core'
import { IconMailOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { StepOf } from '../../../../policy/workflow/workflow-definition.ts'
import { tellsInApp } from '../../../../policy/workflow/workflow-notice.ts'
import { setupQuery } from '../../../session/session.ts'
import { text } from '../../../text.ts'
import type { Problems } from '../draft/use-draft.ts'
import { Field, sentence } from './field.tsx'
import classes from './fields.module.css'
import { RecipientsField } from './recipients-field.tsx'
import { TemplateField } from './template-field.tsx'

const t = text.workflows.fields

type Props = {
  step: StepOf<'notify'>
  at: string
  names: readonly string[]
  problems: Problems
  onChange: (step: StepOf<'notify'>) => void
}

/** Who is told, in which ways, and what. */
export function NotifyFields({ step, at, names, problems, onChange }: Props) {
  const setup = useQuery(setupQuery)
  const of = (field: string): string | undefined => sentence(problems[`${at}.${field}`])
  return (
    <Stack gap="sm">
      <Field at={`${at}.to`}>
        <RecipientsField to={step.to} problem={of('to')} onChange={(to) => onChange({ ...step, to })} />
      </Field>
      <Field at={`${at}.email`}>
        <Checkbox
          label={t.email}
          checked={step.email}
          error={of('email')}
          onChange={(event) => onChange({ ...step, email: event.currentTarget.checked })}
        />
      </Field>
      {step.email && setup.data?.mail === false && (
        <Text size="sm" className={classes.warning}>
          <IconMailOff size={15} aria-hidden /> {t.noMail}
        </Text>
      )}
      <Checkbox
        label={t.inApp}
        checked={tellsInApp(step)}
        onChange={(event) => onChange({ ...step, in_app: event.currentTarget.checked })}
      />
      <Checkbox
        label={t.note}
        checked={step.note}
        onChange={(event) => onChange({ ...step, note: event.currentTarget.checked })}
      />
      <Field at={`${at}.subject`}>
        <TemplateField
          label={t.subject}
          value={step.subject}
          names={names}
          problem={of('subject')}
          oneLine
          onChange={(subject) => onChange({ ...step, subject })}
        />
      </Field>
      <Field at={`${at}.body`}>
        <TemplateField
          label={t.body}
          value={step.body}
          names={names}
          problem={of('body')}
          onChange={(body) => onChange({ ...step, body })}
        />
      </Field>
    </Stack>
  )
}
