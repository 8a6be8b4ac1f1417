import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, useRef, useState } from 'react'
import { text } from '../../text.ts'
import { ToResponses } from '../figures/to-responses.tsx'
import type { Scope } from '../filters/scope.ts'
import { ChartTip } from './chart-tip.tsx'
import classes from './chart.module.css'
import { OnesLine } from './ones-line.tsx'
import { niceTop, type Plot, widthOf } from './plot.ts'
import { spokenStep } from './spoken-step.ts'
import { StackedBars } from './stacked-bars.tsx'
import { onesOver, type Step } from './steps.ts'

const t = text.insights.chart

const LEFT = 34
const TOP = 26
const BARS = 220
const ONES = 66

/** What is marked with a name needs this much room to the next one. */
const MARK = 104

type Props = {
  steps: Step[]
  bucket: 'day' | 'week'
  /** The days on which what counts as satisfied was changed. */
  breaks: string[]
  /** Does what is closed to the reader open some day? */
  opens: boolean
  scope: Scope
}

/**
 * Stacked bars of all scores, the 1s at the bottom where their height can be compared, and under them the share
 * of 1s as a line of its own. One stop for the keyboard: arrow keys move from bar to bar, Enter opens the answers.
 */
export function DistributionChart({ steps, bucket, breaks, opens, scope }: Props) {
  const { ref, width } = useElementSize()
  const [shown, setShown] = useState<number | null>(null)
  const [stop, setStop] = useState(steps.length - 1)
  const spots = useRef<(HTMLElement | null)[]>([])
  const tabStop = Math.min(stop, steps.length - 1)
  const plot: Plot = {
    left: LEFT,
    top: TOP,
    height: BARS,
    step: Math.max(0, width - LEFT) / steps.length,
    max: niceTop(Math.max(...steps.map(({ answered }) => answered))),
  }
  function onKey(event: KeyboardEvent): void {
    const to = { ArrowLeft: tabStop - 1, ArrowRight: tabStop + 1, Home: 0, End: steps.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(steps.length - 1, to))
    setStop(next)
    spots.current[next]?.focus()
  }
  const marks = [...new Set(breaks.map((day) => steps.findIndex(({ to }) => day <= to)))]
    .filter((index) => index > 0)
    .toSorted((a, b) => a - b)
  /** Its name stands beside a mark unless the one before stands there. */
  const isNamed = (at: number): boolean => at === 0 || (marks[at]! - marks[at - 1]!) * plot.step >= MARK
  return (
    <div ref={ref} className={classes.chart}>
      {width > 0 && (
        <>
          <svg
            width={width}
            height={TOP + BARS + 26}
            viewBox={`0 0 ${width} ${TOP + BARS + 26}`}
            aria-hidden
            className={classes.svg}
          >
            <StackedBars steps={steps} plot={plot} width={width} shown={shown} />
            {steps.every(({ answered }) => answered === 0) && (
              <text className={classes.nothing} x={(LEFT + width) / 2} y={TOP + BARS / 2} textAnchor="middle">
                {t.none}
              </text>
            )}
            {marks.map((index, at) => (
              <g key={index}>
                <line
                  className={classes.break}
                  x1={Math.round(LEFT + index * plot.step) + 0.5}
                  x2={Math.round(LEFT + index * plot.step) + 0.5}
                  y1={12}
                  y2={TOP + BARS}
                />
                {isNamed(at) && (
                  <text
                    className={classes.breakLabel}
                    x={LEFT + index * plot.step + (index > steps.length * 0.7 ? -5 : 5)}
                    y={18}
                    textAnchor={index > steps.length * 0.7 ? 'end' : 'start'}
                  >
                    {t.breakShort}
                  </text>
                )}
              </g>
            ))}
          </svg>
          <OnesLine
            shares={onesOver(steps, bucket)}
            name={bucket === 'day' ? t.onesRolling : t.ones}
            plot={plot}
            width={width}
            height={ONES}
            shown={shown}
          />
          {/* Where the pointer and the keyboard go: a column for each bar, through both pictures. */}
          <div
            className={classes.spots}
            role="group"
            aria-label={t.label}
            style={{ left: LEFT }}
            onKeyDown={onKey}
            onMouseLeave={() => setShown(null)}
          >
            {steps.map((step, index) => (
              <ToResponses
                key={step.from}
                scope={scope}
                and={{ from: step.from, to: step.to }}
                ref={(element: HTMLElement | null) => {
                  spots.current[index] = element
                }}
                role={scope.mayRead ? undefined : 'img'}
                className={classes.spot}
                tabIndex={index === tabStop ? 0 : -1}
                aria-label={spokenStep(step, opens)}
                onMouseEnter={() => setShown(index)}
                onFocus={() => {
                  setStop(index)
                  setShown(index)
                }}
                onBlur={() => setShown(null)}
              >
                {null}
              </ToResponses>
            ))}
          </div>
          {shown !== null && steps[shown] && (
            <ChartTip
              step={steps[shown]}
              at={LEFT + (shown + 0.5) * plot.step}
              width={widthOf(plot, steps)}
              opens={opens}
            />
          )}
        </>
      )}
    </div>
  )
}
