import { sql } from 'kysely'
import { brandOf } from '../access/brands.ts'
import { oneLine } from '../branding/one-line.ts'
import { messageIdOf, NO_REPLY, paragraph, teamDocument } from '../branding/team-mail.ts'
import { contactNameColumn, customerName } from '../inbox/contacts/contact-name.ts'
import { noteNotice } from '../notices/note-notice.ts'
import type { Context } from '../platform/context.ts'
import { transact, type Tx } from '../platform/database.ts'
import type { Mailer } from '../platform/mailer.ts'
import { zonedMoment } from '../platform/zoned-moment.ts'
import { knowsAt } from '../policy/follow-up/follow-up.ts'
import { SCORE_FACES } from '../policy/score.ts'
import { toldInFullFrom } from '../policy/follow-up/told-in-full.ts'
import { answerAsSeen, type AnswerSeen, factsOf } from './case-facts.ts'
import { noteAlert } from './case-alerts.ts'
import { tellScreens } from './note-case.ts'
import { type AlertKind, enqueueAlert } from './schedule-case.ts'
import { caseLink } from './case-link.ts'
import { type CaseRow, findCase } from './store.ts'

/**
 * Tells one member of a case (A6): in the app at once, by mail once the customer's words are there, or none came for a
 * while. `id` names all: `case/member/kind`. Not while he may not know of it (C13), nor once there is nothing to do about it.
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
    if (!member || knows === null) return null
    if (knows > now) {
      await enqueueAlert(tx, row, kind, { memberId, at: knows })
      return null
    }
    const alert = await noteAlert(tx, row, { memberId, kind }, now)
    const answer = await answerAsSeen(tx, row, { facts, member, now })
    const words = await wordsOf(tx, row, { kind, memberId, answer })
    await noteNotice(tx, {
      workspaceId,
      memberId,
      kind: 'case',
      key: `case:${caseId}:${kind}:${alert.since}`,
      subject: words.title,
      body: oneLine([words.said, words.comment && `“${words.comment}”`].filter(Boolean).join(' '), 280),
      link: caseLink(caseId),
      contactId: row.contact_id,
      conversationId: row.conversation_id,
      tells: answer ? [{ responseId: row.response_id!, score: answer.score, at: answer.givenAt }] : [],
      at: now,
    })
    await tellScreens(tx, workspaceId, [memberId])
    // Words that come later than that are read in the app.
    if (alert.mailedAt !== null) return null
    const inFull = answer ? toldInFullFrom(answer) : now
    if (inFull > now) {
      await enqueueAlert(tx, row, kind, { memberId, at: inFull })
      return null
    }
    return { row, words }
  })
  if (!told) return
  if (mailer.configured) await mail(ctx, mailer, { ...told, memberId, kind })
  await ctx.db
    .updateTable('case_alerts')
    .set({ mailed_at: new Date(ctx.clock.now()) })
    .where('workspace_id', '=', workspaceId)
    .where('case_id', '=', caseId)
    .where('member_id', '=', memberId)
    .where('kind', '=', kind)
    .execute()
}

type Words = { to: string; zone: string; title: string; said: string; comment: string | null }

async function mail(
  ctx: Context,
  mailer: Mailer,
  told: { row: CaseRow; words: Words; memberId: string; kind: AlertKind },
): Promise<void> {
  const { row, memberId, kind } = told
  const { to, zone, title, said, comment } = told.words
  const brand = await brandOf(ctx.db, row.workspace_id)
  const { html, text } = teamDocument({
    brand,
    title,
    preheader: said,
    blocks: [
      paragraph(said),
      ...(comment ? [paragraph(`“${comment}”`)] : []),
      paragraph(`Somebody should write to the customer by ${zonedMoment(row.due_at, zone)}.`, 'aside'),
    ],
    action: { label: 'Open the follow-up', url: `${ctx.config.publicUrl}${caseLink(row.id)}` },
    footer: `You get this because you follow up on ratings at ${brand.name}. It is sent once for each case.`,
  })
  await mailer.send({
    subject: title,
    html,
    text,
    headers: NO_REPLY,
    to,
    messageId: messageIdOf(ctx, 'case', kind, row.id, memberId),
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

async function wordsOf(
  tx: Tx,
  row: CaseRow,
  told: { memberId: string; kind: AlertKind; answer: AnswerSeen | null },
): Promise<Words> {
  const { rows } = await sql<{ to: string; customer: string | null; zone: string }>`
    select u.email as to, ${contactNameColumn('c')} as customer, w.time_zone as zone
    from members m join users u on u.id = m.user_id
    join workspaces w on w.id = m.workspace_id
    join contacts c on c.workspace_id = m.workspace_id and c.id = ${row.contact_id}
    where m.workspace_id = ${row.workspace_id} and m.id = ${told.memberId}`.execute(tx)
  const { to, zone, ...known } = rows[0]!
  const customer = customerName(known.customer)
  const { answer } = told
  const said = answer
    ? `${customer} rated ${answer.score} of 5 (${SCORE_FACES[answer.score as 1].label}).`
    : (row.reason ?? `${customer} waits for a word from you.`)
  return { to, zone, title: oneLine(TITLES[told.kind](customer)), said, comment: answer?.comment ?? null }
}
