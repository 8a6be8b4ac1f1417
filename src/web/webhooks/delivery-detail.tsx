import { Text } from '@mantine/core'
import type { WebhookDelivery } from '../../webhooks/schema.ts'
import { text } from '../text.ts'
import { Copy } from '../ui/copy.tsx'
import { Moment } from '../ui/time.tsx'
import classes from './webhooks.module.css'

const t = text.webhooks.log

/** What was sent, and what was answered each time, the last first. */
export function DeliveryDetail({ delivery: { body, attempts } }: { delivery: WebhookDelivery }) {
  const last = attempts.at(-1)
  return (
    <div className={classes.detail}>
      {attempts
        .map((attempt, index) => ({ attempt, number: index + 1 }))
        .toReversed()
        .map(({ attempt, number }) => (
          <section key={number} aria-label={t.attempt(number)}>
            <div className={classes.head}>
              <strong>{t.attempt(number)}</strong>
              <span className={classes.badge} data-tone={attempt.error === null ? 'good' : 'bad'}>
                {attempt.status ?? t.noAnswer}
              </span>
              <span className={classes.quiet}>
                <Moment at={attempt.at} /> · {t.took(attempt.duration_ms)}
                {attempt.by_hand && ` · ${t.byHand}`}
              </span>
            </div>
            {attempt.error && (
              <Text size="xs" c="var(--c-bad)">
                {attempt.error}
              </Text>
            )}
            {attempt.status !== null &&
              (attempt.response_body ? (
                <pre className={classes.code} tabIndex={0} role="region" aria-label={t.attempt(number)}>
                  {attempt.response_body}
                </pre>
              ) : (
                <Text size="xs" c="dimmed">
                  {t.empty}
                </Text>
              ))}
          </section>
        ))}
      <section aria-label={t.request}>
        <div className={classes.head}>
          <strong>{t.request}</strong>
          <Copy value={body} label={t.copyBody} small />
        </div>
        {last && (
          <dl className={classes.headers} aria-label={t.headers}>
            {Object.entries(last.request_headers).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <pre className={classes.code} tabIndex={0} role="region" aria-label={t.body}>
          {pretty(body)}
        </pre>
      </section>
    </div>
  )
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
