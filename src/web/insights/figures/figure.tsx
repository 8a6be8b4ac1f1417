import { IconArrowDownRight, IconArrowUpRight, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { text } from '../../text.ts'
import type { Compared } from './compare.ts'
import { Explain } from './explain.tsx'
import classes from './figures.module.css'

const t = text.insights.figures

type Props = {
  label: string
  /** How the number came to be, line by line. */
  explain: (string | null)[]
  children: ReactNode
  compared: Compared
  /** The days that it is compared with, "8–14 Nov"; null where there are none. */
  before: string | null
  /** In place of a change: why there is none to tell. */
  instead?: string | undefined
  /** Is a change of this figure good news when it goes up? Counts are neither. */
  tone?: 'up' | 'down' | 'none'
  main?: boolean
}

/** One number with its name, how it changed, and how it came to be. */
export function Figure({ label, explain, children, main = false, ...changed }: Props) {
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
      <ChangeMark {...changed} />
    </div>
  )
}

/** How it changed, and since when: arrow and words, coloured only where it is good or bad news and more than chance. */
function ChangeMark({
  compared: { change, isChance },
  before,
  instead,
  tone = 'none',
}: Omit<Props, 'label' | 'explain' | 'children' | 'main'>) {
  if (instead) return <div className={classes.change}>{instead}</div>
  if (before === null) return <div className={classes.change}>{t.change.noBefore}</div>
  if (!change) return <div className={classes.change}>{t.change.none(before)}</div>
  const { direction, amount } = change
  const isNews = tone !== 'none' && !isChance && direction !== 'same'
  const Arrow = direction === 'up' ? IconArrowUpRight : direction === 'down' ? IconArrowDownRight : null
  return (
    <div className={classes.change} data-news={isNews ? (tone === direction ? 'good' : 'bad') : undefined}>
      <span className={classes.moved}>
        {Arrow && <Arrow size={14} aria-hidden />}
        {direction === 'same' ? t.change.same : t.change[direction](amount)}
      </span>
      <span className={classes.versus}>
        {t.change.versus(before)}
        {isChance && direction !== 'same' && `, ${t.change.chance}`}
      </span>
    </div>
  )
}
