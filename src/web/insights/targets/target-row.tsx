import { ActionIcon, Group } from '@mantine/core'
import {
  IconCircleCheck,
  IconCircleDashed,
  IconPencil,
  IconTrash,
  IconTrendingDown,
} from '@tabler/icons-react'
import type { Target } from '../../../insights/targets/target-schema.ts'
import { text } from '../../text.ts'
import { Evidence, Parts } from '../figures/evidence.tsx'
import { average, count, percent, span } from '../figures/format.ts'
import { rangeName } from '../filters/days.ts'
import classes from './targets.module.css'

const t = text.insights.targets

/** A value of the figure that a target is about. */
const write = (metric: Target['metric'], value: number | null): string =>
  metric === 'average' ? average(value) : percent(value)

/** How far along the bar: from nothing to everything, an average from 1 to 5. */
const along = (metric: Target['metric'], value: number): number =>
  (metric === 'average' ? (value - 1) / 4 : value) * 100

type Props = { target: Target; onEdit: () => void; onRemove: () => void }

/** One goal with its bar: how far it is, where the goal stands, and how sure that is. */
export function TargetRow({ target, onEdit, onRemove }: Props) {
  const { metric, goal, period, progress } = target
  const name = t.name(t.metrics[metric], write(metric, goal))
  const full = `${target.team_name ?? t.everyone}, ${name}`
  const value = progress.enough_data ? progress.value : null
  return (
    <li className={classes.target}>
      <div className={classes.head}>
        <div>
          <h2 className={classes.name}>{target.team_name ?? t.everyone}</h2>
          <p className={classes.what}>
            {name} · {t.current[period]}{' '}
            <span>({rangeName({ from: progress.period_from, to: progress.period_to })})</span>
          </p>
        </div>
        {target.can.change && (
          <Group gap={2} wrap="nowrap" className="no-print">
            <ActionIcon variant="subtle" color="gray" size={30} aria-label={t.edit(full)} onClick={onEdit}>
              <IconPencil size={15} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label={t.remove(full)}
              onClick={onRemove}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Group>
        )}
      </div>
      <div className={classes.line}>
        <span>
          <span className={classes.value}>{write(metric, value)}</span> <RestsOn target={target} />
        </span>
        <Verdict onTrack={progress.on_track} />
      </div>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={full}
        aria-valuemin={metric === 'average' ? 1 : 0}
        aria-valuemax={metric === 'average' ? 5 : 100}
        aria-valuenow={value === null ? undefined : metric === 'average' ? value : Math.round(value * 100)}
        aria-valuetext={value === null ? t.tooEarly : t.progress(write(metric, value), write(metric, goal))}
      >
        {value !== null && (
          <span
            className={classes.fill}
            data-reached={progress.on_track || undefined}
            style={{ width: `${along(metric, value)}%` }}
          />
        )}
        <span className={classes.goal} style={{ left: `${along(metric, goal)}%` }} />
      </div>
      <p className={classes.sentence}>{t.standing(progress, write(metric, goal))}</p>
    </li>
  )
}

/** What the value is made of; the interval of an average is in points of the scale. */
function RestsOn({ target: { metric, progress } }: Pick<Props, 'target'>) {
  const { interval, enough_data: isEnough, value, n, answered, response_rate: rate } = progress
  const figures = text.insights.figures
  if (metric === 'csat') {
    return (
      <Evidence of={{ csat: value, interval, n, answered, response_rate: rate, enough_data: isEnough }} />
    )
  }
  const sure = metric === 'average' ? interval && `${average(interval.low)}–${average(interval.high)}` : null
  const parts =
    metric === 'average'
      ? [isEnough && sure ? figures.interval(sure) : null, figures.told(n, answered)]
      : [isEnough && interval ? figures.interval(span(interval)) : null, figures.asked(count(n))]
  return <Parts parts={parts.filter((part) => part !== null)} />
}

function Verdict({ onTrack }: { onTrack: boolean | null }) {
  const [Icon, words, tone] =
    onTrack === null
      ? ([IconCircleDashed, t.tooEarly, 'quiet'] as const)
      : onTrack
        ? ([IconCircleCheck, t.onTrack, 'good'] as const)
        : ([IconTrendingDown, t.behind, 'warn'] as const)
  return (
    <span className={classes.verdict} data-tone={tone}>
      <Icon size={15} aria-hidden />
      {words}
    </span>
  )
}
