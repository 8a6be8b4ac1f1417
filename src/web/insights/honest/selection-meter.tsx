import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { SelectionReport, SelectionRow } from '../../../insights/honest/leaderboard-schema.ts'
import type { ChannelId } from '../../../policy/settings.ts'
import { text } from '../../text.ts'
import { Section } from '../../ui/page.tsx'
import { count, percent, span } from '../figures/format.ts'
import type { Scope } from '../filters/scope.ts'
import { Loaded } from '../page/loaded.tsx'
import { selectionQuery } from '../queries.ts'
import classes from './honest.module.css'

const t = text.insights.honest.selection

/** Could be asked, asked, answered: by agent and by channel (SPEC § 3.4). */
export function SelectionMeter({ scope }: { scope: Scope }) {
  const query = useQuery(selectionQuery(scope.query))
  return (
    <Section title={t.title} lead={t.lead}>
      <Loaded query={query} height={260}>
        {(report) =>
          report.overall.eligible === 0 ? <p className={classes.note}>{t.none}</p> : <Meter {...report} />
        }
      </Loaded>
    </Section>
  )
}

function Meter({ overall, agents, channels }: SelectionReport) {
  return (
    <>
      <ul className={classes.legend} aria-hidden>
        <li data-step="eligible">{t.eligible}</li>
        <li data-step="sent">{t.sent}</li>
        <li data-step="answered">{t.answered}</li>
      </ul>
      <ul className={classes.funnels}>
        <Funnel name={t.all} row={overall} />
      </ul>
      <h3 className={classes.part}>{t.agents}</h3>
      <ul className={classes.funnels}>
        {agents.map((row) => (
          <Funnel
            key={row.key}
            name={row.key === '' ? text.insights.breakdown.none.agent : row.name}
            row={row}
          />
        ))}
      </ul>
      <h3 className={classes.part}>{t.channels}</h3>
      <ul className={classes.funnels}>
        {channels.map((row) => (
          <Funnel key={row.key} name={text.channels[row.key as ChannelId] ?? row.name} row={row} />
        ))}
      </ul>
    </>
  )
}

type Figures = SelectionReport['overall'] & Partial<Pick<SelectionRow, 'stands_out' | 'others_share'>>

/** Each part as long as its share of those who could be asked, so that long and short rows compare. */
function Funnel({ name, row }: { name: string; row: Figures }) {
  const whole = Math.max(row.eligible, row.sent, 1)
  const width = (n: number): string => `${(n / whole) * 100}%`
  const spoken = t.funnel(
    count(row.eligible),
    count(row.sent),
    count(row.asked_answered),
    percent(row.response_rate),
  )
  return (
    <li className={classes.funnel} data-out={row.stands_out || undefined}>
      <span className={classes.funnelName}>{name}</span>
      <span className={classes.meter} role="img" aria-label={spoken} title={spoken}>
        <span data-step="eligible" style={{ width: width(row.eligible) }} />
        <span data-step="sent" style={{ width: width(row.sent) }} />
        <span data-step="answered" style={{ width: width(row.asked_answered) }} />
      </span>
      <span className={classes.funnelNumbers}>
        <span data-step="eligible" title={t.eligible}>
          {count(row.eligible)}
        </span>
        <span data-step="sent" title={t.sent}>
          {count(row.sent)}
        </span>
        <span data-step="answered" title={t.answeredOf(count(row.asked_answered), count(row.sent))}>
          {count(row.asked_answered)}
        </span>
        <span title={row.interval ? span(row.interval) : undefined}>
          <b>{percent(row.skip_share)}</b> {t.skipped.toLowerCase()}
        </span>
      </span>
      {row.stands_out && (
        <p className={classes.flag}>
          <IconAlertTriangle size={14} aria-hidden />
          {t.standsOut(percent(row.skip_share), count(row.eligible), percent(row.others_share ?? null))}
        </p>
      )}
    </li>
  )
}
