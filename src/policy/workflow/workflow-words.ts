import { describeDuration, durationMs } from '../duration.ts'
import type { Condition, Operator, Recipient, Step, Test, Trigger } from './workflow-definition.ts'
import { fieldOf } from './workflow-fields.ts'
import { tellsInApp } from './workflow-notice.ts'

/** What a member or a team is called; null when nobody knows. */
export type NameOf = (id: string) => string | null

const nobodyKnows: NameOf = () => null

/** "when a conversation becomes resolved or closed" */
export function describeTrigger(trigger: Trigger): string {
  switch (trigger.type) {
    case 'conversation.created':
      return 'when a conversation begins'
    case 'conversation.status_changed':
      return `when a conversation becomes ${list(trigger.to.map(words), 'or')}`
    case 'csat.score_submitted':
      return {
        first: 'when a customer rates for the first time',
        score_changed: 'when a customer rates, or changes the score',
        all: 'when a customer rates, or changes anything about the rating',
      }[trigger.updates]
    case 'csat.expired':
      return 'when a survey ends without an answer'
    case 'schedule': {
      const when = {
        hour: `every hour at minute ${trigger.at.slice(3)}`,
        day: `every day at ${trigger.at}`,
        week: `every ${words(trigger.weekday ?? 'week')} at ${trigger.at}`,
      }[trigger.every]
      return `${when}, for conversations of the last ${describeDuration(durationMs(trigger.look_back))}`
    }
  }
}

/** How a comparison reads between its field and its value. */
export const OPERATOR_WORDS: Record<Operator, string> = {
  is: 'is',
  is_not: 'is not',
  any_of: 'is one of',
  none_of: 'is none of',
  eq: 'is',
  ne: 'is not',
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is more than',
  gte: 'is at least',
  contains: 'contains',
  not_contains: 'does not contain',
  has_any: 'have any of',
  has_all: 'have all of',
  has_none: 'have none of',
  is_present: 'is there',
  is_absent: 'is not there',
}

/** "Score is less than 3 and Tags have any of vip" */
export function describeCondition(condition: Condition | null, nameOf: NameOf = nobodyKnows): string {
  if (condition === null) return 'always'
  switch (condition.type) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((each) => {
        const text = describeCondition(each, nameOf)
        return each.type === 'and' || each.type === 'or' ? `(${text})` : text
      })
      return parts.join(condition.type === 'and' ? ' and ' : ' or ')
    }
    case 'not':
      return `not (${describeCondition(condition.condition, nameOf)})`
    case 'test':
      return describeTest(condition, nameOf)
  }
}

function describeTest({ field: name, operator, value }: Test, nameOf: NameOf): string {
  const field = fieldOf(name)
  const isPerson = field?.kind === 'member' || field?.kind === 'team'
  const say = (each: string | number): string => {
    if (isPerson) return nameOf(String(each)) ?? 'somebody'
    return field?.kind === 'choice' ? words(String(each)) : String(each)
  }
  const values = value === null ? '' : ` ${list([value].flat().map(say), 'or')}`
  return `${fieldLabel(name)} ${OPERATOR_WORDS[operator]}${values}`
}

/** What people call a field. */
export function fieldLabel(name: string): string {
  return fieldOf(name)?.label ?? name.replace(/^variables\./, '')
}

/** "Wait 2 days, or until answered" */
export function describeStep(step: Step, nameOf: NameOf = nobodyKnows): string {
  switch (step.type) {
    case 'send_csat': {
      const delay = durationMs(step.delay)
      return `Send a survey${delay > 0 ? ` after ${describeDuration(delay)}` : ''}`
    }
    case 'generate_link':
      return `Make a survey link as {{${step.variable}}}`
    case 'get_score':
      return `Read the score as {{${step.variable}}}`
    case 'branch':
      return `If ${describeCondition(step.conditions, nameOf)}`
    case 'wait':
      return `Wait ${describeDuration(durationMs(step.duration))}${step.until_answered ? ', or until answered' : ''}`
    case 'reopen':
      return 'Reopen the conversation'
    case 'set_status':
      return `Set the status to ${words(step.status)}`
    case 'assign':
      return `Assign to ${list(
        [step.member_id, step.team_id]
          .filter((id) => id !== undefined)
          .map((id) => (id === null ? 'nobody' : (nameOf(id) ?? 'somebody'))),
        'and',
      )}`
    case 'tag': {
      const parts = [
        step.add.length > 0 ? `add ${list(step.add, 'and')}` : '',
        step.remove.length > 0 ? `remove ${list(step.remove, 'and')}` : '',
      ]
      return `Tags: ${parts.filter(Boolean).join('; ')}`
    }
    case 'notify': {
      const who = list(
        step.to.map((recipient) => recipientInWords(recipient, nameOf)),
        'and',
      )
      const isTold = step.to.length > 0 && tellsInApp(step)
      const mail = step.email ? `Write to ${who}` : isTold ? `Tell ${who}` : ''
      return [mail, step.note ? `${mail ? 'leave' : 'Leave'} a note` : ''].filter(Boolean).join(' and ')
    }
    case 'post_message':
      return 'Send a message to the customer'
    case 'open_case':
      return 'Open a case'
    case 'call_webhook':
      return `Call ${step.url}`
  }
}

function recipientInWords(recipient: Recipient, nameOf: NameOf): string {
  switch (recipient.type) {
    case 'member':
      return nameOf(recipient.member_id) ?? 'a member'
    case 'team':
      return nameOf(recipient.team_id) ?? 'a team'
    case 'assignee':
      return 'the assignee'
    case 'leads':
      return 'the leads'
  }
}

/** `web_chat` → "web chat". */
function words(value: string): string {
  return value.replaceAll('_', ' ')
}

function list(parts: readonly string[], last: 'and' | 'or'): string {
  return parts.join(', ').replace(/, ([^,]*)$/, ` ${last} $1`)
}
