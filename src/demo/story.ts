import type { Instant } from '../policy/decision.ts'
import type { ChannelId, ConversationStatus } from '../policy/settings.ts'
import type { Random } from './random.ts'
import { BOT_HELLO, COMMENTS, type Habit, THANKS, TOPICS } from './texts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const CHANNEL_WEIGHTS: Record<ChannelId, number> = {
  web_chat: 38,
  email: 34,
  whatsapp: 8,
  sms: 3,
  telegram: 3,
  messenger: 3,
  instagram: 3,
  slack: 2,
  discord: 2,
  phone: 2,
  web_voice: 1,
  api: 1,
}

export type Teller = { id: string; name: string; skill: number; teamId: string; habit?: Habit | undefined }

/** When the story is told: `drift` is a week in which many more of one team's customers give a 1, and many more a 5. */
export type Times = {
  from: Instant
  now: Instant
  days: number
  drift: { from: Instant; to: Instant; team: string }
}

export type StoryMessage = { author: 'contact' | 'teammate' | 'bot'; body: string; at: Instant }

/** One conversation as it went, before it becomes rows. */
export type Story = {
  channel: ChannelId
  subject: string
  tag: string
  agent: Teller
  startedAt: Instant
  messages: StoryMessage[]
  status: ConversationStatus
  /** When each resolution happened; all but the last were reopened `reopenedAt`. */
  endings: {
    at: Instant
    status: ConversationStatus
    reopenedAt: Instant | null
    answer: StoryAnswer | null
    /** The agent chose not to ask. */
    isSkipped?: boolean
    /** It was reopened by the workflow, because of the answer. */
    byWorkflow?: true
  }[]
}

export type StoryAnswer = { score: 1 | 2 | 3 | 4 | 5; comment: string | null; at: Instant }

/** Tells one conversation. Working hours see most of them; the newest may still be open. */
export function tellStory(random: Random, agents: readonly Teller[], facts: Times): Story {
  const topic = random.pick(TOPICS)
  const ofTeam = agents.filter((each) => each.teamId === topic.team)
  const agent = random.pick(ofTeam.length > 0 ? ofTeam : agents)
  const channel = random.weighted(CHANNEL_WEIGHTS)
  const startedAt = pickStart(random, facts)
  const messages = talk(random, topic, startedAt)
  const lastAt = messages.at(-1)!.at
  const story: Story = {
    channel,
    subject: random.pick(topic.subjects),
    tag: topic.tag,
    agent,
    startedAt,
    messages: messages.filter(({ at }) => at < facts.now),
    status: 'open',
    endings: [],
  }
  const endedAt = lastAt + random.between(5, 600) * MINUTE
  if (endedAt > facts.now) return random.chance(0.2) ? { ...story, status: 'snoozed' } : story
  const isClimbing = agent.habit === 'reopened' && startedAt > facts.now - 30 * DAY
  const again = random.chance(isClimbing ? 0.26 : 0.08) ? endedAt + random.between(1, 40) * HOUR : null
  const lastEnd = again === null ? endedAt : again + random.between(1, 20) * HOUR
  const pull = topic.pull + agent.skill
  if (again !== null && lastEnd < facts.now) {
    story.endings.push({ at: endedAt, status: 'resolved', reopenedAt: again, answer: null })
    story.messages.push({
      author: 'contact',
      body: 'It is back, I am afraid. Could you look again?',
      at: again,
    })
    story.messages.push({ author: 'teammate', body: random.pick(topic.answers), at: again + 20 * MINUTE })
  }
  const at = story.endings.length > 0 ? lastEnd : endedAt
  story.status = random.weighted({ resolved: 70, closed: 27, pending_closure: 3 })
  const annoyed = agent.habit === 'reopened' ? 0 : story.endings.length * 0.8
  const isSkipped = agent.habit === 'skips' && random.chance(0.3)
  story.endings.push({
    at,
    status: story.status,
    reopenedAt: null,
    answer: isSkipped ? null : answer(random, pull - annoyed, at, facts, agent.teamId),
    isSkipped,
  })
  return story
}

/** What the workflow does about a low answer that was given since it is on: the conversation is open again. */
export function reopenLow(story: Story, { since, now }: { since: Instant; now: Instant }): void {
  const ending = story.endings.at(-1)
  if (!ending?.answer || ending.answer.score > 2) return
  const at = ending.answer.at + 2000
  if (at < since || at > now) return
  Object.assign(ending, { reopenedAt: at, byWorkflow: true })
  story.status = 'open'
}

function pickStart(random: Random, { from, now, days }: Times): Instant {
  for (;;) {
    const at = from + random.next() * days * DAY
    const date = new Date(at)
    const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
    const isNight = date.getUTCHours() < 7 || date.getUTCHours() > 20
    const isLikely = random.chance(isWeekend ? 0.35 : 1) && random.chance(isNight ? 0.2 : 1)
    if (isLikely && at < now - 5 * MINUTE) return Math.floor(at)
  }
}

function talk(random: Random, topic: (typeof TOPICS)[number], startedAt: Instant): StoryMessage[] {
  const first = random.between(0, topic.asks.length - 1)
  const messages: StoryMessage[] = [{ author: 'contact', body: topic.asks[first]!, at: startedAt }]
  let at = startedAt
  const say = (author: StoryMessage['author'], body: string, minutes: number): void => {
    at += minutes * MINUTE
    messages.push({ author, body, at })
  }
  // The answers stand in the order of the questions they fit.
  const answerTo = (ask: number): string => topic.answers[ask % topic.answers.length]!
  if (random.chance(0.35)) say('bot', BOT_HELLO, 0.2)
  say('teammate', answerTo(first), random.between(2, 180))
  if (random.chance(0.5)) {
    const second = (first + 1) % topic.asks.length
    say('contact', topic.asks[second]!, random.between(3, 240))
    say('teammate', answerTo(second), random.between(2, 120))
  }
  if (random.chance(0.7)) say('contact', random.pick(THANKS), random.between(1, 60))
  return messages
}

/** About a third answer; who is annoyed or delighted writes more. */
function answer(random: Random, pull: number, endedAt: Instant, at: Times, team: string): StoryAnswer | null {
  const answeredAt = endedAt + Math.floor(random.next() ** 3 * 5 * DAY) + MINUTE
  if (!random.chance(0.34) || answeredAt > at.now) return null
  const isOdd = team === at.drift.team && answeredAt >= at.drift.from && answeredAt < at.drift.to
  const usual = random.weighted({
    1: 6 * Math.exp(-pull),
    2: 6 * Math.exp(-pull * 0.7) * (isOdd ? 0.2 : 1),
    3: 12 * (isOdd ? 0.3 : 1),
    4: 34 * Math.exp(pull * 0.3),
    5: 42 * Math.exp(pull * 0.6) * (isOdd ? 2.4 : 1),
  })
  const score = isOdd && random.chance(0.27) ? 1 : usual
  const value = Number(score) as StoryAnswer['score']
  const speaks = random.chance(value <= 2 ? 0.7 : value === 5 ? 0.45 : 0.3)
  return { score: value, comment: speaks ? random.pick(COMMENTS[value]) : null, at: answeredAt }
}
