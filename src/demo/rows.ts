import type { Insertable } from 'kysely'
import { newId } from '../platform/ids.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { HandledBy } from '../platform/tables/words.ts'
import type { Instant } from '../policy/decision.ts'
import { isExpired } from '../policy/expire.ts'
import { ratingWindows } from '../policy/rate.ts'
import { isChannelOn, isEnded, type Policy } from '../policy/settings.ts'
import { WORKFLOW } from './automation.ts'
import type { Story } from './story.ts'

export type Rows = { [Table in keyof Tables]?: Insertable<Tables[Table]>[] }

type Person = { id: string; name: string; email: string | null }
type Scene = {
  workspaceId: string
  policy: Policy
  policyVersion: number
  now: Instant
  teamIds: Record<string, string>
  workflowId: string
}

const date = (instant: Instant): Date => new Date(instant)

/** Turns a story into exactly the rows that the use-cases would have written. */
export function storyRows(story: Story, person: Person, scene: Scene): Rows {
  const conversationId = newId()
  const key = { workspace_id: scene.workspaceId, conversation_id: conversationId }
  const teamId = scene.teamIds[story.agent.teamId] ?? null
  const rows: Required<
    Pick<
      Rows,
      | 'messages'
      | 'timeline_entries'
      | 'surveys'
      | 'decisions'
      | 'responses'
      | 'response_revisions'
      | 'evidence'
      | 'resolutions'
    >
  > = {
    messages: [],
    timeline_entries: [],
    surveys: [],
    decisions: [],
    responses: [],
    response_revisions: [],
    evidence: [],
    resolutions: [],
  }
  const entry = (
    kind: string,
    at: Instant,
    rest: Partial<Insertable<Tables['timeline_entries']>> = {},
  ): void => {
    rows.timeline_entries.push({
      ...key,
      id: newId(),
      kind,
      actor_kind: 'system',
      data: '{}',
      at: date(at),
      ...rest,
    })
  }
  const handledBy: HandledBy = story.messages.some(({ author }) => author === 'bot') ? 'both' : 'human'
  const byAgent = { actor_kind: 'member', actor_id: story.agent.id } as const
  const byWorkflow = { actor_kind: 'workflow', actor_id: scene.workflowId } as const
  const byContact = { actor_kind: 'contact', actor_id: person.id } as const

  entry('conversation_created', story.startedAt - 1000, {
    ...byContact,
    data: JSON.stringify({ channel: story.channel, origin: 'inbound' }),
  })
  for (const message of story.messages) {
    rows.messages.push({
      ...key,
      id: newId(),
      author_kind: message.author,
      author_id:
        message.author === 'contact' ? person.id : message.author === 'teammate' ? story.agent.id : null,
      author_name:
        message.author === 'contact'
          ? person.name
          : message.author === 'teammate'
            ? story.agent.name
            : 'Fern',
      body: message.body,
      sent_at: date(message.at),
    })
  }
  story.endings.forEach((ending, index) => {
    entry('status_changed', ending.at, {
      ...byAgent,
      data: JSON.stringify({ from: 'open', to: ending.status }),
    })
    resolution(ending, index + 1)
    survey(ending, index + 1)
    if (ending.reopenedAt !== null) {
      const knows = rows.responses.slice(-1).map(({ id }) => id)
      entry('status_changed', ending.reopenedAt, {
        ...(ending.byWorkflow ? byWorkflow : byContact),
        data: JSON.stringify({ from: ending.status, to: 'open', ...(ending.byWorkflow && { knows }) }),
      })
      if (ending.byWorkflow) {
        const subject = `${person.name} is not happy`
        const data = JSON.stringify({
          workflow: WORKFLOW,
          subject,
          text: `Agent: ${story.agent.name}`,
          knows,
        })
        entry('workflow_note', ending.reopenedAt, { ...byWorkflow, data })
      }
    }
  })

  function resolution(ending: Story['endings'][number], number: number): void {
    rows.resolutions.push({
      ...key,
      number,
      ended_at: date(ending.at),
      reopened_at: ending.reopenedAt === null ? null : date(ending.reopenedAt),
      eligible: isChannelOn(scene.policy, story.channel),
      agent_id: story.agent.id,
      team_id: teamId,
      channel: story.channel,
      tags: [story.tag],
      handled_by: handledBy,
    })
  }

  function survey(ending: Story['endings'][number], resolution: number): void {
    const isOn = isChannelOn(scene.policy, story.channel)
    const isAsked = isOn && !ending.isSkipped
    const surveyId = isAsked ? newId() : null
    rows.decisions.push({
      ...key,
      id: newId(),
      survey_id: surveyId,
      kind: 'make',
      cause: isOn && !isAsked ? 'hand' : 'status_change',
      allowed: isAsked,
      reason: isAsked ? null : isOn ? 'not_by_hand' : 'channel_off',
      facts: JSON.stringify(
        isAsked
          ? { cause: 'status_change', channel: story.channel, resolution }
          : isOn
            ? { skipped: true }
            : { channel: story.channel },
      ),
      policy_version: scene.policyVersion,
      at: date(ending.at),
    })
    if (surveyId === null) return
    const windows = ratingWindows({ policy: scene.policy, sentAt: ending.at, endedAt: ending.at })
    const { answer } = ending
    const waiting = { state: 'sent' as const, rateUntil: windows.rateUntil }
    const state =
      answer !== null
        ? ('answered' as const)
        : ending.reopenedAt !== null
          ? ('withdrawn' as const)
          : isExpired(waiting, scene.now)
            ? ('expired' as const)
            : ('sent' as const)
    const responseId = answer === null ? null : newId()
    const snapshot = {
      contact_id: person.id,
      resolution,
      agent_id: story.agent.id,
      team_id: teamId,
      channel: story.channel,
      tags: [story.tag],
      handled_by: handledBy,
    }
    rows.surveys.push({
      ...key,
      ...snapshot,
      id: surveyId,
      state,
      cause: 'status_change',
      end_reason: state === 'withdrawn' ? 'reopened' : null,
      policy_version: scene.policyVersion,
      message: scene.policy.question.message,
      made_at: date(ending.at),
      due_at: date(ending.at),
      ended_at: date(ending.at),
      sent_at: date(ending.at),
      rate_until: windows.rateUntil === null ? null : date(windows.rateUntil),
      edit_until: windows.editUntil === null ? null : date(windows.editUntil),
      answered_at: answer === null ? null : date(answer.at),
      response_id: responseId,
      updated_at: date(answer?.at ?? ending.at),
    })
    const about = { survey_id: surveyId }
    entry('csat_requested', ending.at, {
      ...about,
      data: JSON.stringify({ channel: story.channel, agent_id: story.agent.id, link_only: false }),
    })
    if (state === 'withdrawn') {
      entry('csat_withdrawn', ending.reopenedAt!, {
        ...about,
        ...byContact,
        data: JSON.stringify({ reason: 'reopened' }),
      })
    }
    if (state === 'expired') entry('csat_expired', windows.rateUntil!, about)
    if (answer === null || responseId === null) return
    const given = { score: answer.score, comment: answer.comment, reasons: [] }
    rows.evidence.push(
      {
        workspace_id: scene.workspaceId,
        id: newId(),
        survey_id: surveyId,
        kind: 'click',
        score: answer.score,
        user_agent: 'mobile',
        at: date(answer.at - 20_000),
      },
      {
        workspace_id: scene.workspaceId,
        id: newId(),
        survey_id: surveyId,
        kind: 'submit',
        score: answer.score,
        user_agent: 'mobile',
        at: date(answer.at),
      },
    )
    rows.responses.push({
      ...key,
      ...snapshot,
      ...given,
      id: responseId,
      survey_id: surveyId,
      scale: scene.policy.question.scale,
      satisfied_from: scene.policy.question.satisfied_from,
      submitted_at: date(answer.at),
    })
    rows.response_revisions.push({
      workspace_id: scene.workspaceId,
      response_id: responseId,
      revision: 1,
      ...given,
      at: date(answer.at),
    })
    entry('csat_submitted', answer.at, {
      ...about,
      ...byContact,
      data: JSON.stringify({ response_id: responseId, ...given, changed: false }),
    })
  }

  return {
    ...rows,
    conversations: [conversationRow(story, person, scene, conversationId, teamId)],
    conversation_contacts: [{ ...key, contact_id: person.id }],
  }
}

function conversationRow(
  story: Story,
  person: Person,
  scene: Scene,
  id: string,
  teamId: string | null,
): Insertable<Tables['conversations']> {
  const { messages, endings } = story
  const last = messages.at(-1)!
  const count = (author: string): number => messages.filter((message) => message.author === author).length
  const byTeam = messages.findLast(({ author }) => author === 'teammate')
  const end = endings.at(-1)
  const touched = Math.max(last.at, end?.at ?? 0, end?.reopenedAt ?? 0, end?.answer?.at ?? 0)
  return {
    workspace_id: scene.workspaceId,
    id,
    channel: story.channel,
    contact_id: person.id,
    origin: 'inbound',
    started_by: 'contact',
    subject: story.subject,
    status: story.status,
    resolution: endings.length,
    ended_at: end && isEnded(story.status) ? date(end.at) : null,
    snoozed_until: story.status === 'snoozed' ? date(scene.now + 20 * 3_600_000) : null,
    assignee_id: byTeam ? story.agent.id : null,
    team_id: teamId,
    tags: [story.tag],
    characters: messages.reduce((sum, { body }) => sum + [...body].length, 0),
    message_count: messages.length,
    contact_message_count: count('contact'),
    teammate_message_count: count('teammate'),
    bot_message_count: count('bot'),
    last_message_at: date(last.at),
    last_message_preview: last.body.slice(0, 160),
    last_message_author: last.author,
    last_teammate_id: byTeam ? story.agent.id : null,
    last_teammate_at: byTeam ? date(byTeam.at) : null,
    resolver_id: end ? story.agent.id : null,
    status_at: end ? date(end.byWorkflow ? end.reopenedAt! : end.at) : null,
    created_at: date(story.startedAt),
    updated_at: date(touched),
  }
}
