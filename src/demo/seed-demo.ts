import { createWorkspace, ensureUser } from '../access/create-workspace.ts'
import type { Auth } from '../access/auth.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { previousOf, wallClock } from '../insights/counting/calendar.ts'
import { findDrifts } from '../insights/drift/drift-job.ts'
import { newId } from '../platform/ids.ts'
import { enqueueOne } from '../platform/jobs.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Instant } from '../policy/decision.ts'
import { presetPolicy } from '../policy/presets.ts'
import { type Policy, type Role, ROLES } from '../policy/settings.ts'
import { stillToExpire } from '../surveys/life/mark-sent.ts'
import { addWorkflow, type LowAnswer } from './automation.ts'
import { addCases } from './cases.ts'
import { addTargets, setOneAside } from './highlights.ts'
import { type Customer, addressOf, reachOn } from './customers.ts'
import { makeRandom, type Random } from './random.ts'
import { type Rows, storyRows } from './rows.ts'
import { reopenLow, type Teller, tellStory } from './story.ts'
import { FIRST_NAMES, LAST_NAMES, LOCALES, type Member, MEMBERS, WORKSPACE } from './texts.ts'

const DAY = 86_400_000
const ZONE = 'Europe/Berlin'
/** For so long the workflow is on: what it did since is worth a look, and no more than that. */
const WORKFLOW_DAYS = 3
const SLUG = 'demo'
const PASSWORD = 'juniper and pine'
/** Parameters of one statement are limited; no table here has more than 30 columns. */
const ROWS_AT_ONCE = 1500
/** Children after their parents. */
const ORDER = [
  'conversations',
  'resolutions',
  'conversation_contacts',
  'messages',
  'timeline_entries',
  'surveys',
  'responses',
  'response_revisions',
  'evidence',
  'decisions',
] as const satisfies (keyof Tables)[]

export type Demo = {
  workspaceId: string
  /** One for each role; all of them sign in with the same password. */
  members: { role: Role; name: string; email: string }[]
  password: string
}

/** The first of each role, owner first. */
const FIRST_OF_ROLE = ROLES.map((role) => MEMBERS.find((member) => member.role === role)!).map(
  ({ role, name, email }) => ({ role, name, email }),
)

/**
 * Makes the sample workspace: a shop's support with ten members in two teams and about ninety days of
 * conversations on all channels, told anew from the seed each time the same: with targets, an answer that was set
 * aside, a week that drifts, somebody who skips asks, and a workflow. Does nothing if it is there.
 */
export async function seedDemo(
  ctx: Context,
  auth: Auth,
  {
    seed = 7,
    conversations = 2600,
    days = 90,
    now = ctx.clock.now(),
  }: { seed?: number; conversations?: number; days?: number; now?: Instant },
): Promise<Demo> {
  const owner = MEMBERS[0]
  const known = await ctx.db.selectFrom('workspaces').select('id').where('slug', '=', SLUG).executeTakeFirst()
  if (known) return { workspaceId: known.id, members: FIRST_OF_ROLE, password: PASSWORD }
  const made = await createWorkspace(ctx, auth, {
    workspace: WORKSPACE.name,
    ownerName: owner.name,
    ownerEmail: owner.email,
    ownerPassword: PASSWORD,
  })
  if (!made.ok) throw new Error(made.failure.message)
  const { workspaceId, memberId } = made.value
  const hash = await (await auth.$context).password.hash(PASSWORD)
  const random = makeRandom(seed)
  await ctx.db.transaction().execute(async (tx) => {
    const from = now - days * DAY
    const { agents, teamIds } = await addMembers(tx, workspaceId, hash, from)
    const policy = await turnOn(tx, workspaceId, memberId, from)
    const people = tellContacts(random, workspaceId, Math.ceil(conversations / 3), from)
    const all: Rows[] = []
    const low: LowAnswer[] = []
    const times = { from, now, days, drift: { ...lastWeek(now), team: 'Orders' } }
    const since = now - WORKFLOW_DAYS * DAY
    const workflowId = newId()
    const scene = { workspaceId, policy, policyVersion: 2, now, teamIds, workflowId }
    for (let told = 0; told < conversations; told += 1) {
      const story = tellStory(random, agents, times)
      reopenLow(story, { since, now })
      const person = random.pick(people)
      reachOn(person, story.channel)
      const rows = storyRows(story, person, scene)
      all.push(rows)
      const ending = story.endings.at(-1)
      const answer = rows.responses?.at(-1)
      if (!ending?.byWorkflow || !answer) continue
      low.push({
        conversationId: answer.conversation_id,
        surveyId: answer.survey_id,
        responseId: answer.id,
        at: ending.reopenedAt!,
        was: ending.status,
      })
    }
    setOneAside(all, now)
    await addContacts(tx, people)
    for (const table of ORDER) await insertMany(tx, table, all)
    await awaitAnswers(tx, all)
    const answers = all.flatMap((each) => each.responses ?? [])
    await addCases(tx, random, answers, { workspaceId, policy, now })
    await addTargets(tx, { workspaceId, memberId, teamIds }, from)
    await addWorkflow(tx, ctx, { workspaceId, memberId, workflowId }, { since, answers: low })
    // Last of all: a seeding cut off before this is not taken for a whole one.
    await tx
      .updateTable('workspaces')
      .set({ slug: SLUG, brand_color: WORKSPACE.color, time_zone: ZONE })
      .where('id', '=', workspaceId)
      .execute()
  })
  // The week that came out differently is found as any other would be.
  await findDrifts(ctx)
  return { workspaceId, members: FIRST_OF_ROLE, password: PASSWORD }
}

/** The last whole week of the sample's own calendar, near enough: to the hour of the zone. */
function lastWeek(now: Instant): { from: Instant; to: Instant } {
  const { from, to } = previousOf('week', wallClock(now, ZONE).day)
  return { from: Date.parse(from), to: Date.parse(to) + DAY }
}

async function addMembers(
  tx: Tx,
  workspaceId: string,
  passwordHash: string,
  from: Instant,
): Promise<{ agents: Teller[]; teamIds: Record<string, string> }> {
  const teamIds = { Orders: newId(), Plants: newId() }
  for (const [name, id] of Object.entries(teamIds)) {
    await tx
      .insertInto('teams')
      .values({ workspace_id: workspaceId, id, name, created_at: new Date(from) })
      .execute()
  }
  const agents: Teller[] = []
  const others: readonly Member[] = MEMBERS.slice(1)
  for (const { name, email, role, team, skill, habit } of others) {
    const id = newId()
    const userId = await ensureUser(tx, name, email, passwordHash)
    const times = { created_at: new Date(from), joined_at: new Date(from) }
    await tx
      .insertInto('members')
      .values({ workspace_id: workspaceId, id, user_id: userId, name, role, ...times })
      .execute()
    if (team === null) continue
    await tx
      .insertInto('team_members')
      .values({ workspace_id: workspaceId, team_id: teamIds[team], member_id: id })
      .execute()
    if (role === 'agent') agents.push({ id, name, skill, teamId: team, habit })
  }
  return { agents, teamIds }
}

/** Every resolution is asked about, but on two channels, so that "why not?" has something to say. */
async function turnOn(tx: Tx, workspaceId: string, memberId: string, from: Instant): Promise<Policy> {
  const preset = presetPolicy('per_resolution')
  const channels = { ...preset.trigger.channels, phone: { enabled: false }, web_voice: { enabled: false } }
  const policy: Policy = { ...preset, enabled: true, trigger: { ...preset.trigger, channels } }
  await tx
    .insertInto('policies')
    .values({
      workspace_id: workspaceId,
      version: 2,
      preset: 'per_resolution',
      policy: JSON.stringify(policy),
      changed_by: memberId,
      changed_by_kind: 'member',
      changed_at: new Date(from),
    })
    .execute()
  return policy
}

function tellContacts(random: Random, workspaceId: string, count: number, from: Instant): Customer[] {
  return Array.from({ length: count }, (_, index): Customer => {
    const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
    const isUser = random.chance(0.8)
    return {
      workspace_id: workspaceId,
      id: newId(),
      external_id: isUser ? `customer-${index + 1}` : null,
      kind: isUser ? ('user' as const) : ('lead' as const),
      name,
      email: `${name.toLowerCase().replace(' ', '.')}.${index + 1}@example.com`,
      phone: random.chance(0.5) ? `+49 30 ${random.between(1_000_000, 9_999_999)}` : null,
      locale: random.pick(LOCALES),
      addresses: random.chance(0.2) ? { telegram: addressOf('telegram', index) } : {},
      unsubscribed_at: null,
      created_at: new Date(from),
      updated_at: new Date(from),
      index,
    }
  })
}

async function addContacts(tx: Tx, people: readonly Customer[]): Promise<void> {
  const rows = people.map(({ index: _index, addresses, ...rest }) => ({
    ...rest,
    addresses: JSON.stringify(addresses),
  }))
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await tx
      .insertInto('contacts')
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .execute()
  }
}

async function insertMany(tx: Tx, table: (typeof ORDER)[number], all: readonly Rows[]): Promise<void> {
  const rows = all.flatMap((each): readonly object[] => each[table] ?? [])
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await tx
      .insertInto(table)
      .values(rows.slice(at, at + ROWS_AT_ONCE) as never)
      .execute()
  }
}

/** Surveys that still wait expire when their time comes, like any other. */
async function awaitAnswers(tx: Tx, all: readonly Rows[]): Promise<void> {
  for (const survey of all.flatMap((each) => each.surveys ?? [])) {
    if (survey.state !== 'sent' || !survey.rate_until) continue
    const name = { workspaceId: survey.workspace_id, id: survey.id }
    await enqueueOne(tx, stillToExpire, name, survey.rate_until.getTime())
  }
}
