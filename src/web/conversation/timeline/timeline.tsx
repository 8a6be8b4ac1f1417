import { Button, Skeleton } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { Fragment, useRef } from 'react'
import type { TimelineEntry } from '../../../inbox/schema.ts'
import { useMe, useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import { toWallTime } from '../../ui/zone.ts'
import { useOutbox } from '../composer/outbox.ts'
import { CsatEntry } from './csat-entry.tsx'
import { dayName } from './day-name.ts'
import { MessageEntry } from './message-entry.tsx'
import { Outgoing } from './outgoing.tsx'
import { PendingSurvey } from './pending-survey.tsx'
import { PlainEntry } from './plain-entry.tsx'
import classes from './timeline.module.css'
import { useStick } from './use-stick.ts'
import { useTimeline } from './use-timeline.ts'

const t = text.inbox.timeline
/** Messages of one author within this time are one group. */
const GROUP_MS = 5 * 60_000

/** Everything that was said and done, in order. */
export function Timeline({ id, onWhy }: { id: string; onWhy: () => void }) {
  const { entries, isPending, error, data, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useTimeline(id)
  const { member } = useMe()
  const outgoing = useOutbox().filter((reply) => reply.conversationId === id && reply.author.id === member.id)
  const zone = useZone()
  const scroll = useRef<HTMLDivElement>(null)
  const { unseen, toEnd } = useStick(scroll, entries, outgoing.length)

  return (
    <div className={classes.wrap}>
      {/* Focusable, so that it can be scrolled by keyboard. */}
      <div className={classes.scroll} ref={scroll} tabIndex={0} role="region" aria-label={t.label}>
        <div
          className={classes.inner}
          role="log"
          aria-live="polite"
          aria-relevant="additions"
          aria-label={t.label}
        >
          {error && !data && <Failed error={error} retry={() => void refetch()} />}
          {isPending && <Loading />}
          {hasNextPage && (
            <div style={{ textAlign: 'center' }}>
              <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t.earlier}
              </Button>
            </div>
          )}
          <ol className={classes.list}>
            {entries.map((entry, index) => {
              const previous = entries[index - 1]
              const newDay = !previous || !isSameDay(previous.at, entry.at, zone)
              return (
                <Fragment key={entry.id}>
                  {newDay && <li className={classes.day}>{dayName(entry.at, zone)}</li>}
                  <Entry
                    id={id}
                    entry={entry}
                    grouped={!newDay && isGrouped(previous, entry)}
                    onWhy={onWhy}
                  />
                </Fragment>
              )
            })}
            <PendingSurvey id={id} onWhy={onWhy} />
            {outgoing.map((reply) => (
              <Outgoing key={reply.key} reply={reply} />
            ))}
          </ol>
        </div>
      </div>
      {unseen > 0 && (
        <Button
          className={classes.pill}
          radius="xl"
          size="xs"
          leftSection={<IconArrowDown size={14} />}
          onClick={() => toEnd(true)}
        >
          {t.newMessages(unseen)}
        </Button>
      )}
    </div>
  )
}

type EntryProps = { id: string; entry: TimelineEntry; grouped: boolean; onWhy: () => void }

function Entry({ id, entry, grouped, onWhy }: EntryProps) {
  if (entry.kind === 'message') return <MessageEntry conversationId={id} entry={entry} grouped={grouped} />
  if (entry.kind.startsWith('csat_')) return <CsatEntry entry={entry} onWhy={onWhy} />
  return <PlainEntry entry={entry} />
}

function isGrouped(previous: TimelineEntry | undefined, entry: TimelineEntry): boolean {
  if (previous?.kind !== 'message' || entry.kind !== 'message') return false
  const sameActor = previous.actor.kind === entry.actor.kind && previous.actor.id === entry.actor.id
  return sameActor && Date.parse(entry.at) - Date.parse(previous.at) < GROUP_MS
}

function isSameDay(a: string, b: string, zone: string): boolean {
  const [one, two] = [toWallTime(Date.parse(a), zone), toWallTime(Date.parse(b), zone)]
  return one.day === two.day && one.month === two.month && one.year === two.year
}

function Loading() {
  return (
    <div role="status" aria-label={text.common.loading} style={{ display: 'grid', gap: 16, paddingTop: 20 }}>
      <Skeleton h={54} w="58%" radius="lg" />
      <Skeleton h={42} w="44%" radius="lg" ml="auto" />
      <Skeleton h={70} w="52%" radius="lg" />
    </div>
  )
}
