import { membersHere } from '../access/directory.ts'
import type { Actor } from '../access/actor.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import { knowsAt } from '../policy/follow-up/follow-up.ts'
import { factsOf } from './case-facts.ts'
import { caseLook } from './case-rows.ts'
import { findKnownCase } from './read-case.ts'
import type { CaseOwners } from './schema.ts'

/**
 * Who may be given a case (A6): whom `changeCase` would take, by name. Not there for who may not know of it himself. That
 * a member may see low answers is told by the policy, which everybody who reads cases works under.
 */
export async function listOwners(ctx: Context, actor: Actor, id: string): Promise<Outcome<CaseOwners>> {
  const row = await findKnownCase(ctx, await caseLook(ctx, actor), id)
  if (!row) return notFound('case')
  const facts = await factsOf(ctx.db, row)
  const names = new Map((await membersHere(ctx.db, actor.workspaceId)).map(({ id: of, name }) => [of, name]))
  const data = facts.members.flatMap((member) => {
    const knows = knowsAt(facts, member)
    const name = names.get(member.id)
    return knows === null || name === undefined ? [] : [{ id: member.id, name, knows_at: toIso(knows) }]
  })
  return done({ data: data.toSorted((a, b) => a.name.localeCompare(b.name)) })
}
