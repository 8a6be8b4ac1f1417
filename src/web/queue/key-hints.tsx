import { Kbd } from '@mantine/core'
import { useShortcutsOn } from '../ui/shortcuts.ts'
import classes from './key-hints.module.css'

type Props = { label?: string; hints: readonly (readonly [keys: readonly string[], what: string])[] }

/** Keys and what they do; where keys are off, and without a keyboard, there are none. */
export function KeyHints({ label, hints }: Props) {
  const [on] = useShortcutsOn()
  if (!on) return null
  return (
    <p className={classes.keys} {...(label ? { role: 'note', 'aria-label': label } : {})}>
      {hints.map(([keys, what]) => (
        <span key={what}>
          {keys.map((key) => (
            <Kbd size="xs" key={key}>
              {key}
            </Kbd>
          ))}
          {what}
        </span>
      ))}
    </p>
  )
}
