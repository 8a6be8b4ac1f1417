import { Anchor, Skeleton, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Endpoint } from '../../webhooks/schema.ts'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import { FormMessage } from '../ui/form-message.tsx'
import { Page, Section } from '../ui/page.tsx'
import { SecretShown } from '../ui/secret-shown.tsx'
import { Moment, TimeAgo } from '../ui/time.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { hostOf } from './host-of.ts'
import { webhookQuery } from './queries.ts'
import { StateBadge } from './state-badge.tsx'
import { WebhookActions } from './webhook-actions.tsx'
import { WebhookDrawer } from './webhook-drawer.tsx'
import classes from './webhooks.module.css'

const t = text.webhooks

/** One endpoint: how it does, what can be done with it, and what was sent to it. */
export function WebhookPage() {
  const { webhookId = '' } = useParams({ strict: false })
  const { data: endpoint, error, refetch } = useQuery(webhookQuery(webhookId))
  const [isEditing, setIsEditing] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const title = endpoint ? endpoint.description || hostOf(endpoint.url) : t.title
  return (
    <Page
      title={title}
      lead={endpoint && <span style={{ overflowWrap: 'anywhere' }}>{endpoint.url}</span>}
      actions={
        endpoint && (
          <WebhookActions endpoint={endpoint} onEdit={() => setIsEditing(true)} onSecret={setSecret} />
        )
      }
    >
      <Anchor
        size="sm"
        className={classes.back!}
        renderRoot={(props) => <Link to="/settings/webhooks" {...props} />}
      >
        <IconArrowLeft size={14} aria-hidden /> {t.back}
      </Anchor>
      {error && !endpoint ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !endpoint ? (
        <div role="status" aria-label={text.common.loading}>
          <Skeleton h={240} radius="md" />
        </div>
      ) : (
        <>
          <Standing endpoint={endpoint} />
          <Section title={t.log.title} lead={t.log.lead}>
            <DeliveryLog endpoint={endpoint} />
          </Section>
          <WebhookDrawer opened={isEditing} endpoint={endpoint} onClose={() => setIsEditing(false)} />
          <SecretShown secret={secret} lead={t.secret.lead} onDone={() => setSecret(null)} />
        </>
      )}
    </Page>
  )
}

function Standing({ endpoint }: { endpoint: Endpoint }) {
  const { disabled_reason: reason, failing_since: failing, old_secret_until: old } = endpoint
  return (
    <div className={classes.standing}>
      {reason && reason !== 'by_hand' && (
        <FormMessage message={`${t.off[reason]} ${endpoint.last_error ?? ''}`} />
      )}
      <div className={classes.head}>
        <StateBadge state={endpoint.state} reason={reason} />
        <Text size="xs" c="dimmed">
          {endpoint.events.includes('*') ? t.allEvents : endpoint.events.join(', ')}
        </Text>
      </div>
      {reason && (
        <Text size="sm" c="dimmed">
          {reason === 'by_hand' && `${t.off.by_hand} `}
          {t.offHelp}
        </Text>
      )}
      {failing && !reason && (
        <Text size="sm" c="var(--c-bad)">
          {t.failingSince} <Moment at={failing} />: {endpoint.last_error}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {endpoint.last_success_at && (
          <>
            {t.lastSuccess} <TimeAgo at={endpoint.last_success_at} />
          </>
        )}
        {endpoint.last_success_at && endpoint.waiting > 0 && ' · '}
        {endpoint.waiting > 0 && t.waiting(endpoint.waiting)}
      </Text>
      {old && (
        <Text size="xs" c="dimmed">
          {t.oldSecret} <Moment at={old} />
        </Text>
      )}
    </div>
  )
}
