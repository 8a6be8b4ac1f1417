import { presentContact, presentConversation, presentMessage } from '../inbox/present.ts'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { StoredEvent } from '../platform/dispatch-events.ts'
import type { Instant } from '../policy/decision.ts'
import { policyForChannel } from '../policy/settings.ts'
import { canSeeResponse, embargoEndsAt } from '../policy/view.ts'
import { type Look, presentResponse, presentSurvey } from '../surveys/seeing/present.ts'
import type { DataOf } from './payloads.ts'
import type { Records } from './read-records.ts'

/** Whose eyes see it. */
export type Reader = { ctx: Context; eyes: Look }
type Told = DataOf<'csat.requested'>

/**
 * The body that endpoints get of an event, as text: written once and sent as it is at every attempt. Null when what
 * it is about is gone. Records are shown as the API shows them to an admin; of an answer that the policy closes to
 * him for now, neither score nor comment (C13).
 */
export function buildPayload(reader: Reader, records: Records, event: StoredEvent): string | null {
  const data = dataOf(reader, records, event)
  return data === null ? null : frame(event.id, event.type, event.occurred_at, event.workspace_id, data)
}

/** The frame around what an event is about. */
export function frame(id: string, type: string, at: Instant, workspaceId: string, data: object): string {
  return JSON.stringify({ id, type, timestamp: toIso(at), workspace_id: workspaceId, data })
}

function dataOf(reader: Reader, records: Records, event: StoredEvent): object | null {
  const { payload } = event
  const about = conversationOf(records, event)
  if (!about) return null
  const { conversation, contact } = about
  switch (event.type) {
    case 'conversation.created':
      return { conversation, contact }
    case 'conversation.status_changed':
      return { from: payload['from'], to: payload['to'], conversation }
    case 'conversation.assigned':
      return {
        assignee_id: payload['assignee_id'] ?? null,
        team_id: payload['team_id'] ?? null,
        conversation,
      }
    case 'conversation.tagged':
      return { added: payload['added'] ?? [], removed: payload['removed'] ?? [], conversation }
    case 'message.created': {
      const message = records.messages.get(String(payload['message_id']))
      if (!message) return null
      return { message: presentMessage(message, records.attachments.get(message.id)), conversation }
    }
    case 'csat.requested':
    case 'csat.expired':
      return surveyOf(reader, records, event, about)
    case 'csat.withdrawn': {
      const told = surveyOf(reader, records, event, about)
      return told && { reason: String(payload['reason'] ?? 'by_hand'), ...told }
    }
    case 'csat.score_submitted': {
      const told = surveyOf(reader, records, event, about)
      const answer = answerOf(reader, records, event)
      return told && answer && { ...answer, ...told }
    }
    case 'case.opened':
    case 'case.updated':
    case 'case.overdue':
    case 'case.closed': {
      // What a customer gave is told by the event of his answer, when it may be.
      const { score: _score, comment: _comment, ...rest } = payload
      return { case: rest, conversation }
    }
  }
}

type About = { conversation: Told['conversation']; contact: Told['contact'] }

function conversationOf(records: Records, event: StoredEvent): About | null {
  const row = records.conversations.get(event.conversation_id ?? '')
  const contact = row && records.contacts.get(row.contact_id)
  if (!contact) return null
  const { unread: _unread, ...conversation } = presentConversation(row, contact)
  return { conversation, contact: presentContact(contact) }
}

function surveyOf(reader: Reader, records: Records, event: StoredEvent, about: About): Told | null {
  const row = records.surveys.get(event.survey_id ?? '')
  if (!row) return null
  const { response: _response, ...survey } = presentSurvey(reader.ctx, reader.eyes, row, null)
  const contact = records.contacts.get(row.contact_id)
  return {
    survey,
    conversation: about.conversation,
    contact: contact ? presentContact(contact) : about.contact,
  }
}

/** The answer as the event's revision had it: a later one has an event of its own. */
function answerOf(
  { eyes: { viewer, policy, now } }: Reader,
  records: Records,
  { payload }: StoredEvent,
): Pick<DataOf<'csat.score_submitted'>, 'changed' | 'response'> | null {
  const row = records.responses.get(String(payload['response_id']))
  const revision = records.revisions.get(`${String(payload['response_id'])}/${String(payload['revision'])}`)
  if (!row || !revision) return null
  const changed = revision.revision > 1
  const { score, comment, reasons } = revision
  const editedAt = changed ? revision.at : null
  const rules = policyForChannel(policy, row.channel)
  const { team_id: teamId, submitted_at: submittedAt, quarantined: setAside } = row
  const seen = { score, teamId, submittedAt, editedAt, setAside }
  const sight = canSeeResponse({ viewer, policy: rules, response: seen, now })
  const whole = presentResponse({ ...row, score, comment, reasons, edited_at: editedAt })
  if (sight.allowed) return { changed, response: { ...whole, hidden_until: null } }
  const until = sight.reason === 'embargoed' ? embargoEndsAt(rules, editedAt ?? submittedAt) : null
  const closed = { score: null, comment: null, reasons: [], hidden_until: toIsoOrNull(until) }
  return { changed, response: { ...whole, ...closed } }
}
