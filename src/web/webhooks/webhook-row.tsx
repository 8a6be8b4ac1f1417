import { Anchor, Switch, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Endpoint } from '../../webhooks/schema.ts'
import { text } from '../text.ts'
import rows from '../ui/rows.module.css'
import { Moment, TimeAgo } from '../ui/time.tsx'
import { hostOf } from './host-of.ts'
import { StateBadge } from './state-badge.tsx'
import { useTurn } from './turn.ts'
import classes from './webhooks.module.css'

const t = text.webhooks

/** One endpoint in the list: on or off, where it is, and how it does. */
export function WebhookRow({ endpoint }: { endpoint: Endpoint }) {
  const host = hostOf(endpoint.url)
  const turn = useTurn(endpoint)
  return (
    <li className={rows.row}>
      <Switch
        checked={turn.isPending ? turn.variables : endpoint.enabled}
        onChange={(event) => turn.mutate(event.currentTarget.checked)}
        aria-label={t.turn(host)}
      />
      <div className={rows.who}>
        <div className={classes.head}>
          <Anchor
            className={classes.name!}
            renderRoot={(props) => (
              <Link to="/settings/webhooks/$webhookId" params={{ webhookId: endpoint.id }} {...props} />
            )}
          >
            {endpoint.description || host}
          </Anchor>
          <StateBadge state={endpoint.state} reason={endpoint.disabled_reason} />
        </div>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {endpoint.url}
        </Text>
        <Health endpoint={endpoint} />
      </div>
    </li>
  )
}

function Health({ endpoint }: { endpoint: Endpoint }) {
  const { events, waiting, disabled_reason: reason, failing_since: failing } = endpoint
  const isBad = failing !== null || (reason !== null && reason !== 'by_hand')
  return (
    <Text size="xs" c={isBad ? 'var(--c-bad)' : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
      {events.includes('*') ? t.allEvents : t.someEvents(events.length)}
      {reason && reason !== 'by_hand' && <> · {t.off[reason]}</>}
      {!reason && failing && (
        <>
          {' · '}
          {t.failingSince} <Moment at={failing} />: {endpoint.last_error}
        </>
      )}
      {!isBad && endpoint.last_success_at && (
        <>
          {' · '}
          {t.lastSuccess} <TimeAgo at={endpoint.last_success_at} />
        </>
      )}
      {waiting > 0 && <> · {t.waiting(waiting)}</>}
    </Text>
  )
}
