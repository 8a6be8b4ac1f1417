import { Button, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { WebhookDelivery } from '../../webhooks/schema.ts'
import { post } from '../api/request.ts'
import { text } from '../text.ts'
import { Moment, TimeAgo } from '../ui/time.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import { DeliveryDetail } from './delivery-detail.tsx'
import { refreshWebhooks } from './queries.ts'
import classes from './webhooks.module.css'

const t = text.webhooks.log

const TONES = { waiting: 'quiet', retrying: 'warn', delivered: 'good', failed: 'bad' } as const

/** One event on its way to one endpoint; opened, with its request and every answer. */
export function DeliveryRow({ delivery, isOn }: { delivery: WebhookDelivery; isOn: boolean }) {
  const [isOpen, setIsOpen] = useState(false)
  const { id, type, state, attempts } = delivery
  const last = attempts.at(-1)
  const again = useMutation({
    mutationFn: () => post<WebhookDelivery>(`/webhooks/deliveries/${id}/redeliver`),
    onSuccess: (after) => {
      const made = after.attempts.at(-1)
      if (after.state === 'waiting' || after.state === 'retrying') toast({ title: t.tried })
      else if (made?.error === null) toast({ title: t.taken })
      else toast({ title: t.notTaken, detail: made?.error ?? undefined, tone: 'warn' })
    },
    onError: (problem) => toastProblem(problem),
    onSettled: refreshWebhooks,
  })
  const isUnderWay = state === 'waiting' || state === 'retrying'
  return (
    <li className={classes.delivery}>
      <div className={classes.line}>
        <button
          type="button"
          className={classes.opener}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          <IconChevronRight size={14} className={classes.chevron} aria-hidden />
          <code className={classes.typeName}>{type}</code>
          <span className={classes.badge} data-tone={TONES[state]}>
            {t.states[state]}
          </span>
          <span className={classes.quiet}>
            {last?.status ?? (last ? t.noAnswer : '')}
            {attempts.length > 1 && ` · ${t.attempts(attempts.length)}`}
          </span>
          <TimeAgo at={delivery.made_at} className={classes.when!} />
        </button>
        {(!isUnderWay || (state === 'retrying' && isOn)) && (
          <Button
            size="xs"
            variant="default"
            aria-label={isUnderWay ? t.tryNowOf(type) : t.redeliverOf(type)}
            loading={again.isPending}
            onClick={() => again.mutate()}
          >
            {isUnderWay ? t.tryNow : t.redeliver}
          </Button>
        )}
      </div>
      {last?.error && state !== 'delivered' && (
        <Text size="xs" c="var(--c-bad)" className={classes.below!}>
          {last.error}{' '}
          {state === 'retrying' && isOn && delivery.next_attempt_at && (
            <Text span c="dimmed">
              {t.next}: <Moment at={delivery.next_attempt_at} />
            </Text>
          )}
        </Text>
      )}
      {isOpen && <DeliveryDetail delivery={delivery} />}
    </li>
  )
}
