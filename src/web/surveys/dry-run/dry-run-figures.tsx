import type { DryRunResult } from '../../../dry-run/schema.ts'
import { text } from '../../text.ts'
import classes from './dry-run.module.css'

const t = text.dryRun

/** More and fewer in one line, and every reason before and after. */
export function DryRunFigures({ result }: { result: DryRunResult }) {
  const { before, after, more, fewer, resolutions, actual } = result
  const reasons = [...new Set([...Object.keys(before.by_reason), ...Object.keys(after.by_reason)])]
  const of = (total: typeof before, reason: string): number => total.by_reason[reason] ?? 0
  const rows = reasons
    .map((reason) => ({ reason, before: of(before, reason), after: of(after, reason) }))
    .toSorted((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after))
  return (
    <>
      <p className={classes.headline} role="status">
        {more === 0 && fewer === 0 ? (
          <strong>{t.same}</strong>
        ) : (
          <>
            <strong data-tone={more > 0 ? 'more' : undefined}>{t.more(more)}</strong>,{' '}
            <strong data-tone={fewer > 0 ? 'fewer' : undefined}>{t.fewer(fewer)}</strong>
          </>
        )}{' '}
        {t.of(resolutions)}
      </p>
      {actual.made !== before.made && <p className={classes.quiet}>{t.actual(actual.made)}</p>}
      <table className={classes.table}>
        <caption>{t.table}</caption>
        <thead>
          <tr>
            <th scope="col">{t.outcome}</th>
            <th scope="col">{t.before}</th>
            <th scope="col">{t.after}</th>
            <th scope="col">{t.difference}</th>
          </tr>
        </thead>
        <tbody>
          <Row name={t.asked} before={before.asked} after={after.asked} strong />
          {rows.map((row) => (
            <Row
              key={row.reason}
              name={t.reasons[row.reason as keyof typeof t.reasons] ?? row.reason}
              before={row.before}
              after={row.after}
            />
          ))}
        </tbody>
      </table>
    </>
  )
}

type RowProps = { name: string; before: number; after: number; strong?: boolean }

function Row({ name, before, after, strong = false }: RowProps) {
  return (
    <tr data-strong={strong || undefined}>
      <th scope="row">{name}</th>
      <td>{t.number(before)}</td>
      <td>{t.number(after)}</td>
      <td>{t.change(after - before)}</td>
    </tr>
  )
}
