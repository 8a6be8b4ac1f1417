import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CsatReport, Figures } from '../../../insights/schema.ts'
import { text } from '../../text.ts'
import { toldChange, toldGrowth } from '../figures/compare.ts'
import { Evidence, spokenFigure } from '../figures/evidence.tsx'
import { Explain } from '../figures/explain.tsx'
import { Figure } from '../figures/figure.tsx'
import classes from '../figures/figures.module.css'
import { average, count, percent, span } from '../figures/format.ts'
import { IntervalBar } from '../figures/interval-bar.tsx'
import { ToResponses } from '../figures/to-responses.tsx'
import { Withheld } from '../figures/withheld.tsx'
import { shortRange } from '../filters/days.ts'
import type { Scope } from '../filters/scope.ts'
import { sharedOf } from '../filters/search.ts'

const t = text.insights.figures

type Props = { report: CsatReport; scope: Scope }

/** The numbers of the period beside those of the one before (C10, A10). Each leads to what is behind it. */
export function FigureCards({ report, scope }: Props) {
  const { overall: now, previous, changes } = report
  const before = previous && shortRange(previous, scope.range.to)
  const said = (value: (figures: Figures) => string): string =>
    previous && before ? t.before(value(previous), before) : t.beforeNone
  const answers = t.told(now.n, now.answered)
  return (
    <section aria-label={t.label}>
      <div className={classes.figures}>
        <Csat report={report} scope={scope} before={before} said={said} />
        <Figure
          label={t.average}
          tone="up"
          before={before}
          compared={toldChange(changes?.average, 'average')}
          explain={[t.explain.average(answers), said((figures) => average(figures.average))]}
        >
          <div className={classes.value}>
            {now.enough_data ? (
              <ToResponses scope={scope} aria-label={`${average(now.average)}. ${t.open.csat}`}>
                {average(now.average)}
              </ToResponses>
            ) : (
              '–'
            )}
            {now.enough_data && <small>{t.outOf}</small>}
          </div>
          <Sub>{answers}</Sub>
        </Figure>
        <Figure
          label={t.positive}
          tone="up"
          before={before}
          compared={toldChange(changes?.positive)}
          explain={[t.explain.positive(answers), said((figures) => percent(positiveShare(figures)))]}
        >
          <div className={classes.value}>
            {now.positive === null ? (
              '–'
            ) : (
              <ToResponses
                scope={scope}
                and={{ score: '4,5' }}
                aria-label={`${count(now.positive)}. ${t.open.positive}`}
              >
                {count(now.positive)}
              </ToResponses>
            )}
            {now.enough_data && <small>{percent(positiveShare(now))}</small>}
          </div>
          <Sub>{t.of(answers)}</Sub>
        </Figure>
        <Figure
          label={t.responseRate}
          tone="up"
          before={before}
          compared={toldChange(changes?.response_rate)}
          instead={
            previous && !report.response_rate_comparable ? comingIn(now, previous, before!) : undefined
          }
          explain={[
            t.explain.responseRate(t.surveys(now.sent), t.answers(now.asked_answered)),
            said(({ response_rate }) => percent(response_rate)),
            t.stillOpen,
          ]}
        >
          <div className={classes.value}>
            <Link
              to="/satisfaction/honest"
              search={sharedOf(scope.search)}
              aria-label={`${percent(now.response_rate)}. ${t.open.sent}`}
            >
              {percent(now.response_rate)}
            </Link>
          </div>
          <Sub>{t.soFar(count(now.asked_answered), count(now.sent))}</Sub>
        </Figure>
        <Figure
          label={t.sent}
          before={before}
          compared={toldGrowth(changes?.sent)}
          explain={[t.explain.sent, said(({ sent }) => count(sent))]}
        >
          <div className={classes.value}>
            <Link
              to="/satisfaction/honest"
              search={sharedOf(scope.search)}
              aria-label={`${count(now.sent)}. ${t.open.sent}`}
            >
              {count(now.sent)}
            </Link>
          </div>
        </Figure>
        <Figure
          label={t.answered}
          before={before}
          compared={toldGrowth(changes?.answered)}
          explain={[
            t.explain.answered(t.answers(now.answered), count(now.asked_answered), count(now.sent)),
            said(({ answered }) => count(answered)),
          ]}
        >
          <div className={classes.value}>
            <ToResponses scope={scope} aria-label={`${count(now.answered)}. ${t.open.answered}`}>
              {count(now.answered)}
            </ToResponses>
          </div>
        </Figure>
        <Figure
          label={t.reopened}
          tone="down"
          before={before}
          compared={toldChange(changes?.reopen_rate)}
          explain={[
            t.explain.reopened(t.resolutions(now.resolved)),
            said(({ reopen_rate }) => percent(reopen_rate)),
          ]}
        >
          <div className={classes.value}>{percent(now.reopen_rate)}</div>
          <Sub>{t.ofResolutions(count(now.reopened), t.resolutions(now.resolved))}</Sub>
        </Figure>
      </div>
      <Withheld figures={now} reader={report.reader} />
    </section>
  )
}

type CsatProps = Props & { before: string | null; said: (value: (figures: Figures) => string) => string }

/** The score itself with all that it rests on. */
function Csat({ report, scope, before, said }: CsatProps) {
  const { overall: now, definitions, reader, changes, min_n: minN } = report
  const [definition] = definitions
  const what =
    definitions.length === 1 && definition
      ? t.explain.csat(
          text.insights.definition(definition.scale, definition.satisfied_from),
          t.answers(now.n),
        )
      : t.explain.csatMixed(t.answers(now.n))
  const compared = toldChange(changes?.csat)
  const lines = [
    what,
    now.interval && now.enough_data ? t.explain.interval(span(now.interval)) : null,
    said(({ csat }) => percent(csat)),
    compared.isChance ? t.chance : null,
  ]
  return (
    <Figure main label={t.csat} tone="up" before={before} compared={compared} explain={lines}>
      {now.enough_data ? (
        <>
          <Explain lines={lines}>
            <ToResponses
              scope={scope}
              className={classes.value}
              aria-label={`${spokenFigure(now)}. ${t.open.csat}`}
            >
              {percent(now.csat)}
            </ToResponses>
          </Explain>
          <IntervalBar value={now.csat} interval={now.interval} />
        </>
      ) : (
        <>
          <div className={classes.value} data-quiet>
            {now.n === 0 && now.withheld > 0 ? t.closed(reader.sees_single) : t.notEnough}
          </div>
          <IntervalBar value={null} interval={null} />
          <Sub>{t.missing(now.n, minN)}</Sub>
        </>
      )}
      <Sub>
        <Evidence of={now} />
      </Sub>
    </Figure>
  )
}

const Sub = ({ children }: { children: ReactNode }) => <div className={classes.sub}>{children}</div>

/** The share of 4s and 5s in the answers that are told. */
function positiveShare({ positive, n }: Figures): number | null {
  return positive === null || n === 0 ? null : positive / n
}

/** Why two response rates are not compared: some of the asks can still be answered. */
function comingIn(now: Figures, previous: Figures, before: string): string {
  return now.open_asks > 0 ? t.comingIn(now.open_asks) : t.comingInBefore(previous.open_asks, before)
}

export function FigureSkeleton() {
  return (
    <div className={classes.figures}>
      {[1, 2, 3, 4, 5, 6, 7].map((each) => (
        <div key={each} className={classes.figure} data-main={each === 1 || undefined}>
          <Skeleton h={14} w={70} mb={10} />
          <Skeleton h={each === 1 ? 44 : 26} w={90} />
        </div>
      ))}
    </div>
  )
}
