import { oneLine } from '../branding/one-line.ts'
import { messageIdOf, NO_REPLY, paragraph, teamDocument } from '../branding/team-mail.ts'
import { callSigned } from '../platform/call-signed.ts'
import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import type { Mailer } from '../platform/mailer.ts'
import { fill } from '../policy/workflow/workflow-template.ts'
import { type EffectRow, noteEffect, type Notice } from './effects.ts'
import { findReader } from './recipients.ts'
import { openTo, valuesFor } from './values.ts'
import { brandOf } from '../surveys/sending/outgoing.ts'

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
  { answer, answers, policy, plain, names, workflowName, ...texts }: Notice,
): Promise<boolean> {
  const reader = await findReader(ctx.db, effect.workspace_id, effect.target)
  if (!reader) return false
  const opened = openTo(reader, answers, policy, ctx.clock.now())
  const values = valuesFor(plain, answer, opened, names)
  const subject = oneLine(fill(texts.subject, values))
  const brand = await brandOf(ctx.db, effect.workspace_id)
  const paragraphs = fill(texts.body, values).split(/\n{2,}|\r?\n/)
  const { html, text } = teamDocument({
    brand,
    title: subject,
    preheader: oneLine(paragraphs.join(' '), 140),
    blocks: paragraphs.filter((line) => line.trim() !== '').map((line) => paragraph(line)),
    action: { label: 'Open the conversation', url: String(plain['conversation.url']) },
    footer: `You get this because the workflow “${workflowName}” of ${brand.name} says so.`,
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
