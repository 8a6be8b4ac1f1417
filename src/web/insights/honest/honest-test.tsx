import { VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { HonestReport, HonestRow } from '../../../insights/honest/honest-schema.ts'
import { text } from '../../text.ts'
import { Section } from '../../ui/page.tsx'
import { Evidence } from '../figures/evidence.tsx'
import { count, percent } from '../figures/format.ts'
import { IntervalBar } from '../figures/interval-bar.tsx'
import type { Scope } from '../filters/scope.ts'
import { Loaded } from '../page/loaded.tsx'
import { honestQuery } from '../queries.ts'
import classes from './honest.module.css'

const t = text.insights.honest.test

/** CSAT beside reopens and churn; a row where they disagree says so in a sentence (A9). */
export function HonestTest({ scope, by }: { scope: Scope; by: 'agent' | 'team' }) {
  const query = useQuery(honestQuery({ ...scope.query, by }))
  return (
    <Section title={t.title} lead={t.lead}>
      <Loaded query={query} height={220}>
        {(report) => <Result report={report} by={by} />}
      </Loaded>
    </Section>
  )
}

function Result({ report, by }: { report: HonestReport; by: 'agent' | 'team' }) {
  const { caution, previous, rows, overall } = report
  const churn = overall.churn !== null || rows.some((row) => row.churn !== null)
  return (
    <>
      {caution && (
        <div className={classes.caution} role="note">
          <IconAlertTriangle size={17} aria-hidden />
          <div>
            <strong>{text.insights.honest.caution.title}</strong>
            <p className={classes.sentence}>
              {text.insights.honest.caution.says({
                rate: percent(caution.response_rate),
                sent: count(caution.sent),
                csat: percent(caution.csat),
                low: percent(caution.low),
                high: percent(caution.high),
              })}
            </p>
            <IntervalBar value={caution.csat} interval={{ low: caution.low, high: caution.high }} />
          </div>
        </div>
      )}
      {!previous && <p className={classes.note}>{t.endless}</p>}
      {rows.length === 0 ? (
        <p className={classes.note}>{t.none}</p>
      ) : (
        <table className={classes.table}>
          <VisuallyHidden component="caption">{t.title}</VisuallyHidden>
          <thead>
            <tr>
              <th scope="col">{text.insights.breakdown.tabs[by]}</th>
              <th scope="col">{t.csat}</th>
              <th scope="col">{t.reopens}</th>
              {churn && <th scope="col">{t.churn}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.key} row={row} by={by} churn={churn} all={overall.csat} />
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && rows.every(({ flags }) => flags.length === 0) && previous && (
        <p className={classes.note}>{t.noFlag}</p>
      )}
    </>
  )
}

type RowProps = { row: HonestRow; by: 'agent' | 'team'; churn: boolean; all: number | null }

function Row({ row, by, churn, all }: RowProps) {
  const name = row.key === '' ? text.insights.breakdown.none[by] : row.name
  return (
    <tr data-flagged={row.flags.length > 0 || undefined}>
      <th scope="row">
        {name}
        {row.flags.map((kind) => (
          <p key={kind} className={classes.flag}>
            <IconAlertTriangle size={14} aria-hidden />
            {doubt(row, kind, all)}
          </p>
        ))}
      </th>
      <td data-label={t.csat}>
        {row.enough_data ? (
          <>
            <b>{percent(row.csat)}</b> <Evidence of={row} />
          </>
        ) : (
          <>
            <span className={classes.quiet}>{text.insights.figures.notEnough}</span> <Evidence of={row} />
          </>
        )}
      </td>
      <td data-label={t.reopens}>
        <Rate now={row.reopens} before={row.reopens_before} />
      </td>
      {churn && (
        <td data-label={t.churn}>{row.churn ? <Rate now={row.churn} before={row.churn_before} /> : '–'}</td>
      )}
    </tr>
  )
}

/** Why the score of a row should not be believed as it stands. */
function doubt(row: HonestRow, kind: HonestRow['flags'][number], all: number | null): string {
  const [now, before] = kind === 'reopens' ? [row.reopens, row.reopens_before] : [row.churn, row.churn_before]
  const what = t.flag[kind](percent(now?.share ?? null), percent(before?.share ?? null))
  return t.doubt(percent(row.csat), percent(all), what)
}

function Rate({ now, before }: { now: HonestRow['reopens']; before: HonestRow['reopens_before'] }) {
  return (
    <span title={t.of(count(now.part), count(now.whole))}>
      <b>{percent(now.share)}</b>{' '}
      <span className={classes.quiet}>
        {before && before.share !== null ? t.before(percent(before.share)) : ''}
      </span>
    </span>
  )
}
