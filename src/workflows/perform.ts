import { brandOf } from '../access/brands.ts'
import { oneLine } from '../branding/one-line.ts'
import { messageIdOf, NO_REPLY, paragraph, teamDocument } from '../branding/team-mail.ts'
import { callSigned } from '../platform/outside/call-signed.ts'
import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { Instant } from '../policy/decision.ts'
import { moment } from '../policy/moment.ts'
import { fill } from '../policy/workflow/workflow-template.ts'
import { type EffectRow, noteEffect, type Notice } from './effects.ts'
import { findReader } from './recipients.ts'
import { openTo, valuesFor } from './values.ts'

/** A step that did not come off; the message is for people. */
export class StepFailure extends Error {
  /** Of a call: what the other side answered, 0 when it was not reached. */
  readonly status: number
  /** It is not worth another attempt. */
  readonly gone: boolean
  /** For how long the other side wants to be left alone, in milliseconds. */
  readonly wish: number | null
  constructor(message: string, call: { status?: number | null; gone?: boolean; wish?: number | null } = {}) {
    super(message)
    this.status = call.status ?? 0
    this.gone = call.gone ?? false
    this.wish = call.wish ?? null
  }
}

/**
 * Writes to those who were not written to yet, each what the policy opens to him. What was done stays done; throws
 * StepFailure when some could not be written to.
 */
export async function mailNotices(
  { ctx, mailer }: { ctx: Context; mailer: Mailer },
  effects: readonly EffectRow[],
  notice: Notice,
): Promise<void> {
  let failed = 0
  for (const effect of effects) {
    try {
      const isSent = await mailNotice({ ctx, mailer }, effect, notice)
      const result = isSent ? 'sent' : 'gone'
      await noteEffect(ctx.db, effect, { state: isSent ? 'done' : 'failed', result }, ctx.clock.now())
    } catch (error) {
      failed += 1
      ctx.log.warn({ err: error, run: effect.run_id }, 'a notice could not be mailed')
      await noteEffect(ctx.db, effect, { state: 'intended', result: 'not sent' }, ctx.clock.now())
    }
  }
  if (failed > 0) throw new StepFailure(`The mail server did not take ${failed} of ${effects.length} mails.`)
}

/** False when he is not a member any more. */
async function mailNotice(
  { ctx, mailer }: { ctx: Context; mailer: Mailer },
  effect: EffectRow,
  notice: Notice,
): Promise<boolean> {
  const reader = await findReader(ctx.db, effect.workspace_id, effect.target)
  if (!reader) return false
  const opened = openTo(reader, notice.told, notice.policy, ctx.clock.now())
  const brand = await brandOf(ctx.db, effect.workspace_id)
  const words = opened?.open === false ? closedWords(opened.until) : openWords(notice)
  const subject = oneLine(words.subject)
  const paragraphs = words.body.split(/\n{2,}|\r?\n/)
  const { html, text } = teamDocument({
    brand,
    title: subject,
    preheader: oneLine(paragraphs.join(' '), 140),
    blocks: paragraphs.filter((line) => line.trim() !== '').map((line) => paragraph(line)),
    action: { label: 'Open the conversation', url: String(notice.plain['conversation.url']) },
    footer: `You get this because ${words.workflow} of ${brand.name} says so.`,
  })
  await mailer.send({
    to: reader.email,
    subject,
    html,
    text,
    messageId: messageIdOf(ctx, 'workflow', effect.key),
    headers: NO_REPLY,
  })
  return true
}

type Words = { subject: string; body: string; workflow: string }

function openWords({ subject, body, plain, answer, names, workflowName }: Notice): Words {
  const values = valuesFor(plain, answer, { open: true }, names)
  return {
    subject: fill(subject, values),
    body: fill(body, values),
    workflow: `the workflow “${workflowName}”`,
  }
}

/** To whom an answer is closed the author's words are not written: any of them may tell what it was, or its name. */
function closedWords(until: Instant | null): Words {
  const when = until === null ? 'It is not open to you.' : `It is hidden until ${moment(until)}.`
  return {
    subject: 'About an answer of a customer',
    body: `This is about what a customer answered. ${when}`,
    workflow: 'a workflow',
  }
}

/**
 * Calls another system, signed as Standard Webhooks are, with the same `webhook-id` at every attempt. Throws
 * StepFailure unless it answers with a status of success.
 */
export async function callWebhook(ctx: Context, effect: EffectRow, sealedSecret: string): Promise<void> {
  const { target: url, key: id } = effect
  const secrets = [unseal(ctx.keys.sealing, sealedSecret)]
  const message = { url, secrets, id, body: JSON.stringify(effect.payload) }
  const called = await callSigned(ctx, message, { who: new URL(url).host })
  const { meaning, status, error, wish } = called
  const isTaken = meaning === 'taken'
  const result = status === null ? 'no answer' : String(status)
  await noteEffect(ctx.db, effect, { state: isTaken ? 'done' : 'intended', result }, ctx.clock.now())
  if (!isTaken) throw new StepFailure(error!, { status, gone: meaning === 'gone', wish })
}
