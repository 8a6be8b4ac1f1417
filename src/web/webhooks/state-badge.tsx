import { IconAlertTriangle, IconCheck, IconPlayerPause, IconSparkles } from '@tabler/icons-react'
import type { Endpoint } from '../../webhooks/schema.ts'
import { text } from '../text.ts'
import classes from './webhooks.module.css'

const LOOKS = {
  healthy: { tone: 'good', Icon: IconCheck },
  failing: { tone: 'bad', Icon: IconAlertTriangle },
  disabled: { tone: 'quiet', Icon: IconPlayerPause },
  unproven: { tone: 'quiet', Icon: IconSparkles },
} as const

/** How an endpoint does, in a word. */
export function StateBadge({
  state,
  reason,
}: {
  state: Endpoint['state']
  reason: Endpoint['disabled_reason']
}) {
  const isBad = state === 'disabled' && reason !== 'by_hand'
  const { tone, Icon } = LOOKS[state]
  return (
    <span className={classes.badge} data-tone={isBad ? 'bad' : tone}>
      <Icon size={13} aria-hidden />
      {text.webhooks.states[state]}
    </span>
  )
}
