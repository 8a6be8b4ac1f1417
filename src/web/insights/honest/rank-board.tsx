import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Leaderboard, LeaderboardRow } from '../../../insights/honest/leaderboard-schema.ts'
import { text } from '../../text.ts'
import { Section } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { Evidence, spokenFigure } from '../figures/evidence.tsx'
import { Explain } from '../figures/explain.tsx'
import { percent, span } from '../figures/format.ts'
import { IntervalBar } from '../figures/interval-bar.tsx'
import { ToResponses } from '../figures/to-responses.tsx'
import type { Scope } from '../filters/scope.ts'
import { Loaded } from '../page/loaded.tsx'
import { leaderboardQuery } from '../queries.ts'
import classes from './honest.module.css'

const t = text.insights.honest.board
const figures = text.insights.figures

type Props = { scope: Scope; by: 'agent' | 'team' }

/** Who is ahead beyond chance (SPEC § 3.5): all who are tied stand in one group with one rank. */
export function RankBoard({ scope, by }: Props) {
  const query = useQuery(leaderboardQuery({ ...scope.query, by }))
  return (
    <Section title={t.title} lead={scope.ownOnly && by === 'agent' ? t.mineLead : t.lead}>
      <Loaded query={query} height={260}>
        {(board) =>
          board.rows.length === 0 ? (
            <p className={classes.note}>{t.none}</p>
          ) : (
            <ol className={classes.ranks}>
              {tieGroups(board).map(({ rank, rows }) => (
                <li key={rank ?? 'none'} className={classes.tie}>
                  <div className={classes.rank}>
                    {rank === null ? (
                      <span className={classes.quiet}>
                        {scope.ownOnly && by === 'agent' ? '' : t.unranked}
                      </span>
                    ) : (
                      <>
                        <VisuallyHidden>{t.rank} </VisuallyHidden>
                        <b>{rank}</b>
                        {rows.length > 1 && <small>{t.tied(rows.length)}</small>}
                      </>
                    )}
                  </div>
                  <ul className={classes.ranked}>
                    {rows.map((row) => (
                      <Ranked key={row.key} row={row} scope={scope} by={by} minN={board.min_n} />
                    ))}
                  </ul>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Section>
  )
}

/** Those with the same rank together, as the server ordered them; those without one at the end. */
function tieGroups({ rows }: Leaderboard): { rank: number | null; rows: LeaderboardRow[] }[] {
  return [...Map.groupBy(rows, ({ rank }) => rank)].map(([rank, same]) => ({ rank, rows: same }))
}

function Ranked({ row, scope, by, minN }: { row: LeaderboardRow; minN: number } & Props) {
  const name = row.key === '' ? text.insights.breakdown.none[by] : row.name
  return (
    <li className={classes.row}>
      <span className={classes.who}>
        {by === 'agent' && <Person name={name} id={row.key} size={22} />}
        <span>{name}</span>
      </span>
      {row.enough_data && row.interval ? (
        <>
          <Explain lines={[spokenFigure(row), figures.explain.interval(span(row.interval))]}>
            <span className={classes.bar} tabIndex={0} role="img" aria-label={spokenFigure(row)}>
              <IntervalBar value={row.csat} interval={row.interval} />
            </span>
          </Explain>
          <span className={classes.number}>
            <b>{percent(row.csat)}</b>
            <Evidence of={row} without={['n', 'rate']} />
          </span>
        </>
      ) : (
        <span className={classes.quiet}>{row.unranked ? t.why[row.unranked](row.n, minN) : t.notEnough}</span>
      )}
      <span className={classes.answers}>
        <ToResponses
          scope={scope}
          and={by === 'agent' ? { agent_id: row.key || 'none' } : { team_id: row.key || 'none' }}
        >
          {figures.told(row.n, row.answered)}
        </ToResponses>
        <Evidence of={row} without={['interval', 'n']} />
      </span>
    </li>
  )
}
