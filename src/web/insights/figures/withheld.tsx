import { IconLock } from '@tabler/icons-react'
import type { CsatReport, Figures } from '../../../insights/schema.ts'
import { text } from '../../text.ts'
import classes from './figures.module.css'

type Props = { figures: Pick<Figures, 'n' | 'answered' | 'withheld'>; reader: CsatReport['reader'] }

/** Answers that are counted but not scored for this reader, yet or for good (C13), in a sentence. */
export function Withheld({ figures: { n, answered, withheld }, reader }: Props) {
  if (withheld === 0) return null
  return (
    <p className={classes.withheld}>
      <IconLock size={14} aria-hidden />
      {text.insights.figures.withheld(text.insights.figures.told(n, answered), reader.sees_single)}
    </p>
  )
}
