import { sql } from 'kysely'
import { oneLine } from '../branding/one-line.ts'
import { messageIdOf, NO_REPLY, paragraph, teamDocument } from '../branding/team-mail.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import type { Mailer } from '../platform/mailer.ts'
import { knowsAt } from '../policy/follow-up.ts'
import { SCORE_FACES } from '../policy/score.ts'
import { moment } from '../policy/sentences.ts'
import { brandOf } from '../surveys/outgoing.ts'
import { factsOf } from './case-facts.ts'
import { tellScreens } from './note-case.ts'
import { type AlertKind, enqueueAlert } from './schedule-case.ts'
import { type CaseRow, findCase } from './store.ts'

/**
 * Tells one member of a case, in the app and by mail (A6). `id` names all: `case/member/kind`. Not while he may not
 * know of it (C13), nor once there is nothing to do about it.
 */
export async function alertCase(
  ctx: Context,
  mailer: Mailer,
  workspaceId: string,
  id: string,
): Promise<void> {
  const [caseId, memberId, kind] = id.split('/') as [string, string, AlertKind]
  const told = await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const row = await findCase(tx, workspaceId, caseId)
    if (!row || isMoot(row, memberId, kind)) return null
    const facts = await factsOf(tx, row)
    const member = facts.members.find((each) => each.id === memberId)
    const knows = member ? knowsAt(facts, member) : null
    if (knows === null) return null
    if (knows > now) {
      await enqueueAlert(tx, row, kind, { memberId, at: knows })
      return null
    }
    await tx
      .insertInto('case_alerts')
      .values({ workspace_id: workspaceId, case_id: caseId, member_id: memberId, kind, at: new Date(now) })
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'case_id', 'member_id', 'kind']).doNothing(),
      )
      .execute()
    await tellScreens(tx, workspaceId, [memberId])
    return { row, facts }
  })
  if (!told || !mailer.configured) return
  const { row, facts } = told
  const to = await addressOf(ctx, row, memberId)
  const brand = await brandOf(ctx.db, workspaceId)
  const customer = to.customer ?? 'A customer'
  const said = facts.answer
    ? `${customer} rated ${facts.answer.score} of 5 (${SCORE_FACES[facts.answer.score as 1].label}).`
    : (row.reason ?? `${customer} waits for a word from you.`)
  const title = oneLine(TITLES[kind](customer))
  const { html, text } = teamDocument({
    brand,
    title,
    preheader: said,
    blocks: [
      paragraph(said),
      ...(facts.comment ? [paragraph(`“${facts.comment}”`)] : []),
      paragraph(`Somebody should write to the customer by ${moment(row.due_at)}.`, 'aside'),
    ],
    action: { label: 'Open the follow-up', url: `${ctx.config.publicUrl}/cases/${caseId}` },
    footer: `You get this because you follow up on ratings at ${brand.name}. It is sent once for each case.`,
  })
  await mailer.send({
    subject: title,
    html,
    text,
    headers: NO_REPLY,
    to: to.email,
    messageId: messageIdOf(ctx, 'case', kind, caseId, memberId),
  })
}

const TITLES: Record<AlertKind, (customer: string) => string> = {
  opened: (customer) => `Follow up with ${customer}`,
  assigned: (customer) => `Yours to follow up: ${customer}`,
  unowned: (customer) => `Nobody follows up with ${customer} any more`,
  overdue: (customer) => `Overdue: nobody has written to ${customer} yet`,
}

function isMoot(row: CaseRow, memberId: string, kind: AlertKind): boolean {
  if (kind === 'overdue') return row.state !== 'open'
  if (kind === 'unowned') return row.state === 'closed' || row.owner_id !== null
  return row.state === 'closed' || (kind === 'assigned' && row.owner_id !== memberId)
}

async function addressOf(
  ctx: Context,
  row: CaseRow,
  memberId: string,
): Promise<{ email: string; customer: string | null }> {
  const { rows } = await sql<{ email: string; customer: string | null }>`
    select u.email, contacts.name as customer
    from members m join users u on u.id = m.user_id
    join contacts on contacts.workspace_id = m.workspace_id and contacts.id = ${row.contact_id}
    where m.workspace_id = ${row.workspace_id} and m.id = ${memberId}`.execute(ctx.db)
  return rows[0]!
}
