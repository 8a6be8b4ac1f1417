import {
  IconAlertTriangle,
  IconBolt,
  IconCircleCheck,
  IconClock,
  IconHeartHandshake,
  IconLayoutBottombar,
  IconMessagePlus,
  IconPointFilled,
  IconRotate,
  IconTag,
  IconUserCircle,
} from '@tabler/icons-react'
import type { TimelineEntry } from '../../../inbox/schema.ts'
import type { CaseOutcome } from '../../../policy/follow-up/follow-up.ts'
import { type ConversationStatus, isEnded } from '../../../policy/settings.ts'
import { useNames } from '../../session/directory.ts'
import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { formatMoment, TimeAgo } from '../../ui/time.tsx'
import classes from './timeline.module.css'

const t = text.inbox.timeline
const ICON = { size: 14, 'aria-hidden': true } as const

/** What happened beside the messages, in a line. */
export function PlainEntry({ entry }: { entry: TimelineEntry }) {
  const names = useNames()
  const zone = useZone()
  const { icon, sentence } = describe(entry, names, zone)
  return (
    <li className={classes.event}>
      {icon}
      <span className={classes.sentence} data-lines={sentence.includes('\n') || undefined}>
        {sentence}
      </span>
      <TimeAgo at={entry.at} />
    </li>
  )
}

/** Who did it, as the subject of a sentence. */
export function actorName({ actor }: Pick<TimelineEntry, 'actor'>): string {
  if (actor.name) return actor.kind === 'workflow' ? t.namedWorkflow(actor.name) : actor.name
  const kinds: Record<string, string> = { bot: t.bot, workflow: t.workflow, api_key: t.api, system: t.system }
  return kinds[actor.kind] ?? t.someone
}

function describe(entry: TimelineEntry, names: ReturnType<typeof useNames>, zone: string) {
  const who = actorName(entry)
  const { data } = entry
  switch (entry.kind) {
    case 'conversation_created':
      return { icon: <IconMessagePlus {...ICON} />, sentence: t.created(who) }
    case 'status_changed':
      return describeStatus(who, data, zone)
    case 'assigned':
      return { icon: <IconUserCircle {...ICON} />, sentence: describeAssignment(entry, who, names) }
    case 'tagged': {
      const [added, removed] = [list(data.added), list(data.removed)]
      const parts = [added && t.tagged(who, added), removed && t.untagged(who, removed)].filter(Boolean)
      return { icon: <IconTag {...ICON} />, sentence: parts.join(' · ') }
    }
    case 'closing_card_shown':
      return { icon: <IconLayoutBottombar {...ICON} />, sentence: t.closingCard(nameOf(data.app)) }
    case 'closing_card_failed': {
      const why = typeof data.sentence === 'string' ? data.sentence : ''
      return { icon: <IconAlertTriangle {...ICON} />, sentence: t.noClosingCard(nameOf(data.app), why) }
    }
    case 'case_opened':
    case 'case_closed':
    case 'case_reopened':
      return { icon: <IconHeartHandshake {...ICON} />, sentence: describeCase(entry, who) }
    case 'workflow_note':
      return { icon: <IconBolt {...ICON} />, sentence: t.noted(who, noteOf(data)) }
    default:
      return { icon: <IconPointFilled {...ICON} />, sentence: entry.kind }
  }
}

function describeCase({ kind, data, actor }: TimelineEntry, who: string): string {
  const words = text.followup.timeline
  if (kind === 'case_reopened') return words.reopened(who)
  if (kind === 'case_opened') return actor.kind === 'system' ? words.openedBySystem : words.opened(who)
  const outcome = text.followup.outcomes[data.outcome as CaseOutcome]
  return words.closed(who, outcome.label.toLowerCase())
}

function describeStatus(who: string, data: TimelineEntry['data'], zone: string) {
  const to = data.to as ConversationStatus
  if (to === 'snoozed' && typeof data.snoozed_until === 'string') {
    return { icon: <IconClock {...ICON} />, sentence: t.snoozed(who, formatMoment(data.snoozed_until, zone)) }
  }
  if (to === 'open' && isEnded(data.from as ConversationStatus)) {
    return { icon: <IconRotate {...ICON} />, sentence: t.reopened(who) }
  }
  const icon = to === 'snoozed' ? <IconClock {...ICON} /> : <IconCircleCheck {...ICON} />
  return { icon, sentence: t.status(who, text.statuses[to] ?? String(to)) }
}

function describeAssignment(entry: TimelineEntry, who: string, names: ReturnType<typeof useNames>): string {
  const assigneeId = entry.data.assignee_id as string | null
  if (entry.data.because === 'assignee_left') return t.assigneeLeft(who)
  const team = names((entry.data.team_id as string | null) ?? null)
  const assignee = names(assigneeId ?? null)
  const person = assigneeId === entry.actor.id ? t.assignedSelf(who) : t.assigned(who, assignee ?? t.someone)
  if (assigneeId) return team ? `${person} · ${team}` : person
  return team ? t.assignedTeam(who, team) : t.unassigned(who)
}

/** The note of a workflow: its subject and its text, which keeps its lines. */
function noteOf({ subject, text: body }: TimelineEntry['data']): string {
  const parts = [subject, body].filter((each) => typeof each === 'string' && each !== '')
  return parts.join(parts.some((each) => String(each).includes('\n')) ? '\n' : ' · ')
}

function nameOf(app: unknown): string {
  return typeof app === 'string' ? app : t.anApp
}

function list(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : ''
}
