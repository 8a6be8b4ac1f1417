import type { Facts, MakeRefusal, RateRefusal } from './decision.ts'
import { channelName } from './channel-name.ts'
import { moment } from './moment.ts'
import { isSuspicion, type Suspicion } from './suspicion.ts'
import type { ViewRefusal } from './view.ts'

export type Reason = MakeRefusal | RateRefusal | ViewRefusal | Suspicion

/** What each refusal says to people. The facts are those stored with the decision. */
const SENTENCES: Record<Reason, (facts: Facts) => string> = {
  csat_off: () => 'Customer satisfaction surveys are switched off in this workspace.',
  channel_off: ({ channel }) => `Surveys are switched off for ${channelName(channel)}.`,
  audience_off: ({ kind }) => `Surveys are switched off for ${kind === 'lead' ? 'leads' : 'users'}.`,
  status_not_ended: ({ status, statuses }) =>
    statuses
      ? `The conversation is ${words(status)}; a survey is sent when it is ${words(either(statuses))}.`
      : `The conversation is ${words(status)}; a survey can be sent once it has ended.`,
  not_by_hand: ({ skipped }) =>
    skipped
      ? 'The conversation was ended without a survey on purpose.'
      : 'Surveys are sent by hand in this workspace, and nobody sent one.',
  group_conversation: ({ contacts }) =>
    `${contacts} contacts are in this conversation; groups are not asked.`,
  too_short: ({ characters, more_than }) =>
    `The conversation has ${characters} characters; more than ${more_than} are needed.`,
  too_old: ({ idle, at_most }) =>
    `The last message was ${idle} before the end; at most ${at_most} are allowed.`,
  no_teammate_reply: () => 'No teammate took part in this conversation.',
  direct_outbound_excluded: () =>
    'A teammate started this conversation, and such conversations are left out.',
  automated_outbound_excluded: () =>
    'The API or a workflow started this conversation, and such conversations are left out.',
  outbound_without_follow_up: () => 'Nothing was said after the first outbound message.',
  no_support_message: () => 'Nobody from support, no bot and no workflow has written in this conversation.',
  already_asked: ({ since }) => `The customer was asked already, on ${moment(since)}.`,
  pending_survey: ({ since }) =>
    `A survey is still waiting for this customer’s answer, since ${moment(since)}.`,
  contact_cooldown: ({ asked_at: askedAt, until }) =>
    `This customer was asked on ${moment(askedAt)} and is left in peace until ${moment(until)}.`,
  tag_excluded: ({ tag, needs_one_of: needed }) =>
    tag == null
      ? `The conversation has none of the tags that are asked about: ${either(needed)}.`
      : `Conversations with the tag “${tag}” are not asked about.`,
  not_sampled: ({ percent }) =>
    `Only ${percent} % of conversations are asked about, and this is not one of them.`,
  no_address: ({ channel }) => `The contact has no address for ${channelName(channel)}.`,
  unsubscribed: () => 'The contact does not want to get surveys.',
  replaced_by_app: () => 'An app of this workspace shows its own card when a conversation ends.',
  withdrawn: () => 'This survey was withdrawn, because the conversation goes on.',
  expired: ({ until }) =>
    until == null ? 'This survey has expired.' : `This survey expired on ${moment(until)}.`,
  already_answered: () => 'This survey was answered already, and an answer is final.',
  edit_window_over: ({ until }) => `The answer could be changed until ${moment(until)}.`,
  comment_locked: () => 'An answer that came with a comment cannot change any more.',
  superseded: () => 'A later survey of this conversation was answered; that answer counts.',
  unknown_link: () => 'This link does not lead to a survey.',
  set_aside: () => 'This answer was set aside and waits for a review.',
  role: () => 'Your role sees totals, not single answers.',
  embargoed: ({ until }) => `Single answers are hidden until ${moment(until)}.`,
  hidden_in_timeline: () => 'Scores are hidden in conversations.',
  honeypot: () => 'A field that people cannot see was filled in: a program sent this answer.',
  contradicting_clicks: () =>
    'Several scores of this survey were clicked within seconds, as link scanners do.',
  many_links: () => 'Many surveys were answered from the same address within a minute.',
}

/** The sentence of a decision, for people. */
export function sentence(reason: Reason | null, facts: Facts): string {
  if (reason !== null) return SENTENCES[reason](facts)
  if (facts['instead_of'] != null) {
    return `A survey goes out by ${channelName(facts['channel'])} instead of ${channelName(facts['instead_of'])}. ${facts['because']}`
  }
  if (facts['channel'] == null) return 'Yes.'
  const later = facts['after'] == null ? '' : ` in ${facts['after']}`
  if (facts['channel'] === 'api') return `A survey is ready for your app to show${later}.`
  return `A survey goes out by ${channelName(facts['channel'])}${later}.`
}

/** Why an answer was set aside: a reason of the catalogue, or a reviewer's own words. */
export function suspicionSentence(reason: string | null): string {
  if (isSuspicion(reason)) return SENTENCES[reason]({})
  return reason ?? 'A reviewer set this answer aside.'
}

/** `web_chat` → "web chat". */
function words(value: Facts[string] | undefined): string {
  return String(value ?? 'this channel').replaceAll('_', ' ')
}

/** "resolved, closed" → "resolved or closed". */
function either(list: Facts[string] | undefined): string {
  return String(list ?? '').replace(/, ([^,]*)$/, ' or $1')
}
