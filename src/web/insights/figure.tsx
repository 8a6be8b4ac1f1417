import { IconArrowDownRight, IconArrowUpRight, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { text } from '../text.ts'
import { Explain } from './explain.tsx'
import classes from './figures.module.css'
import type { Compared } from './compare.ts'

const t = text.insights.figures

type Props = {
  label: string
  /** How the number came to be, line by line. */
  explain: (string | null)[]
  children: ReactNode
  compared: Compared
  /** Is a change of this figure good news when it goes up? Counts are neither. */
  tone?: 'up' | 'down' | 'none'
  main?: boolean
}

/** One number with its name, how it changed, and how it came to be. */
export function Figure({ label, explain, children, compared, tone = 'none', main = false }: Props) {
  return (
    <div className={classes.figure} data-main={main || undefined}>
      <div className={classes.label}>
        <Explain lines={explain}>
          <button type="button" className={classes.explain}>
            {label}
            <IconInfoCircle size={13} aria-hidden className={classes.info} />
          </button>
        </Explain>
      </div>
      {children}
      <ChangeMark compared={compared} tone={tone} />
    </div>
  )
}

/** How it changed: arrow and words, coloured only where it is good or bad news and more than chance. */
function ChangeMark({ compared: { change, isChance }, tone }: Pick<Required<Props>, 'compared' | 'tone'>) {
  if (!change) return <div className={classes.change}>{t.change.none}</div>
  const { direction, amount } = change
  if (direction === 'same') return <div className={classes.change}>{t.change.same}</div>
  const news = tone === 'none' || isChance ? undefined : tone === direction ? 'good' : 'bad'
  const Arrow = direction === 'up' ? IconArrowUpRight : IconArrowDownRight
  return (
    <div className={classes.change} data-news={news}>
      <Arrow size={14} aria-hidden />
      {t.change[direction](amount)}
    </div>
  )
}
