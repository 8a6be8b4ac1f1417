import { Skeleton } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { CsatReport, Figures } from '../../insights/schema.ts'
import { text } from '../text.ts'
import { compareCount, compareRate, compareScores, positiveShare } from './compare.ts'
import { lengthOf } from './days.ts'
import { Explain } from './explain.tsx'
import { Figure } from './figure.tsx'
import classes from './figures.module.css'
import { average, count, percent, span } from './format.ts'
import { IntervalBar } from './interval-bar.tsx'
import type { Scope } from './scope.ts'
import { sharedOf } from './search.ts'
import { ToResponses } from './to-responses.tsx'

const t = text.insights.figures

/** The numbers of the period beside those of the one before (C10, A10). Each leads to what is behind it. */
export function FigureCards({ report, scope }: { report: CsatReport; scope: Scope }) {
  const { overall: now, previous: before, min_n: minN, definitions } = report
  const n = now.answered - now.withheld
  const days = t.days(lengthOf(scope.range))
  const said = (value: (figures: Figures) => string, isThere = true) =>
    before && isThere ? t.before(value(before), days) : t.beforeNone
  const pair = { now, before, minN }
  const scores = compareScores(pair)
  const responses = compareRate(pair, 'response_rate')
  const reopens = compareRate(pair, 'reopen_rate')
  const [definition] = definitions
  const what =
    definitions.length === 1 && definition
      ? t.explain.csat(text.insights.definition(definition.scale, definition.satisfied_from), t.answers(n))
      : t.explain.csatMixed(t.answers(n))
  const csatLines = [
    what,
    now.interval && now.enough_data ? t.explain.interval(span(now.interval)) : null,
    said(({ csat }) => percent(csat), scores.csat.change !== null),
    scores.csat.isChance ? t.chance : null,
  ]
  return (
    <section aria-label={t.label}>
      <div className={classes.figures}>
        <Figure main label={t.csat} tone="up" compared={scores.csat} explain={csatLines}>
          {now.enough_data ? (
            <>
              <Explain lines={csatLines}>
                <ToResponses
                  scope={scope}
                  className={classes.value}
                  aria-label={`${percent(now.csat)}. ${t.open.csat}`}
                >
                  {percent(now.csat)}
                </ToResponses>
              </Explain>
              <IntervalBar value={now.csat} interval={now.interval} />
              <div className={classes.sub}>
                {t.interval(span(now.interval))} · {t.answers(n)}
              </div>
            </>
          ) : (
            <NotEnough n={n} minN={minN} isClosed={n === 0 && now.withheld > 0} />
          )}
        </Figure>
        <Figure
          label={t.average}
          tone="up"
          compared={scores.average}
          explain={[
            t.explain.average(t.answers(n)),
            said((figures) => average(figures.average), scores.average.change !== null),
          ]}
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
        </Figure>
        <Figure
          label={t.positive}
          tone="up"
          compared={scores.positive}
          explain={[
            t.explain.positive(t.answers(n)),
            said((figures) => percent(positiveShare(figures)), scores.positive.change !== null),
          ]}
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
        </Figure>
        <Figure
          label={t.responseRate}
          tone="up"
          compared={responses}
          explain={[
            t.explain.responseRate(t.surveys(now.sent)),
            said(({ response_rate }) => percent(response_rate), responses.change !== null),
            t.stillOpen,
            responses.isChance ? t.chance : null,
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
        </Figure>
        <Figure
          label={t.sent}
          compared={compareCount(pair, 'sent')}
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
          compared={compareCount(pair, 'answered')}
          explain={[t.explain.answered, said(({ answered }) => count(answered))]}
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
          compared={reopens}
          explain={[
            t.explain.reopened(t.resolutions(now.resolved)),
            said(({ reopen_rate }) => percent(reopen_rate), reopens.change !== null),
            reopens.isChance ? t.chance : null,
          ]}
        >
          <div className={classes.value}>{percent(now.reopen_rate)}</div>
        </Figure>
      </div>
      <Withheld n={now.withheld} />
    </section>
  )
}

/** Too few answers for a score: says so, and how many are missing. */
function NotEnough({ n, minN, isClosed }: { n: number; minN: number; isClosed: boolean }) {
  return (
    <>
      <div className={classes.value} data-quiet>
        {isClosed ? t.withheldOnly : t.notEnough}
      </div>
      <IntervalBar value={null} interval={null} />
      <div className={classes.sub}>{t.missing(n, minN)}</div>
    </>
  )
}

/** Answers that are counted but not yet scored for this reader (C13), in a sentence. */
export function Withheld({ n }: { n: number }) {
  if (n === 0) return null
  return (
    <p className={classes.withheld}>
      <IconLock size={14} aria-hidden />
      {t.withheld(n)}
    </p>
  )
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
