import { Switch, Text } from '@mantine/core'
import { text } from '../text.ts'
import classes from './csat.module.css'
import type { PolicyDraft } from './policy/use-draft.ts'

const t = text.csat.enable

/** The main switch, and what its position means right now. */
export function EnablePanel({ draft }: { draft: PolicyDraft }) {
  const on = draft.policy.enabled
  const anywhere = Object.values(draft.policy.trigger.channels).some((channel) => channel?.enabled)
  const pending = on !== draft.base.policy.enabled
  return (
    <div className={classes.enable} data-on={on && anywhere}>
      <Switch
        size="md"
        aria-label={t.switch}
        aria-describedby="enable-help"
        checked={on}
        onChange={(event) => draft.set('enabled', event.currentTarget.checked)}
      />
      <div>
        <Text fw={600} size="sm">
          {on && anywhere ? t.on : t.off}
        </Text>
        <Text size="xs" id="enable-help" c={on ? undefined : 'dimmed'}>
          {on ? (anywhere ? t.onHelp : t.nowhereHelp) : t.offHelp} {pending && t.saveToStart}
        </Text>
      </div>
    </div>
  )
}
