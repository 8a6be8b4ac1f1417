import { ActionIcon, Button, Group } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCheck,
  IconFileTypeCsv,
  IconPencil,
  IconSend,
  IconTrash,
  IconUserOff,
  IconX,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Subscription, TestResult } from '../../insights/mail/subscription-schema.ts'
import { post } from '../api/request.ts'
import { longDay, rangeName } from '../insights/filters/days.ts'
import { useFilterNames } from '../insights/filters/filter-names.ts'
import { useFormerMember } from '../session/directory.ts'
import { text } from '../text.ts'
import { toastProblem } from '../ui/toast.tsx'
import classes from './reports.module.css'

const t = text.reports

type Props = { report: Subscription; mail: boolean; onEdit: () => void; onRemove: () => void }

/** One report: how often, to whom, about what, and how its last mail went. */
export function ReportRow({ report, mail, onEdit, onRemove }: Props) {
  const {
    id,
    name,
    every,
    recipients,
    with_csv: withCsv,
    reported_from: from,
    last_error: lastError,
    created_by: madeBy,
  } = report
  const filters = useFilterNames(report.filters)
  const formerMaker = useFormerMember(madeBy)
  const test = useMutation({
    mutationFn: () => post<TestResult>(`/report-subscriptions/${id}/test`),
    onError: (problem) => toastProblem(problem),
  })
  return (
    <li className={classes.report}>
      <div className={classes.head}>
        <div>
          <h2 className={classes.name}>{name}</h2>
          <p className={classes.what}>
            {t.everyName[every]} ·{' '}
            {filters.map(({ what, value }) => `${what}: ${value}`).join(' · ') || t.everything}
          </p>
        </div>
        <Group gap={2} wrap="nowrap">
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={t.edit(name)} onClick={onEdit}>
            <IconPencil size={15} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={t.remove(name)} onClick={onRemove}>
            <IconTrash size={15} />
          </ActionIcon>
        </Group>
      </div>
      <ul className={classes.recipients} aria-label={t.to(recipients.length)}>
        {recipients.map((recipient) => (
          <li key={recipient}>{recipient}</li>
        ))}
      </ul>
      <div className={classes.foot}>
        <span>{from ? t.reported(t.period[every](dayName(every, from))) : t.never}</span>
        {withCsv && (
          <span className={classes.csv} title={t.csvWarning}>
            <IconFileTypeCsv size={15} aria-hidden />
            {t.csv}
          </span>
        )}
        <Button
          className={classes.test!}
          variant="default"
          leftSection={<IconSend size={14} />}
          aria-label={t.testOf(name)}
          disabled={!mail}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          {t.test}
        </Button>
      </div>
      {formerMaker && (
        <p className={classes.hint}>
          <IconUserOff size={15} aria-hidden />
          <span>{t.makerLeft(formerMaker.name)}</span>
        </p>
      )}
      {lastError && (
        <p className={classes.problem}>
          <IconAlertTriangle size={15} aria-hidden />
          <span>
            <strong>{t.lastError}.</strong> {lastError}
          </span>
        </p>
      )}
      <div role="status">{test.data && <TestResults result={test.data} />}</div>
    </li>
  )
}

/** "2 March 2026" for a week, "March 2026" for a month. */
const dayName = (every: Subscription['every'], from: string): string =>
  every === 'week' ? longDay(from) : longDay(from).replace(/^\d+ /, '')

/** What became of a test, address by address. */
function TestResults({ result: { period_from: from, period_to: to, results } }: { result: TestResult }) {
  return (
    <div className={classes.results}>
      <strong>{t.tested(rangeName({ from, to }))}</strong>
      <ul>
        {results.map(({ recipient, sent, problem }) => (
          <li key={recipient} data-sent={sent || undefined}>
            {sent ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
            <span>
              {recipient}: {sent ? t.testSent : t.testFailed(problem ?? '')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
