import { oneLine } from '../branding/one-line.ts'
import { brandOf, messageIdOf, NO_REPLY, paragraph, reportDocument } from '../insights/report-mail-frame.ts'
import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import type { Mailer } from '../platform/mailer.ts'
import { type OutsideFailure, postOutside } from '../platform/outside.ts'
import { webhookHeaders } from '../platform/webhook-signature.ts'
import { fill, type TemplateValues } from '../policy/workflow-template.ts'
import type { Known } from './facts.ts'
import { type EffectRow, noteEffect } from './outside.ts'
import { findReader } from './recipients.ts'
import { openTo, valuesFor } from './values.ts'
import type { Policy } from '../policy/settings.ts'

const LIMITS = { patienceMs: 10_000, maxBytes: 65_536 }

/** A step that did not come off and is worth another attempt; the message is for people. */
export class StepFailure extends Error {
  /** Of a call: what the other side answered, 0 when it was not reached. */
  readonly status: number
  constructor(message: string, status = 0) {
    super(message)
    this.status = status
  }
}

export type Notice = {
  subject: string
  body: string
  plain: TemplateValues
  names: readonly string[]
  known: Known
  policy: Policy
  workflowName: string
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
  { known, policy, plain, names, workflowName, ...texts }: Notice,
): Promise<boolean> {
  const reader = await findReader(ctx.db, effect.workspace_id, effect.target)
  if (!reader) return false
  const opened = known.answer && openTo(reader, known.answer, policy, ctx.clock.now())
  const values = valuesFor(plain, known.answer, opened, names)
  const subject = oneLine(fill(texts.subject, values))
  const brand = await brandOf(ctx, effect.workspace_id)
  const paragraphs = fill(texts.body, values).split(/\n{2,}|\r?\n/)
  const { html, text } = reportDocument({
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

const FAILURES: Record<OutsideFailure, string> = {
  unreachable: 'could not be reached',
  too_slow: `did not answer within ${LIMITS.patienceMs / 1000} seconds`,
  too_large: 'answered with too much',
  private_address: 'lies in a private network',
  not_https: 'does not start with https://',
}

/**
 * Calls another system, signed as Standard Webhooks are, with the same `webhook-id` at every attempt. Throws
 * StepFailure unless it answers with a status of success.
 */
export async function callWebhook(ctx: Context, effect: EffectRow, sealedSecret: string): Promise<number> {
  const body = JSON.stringify(effect.payload)
  const secret = unseal(ctx.keys.sealing, sealedSecret)
  const headers = {
    ...webhookHeaders(secret, { id: effect.key, at: ctx.clock.now(), body }),
    'content-type': 'application/json',
    'user-agent': 'Candor',
  }
  const limits = { ...LIMITS, privateHosts: ctx.config.privateHosts ?? [], cut: true }
  const answer = await postOutside(effect.target, { body, headers }, limits)
  const { host } = new URL(effect.target)
  if (answer.kind === 'failed') {
    await noteEffect(ctx.db, effect, { state: 'intended', result: answer.reason }, ctx.clock.now())
    throw new StepFailure(`${host} ${FAILURES[answer.reason]}.`)
  }
  const isTaken = answer.status >= 200 && answer.status < 300
  const outcome = { state: isTaken ? 'done' : 'intended', result: String(answer.status) } as const
  await noteEffect(ctx.db, effect, outcome, ctx.clock.now())
  if (!isTaken) throw new StepFailure(`${host} answered with status ${answer.status}.`, answer.status)
  return answer.status
}
