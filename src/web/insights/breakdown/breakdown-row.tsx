import { Link } from '@tanstack/react-router'
import type { CsatReport, Figures, Group } from '../../../insights/schema.ts'
import type { ChannelId } from '../../../policy/settings.ts'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import { Person } from '../../ui/person.tsx'
import { Evidence, spokenFigure } from '../figures/evidence.tsx'
import { Explain } from '../figures/explain.tsx'
import { average, count, percent, span } from '../figures/format.ts'
import { IntervalBar } from '../figures/interval-bar.tsx'
import { ToResponses } from '../figures/to-responses.tsx'
import type { Scope } from '../filters/scope.ts'
import { sharedOf } from '../filters/search.ts'
import classes from './breakdown.module.css'
import { type Dimension, rowFilter, rowName } from './breakdowns.ts'
import { Sparkline } from './sparkline.tsx'
import { SplitBar } from './split-bar.tsx'

const t = text.insights
const names = t.breakdown.columns

type Props = { row: Group | null; figures: Figures; report: CsatReport; by: Dimension; scope: Scope }

/** One name with its numbers; without a row, all of them together. */
export function BreakdownRow({ row, figures, report, by, scope }: Props) {
  const name = row ? rowName(row, by) : t.breakdown.all
  const filter = row && rowFilter(row, by)
  const { n, answered, withheld } = figures
  const opens = report.reader.sees_single
  const told = t.figures.told(n, answered)
  const explain = [
    figures.interval && t.figures.explain.interval(span(figures.interval)),
    withheld > 0 ? t.figures.withheld(told, opens) : null,
  ]
  return (
    <tr data-all={!row || undefined}>
      <th scope="row" data-column="name">
        <span className={classes.name}>
          {row && by === 'agent' && <Person name={name} id={row.key} size={22} />}
          {row && by === 'channel' && row.key !== '' && <ChannelIcon channel={row.key as ChannelId} silent />}
          {filter ? (
            <Link
              to="/satisfaction"
              search={{ ...sharedOf(scope.search), ...filter }}
              title={t.breakdown.overviewOf(name)}
            >
              {name}
            </Link>
          ) : (
            <span>{name}</span>
          )}
        </span>
      </th>
      <td data-column="csat" data-label={names.csat}>
        {figures.enough_data ? (
          <Explain lines={explain}>
            <span className={classes.score} tabIndex={0} role="img" aria-label={spokenFigure(figures)}>
              <b>{percent(figures.csat)}</b>
              <span className={classes.sure}>
                <IntervalBar value={figures.csat} interval={figures.interval} />
                <Evidence of={figures} without={['n', 'rate']} />
              </span>
            </span>
          </Explain>
        ) : (
          <Explain
            lines={[
              t.figures.missing(n, report.min_n),
              withheld > 0 ? t.figures.withheld(told, opens) : null,
            ]}
          >
            <span className={classes.few} tabIndex={0}>
              {n === 0 && withheld > 0 ? t.figures.closed(opens) : t.figures.notEnough}
            </span>
          </Explain>
        )}
      </td>
      <td data-side="end" data-label={names.answered}>
        {answered > 0 && (!row || filter) ? (
          <ToResponses scope={scope} and={{ ...filter }} aria-label={`${told}. ${t.breakdown.read(name)}`}>
            {withheld > 0 ? (
              <span className={classes.told}>{t.figures.shown(n, answered)}</span>
            ) : (
              count(answered)
            )}
          </ToResponses>
        ) : withheld > 0 ? (
          <span className={classes.told}>{t.figures.shown(n, answered)}</span>
        ) : (
          count(answered)
        )}
      </td>
      <td
        data-side="end"
        data-label={names.response_rate}
        title={t.figures.explain.responseRate(
          t.figures.surveys(figures.sent),
          t.figures.answers(figures.asked_answered),
        )}
      >
        {percent(figures.response_rate)}
      </td>
      <td data-side="end" data-label={names.average}>
        {figures.enough_data ? average(figures.average) : '–'}
      </td>
      <td data-column="split">
        <SplitBar figures={figures} />
      </td>
      <td data-column="trend">{row && <Sparkline points={row.trend ?? []} />}</td>
      <td
        data-side="end"
        data-column="reopen_rate"
        data-label={names.reopen_rate}
        title={t.figures.explain.reopened(t.figures.resolutions(figures.resolved))}
      >
        {percent(figures.reopen_rate)}
      </td>
    </tr>
  )
}
