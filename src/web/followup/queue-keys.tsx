import { Kbd } from '@mantine/core'
import { useShortcutsOn } from '../shell/shortcuts.ts'
import { text } from '../text.ts'
import classes from './followup.module.css'

const t = text.followup.empty
const KEYS = [
  [['j', 'k'], t.move],
  [['o'], t.open],
  [['r'], t.reply],
  [['c'], t.contacted],
  [['a'], t.assign],
  [['e'], t.close],
] as const

/** The keys that work on the row one stands on; where keys are off, and without a keyboard, there are none. */
export function QueueKeys() {
  const [on] = useShortcutsOn()
  if (!on) return null
  return (
    <p className={classes.keys} aria-label={t.keys} role="note">
      {KEYS.map(([keys, what]) => (
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
