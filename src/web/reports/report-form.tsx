import { Button, Group, Modal, SegmentedControl, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import type { Subscription, SubscriptionInput } from '../../insights/mail/subscription-schema.ts'
import { queryClient } from '../api/query-client.ts'
import { patch, post } from '../api/request.ts'
import { text } from '../text.ts'
import { FormMessage } from '../ui/form-message.tsx'
import { useForm } from '../ui/form.ts'
import { toast } from '../ui/toast.tsx'
import { reportsQuery } from './queries.ts'
import { recipientsProblem, tidyRecipients } from './recipients.ts'
import { ReportFilters } from './report-filters.tsx'
import classes from './reports.module.css'

const t = text.reports

/** Adds a report that goes out by mail, or changes one. */
export function ReportForm({ report, onClose }: { report: Subscription | null; onClose: () => void }) {
  const form = useForm({
    initial: {
      name: report?.name ?? '',
      every: report?.every ?? ('week' as SubscriptionInput['every']),
      recipients: report?.recipients ?? [],
      filters: report?.filters ?? {},
      with_csv: report?.with_csv ?? false,
    },
    submit: async (values) => {
      const input = { ...values, name: values.name.trim() }
      await (report
        ? patch(`/report-subscriptions/${report.id}`, input)
        : post('/report-subscriptions', input))
      await queryClient.invalidateQueries({ queryKey: reportsQuery.queryKey })
      toast({ title: t.saved })
      onClose()
    },
    checks: {
      name: (name) => (name.trim() ? null : t.nameWrong),
      recipients: recipientsProblem,
    },
  })
  const { values, errors, set } = form
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={report ? t.editTitle : t.addTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          <FormMessage message={form.message} />
          <TextInput
            data-autofocus
            label={t.name}
            placeholder={t.nameExample}
            maxLength={120}
            value={values.name}
            onChange={(event) => set('name', event.currentTarget.value)}
            error={errors.name}
          />
          <div>
            <div className={classes.label} id="report-every">
              {t.every}
            </div>
            <SegmentedControl
              size="xs"
              aria-labelledby="report-every"
              value={values.every}
              onChange={(every) => set('every', every as SubscriptionInput['every'])}
              data={Object.entries(t.everyName).map(([value, label]) => ({ value, label }))}
            />
            <div className={classes.help}>{t.everyHelp[values.every]}</div>
          </div>
          <TagsInput
            label={t.recipients}
            description={t.recipientsHelp}
            splitChars={[',', ';', ' ']}
            acceptValueOnBlur
            type="email"
            value={values.recipients}
            onChange={(recipients) => set('recipients', tidyRecipients(recipients))}
            error={errors.recipients}
          />
          <ReportFilters value={values.filters} onChange={(filters) => set('filters', filters)} />
          <div>
            <Switch
              label={t.withCsv}
              checked={values.with_csv}
              onChange={(event) => set('with_csv', event.currentTarget.checked)}
              aria-describedby={values.with_csv ? 'csv-warning' : undefined}
            />
            {values.with_csv && (
              <div id="csv-warning" className={classes.warning}>
                {t.csvWarning}
              </div>
            )}
          </div>
          <Group justify="flex-end">
            <Button variant="default" size="sm" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" size="sm" loading={form.busy}>
              {t.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
