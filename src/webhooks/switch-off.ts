import { brandOf } from '../access/brands.ts'
import { audit } from '../access/audit.ts'
import { type MemberHere, membersHere } from '../access/directory.ts'
import { paragraph, messageIdOf, NO_REPLY, teamDocument } from '../branding/team-mail.ts'
import { oneLine } from '../branding/one-line.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { Instant } from '../policy/decision.ts'
import { headsOf } from '../policy/follow-up/leads.ts'
import { lookNoMore } from './job.ts'
import { findEndpoint, type Name } from './store.ts'

/**
 * Switches an endpoint off because of what it answers, and has owners and admins told by mail. What waits stays: it
 * goes out when somebody switches the endpoint on again.
 */
export async function switchOff(
  tx: Tx,
  endpoint: Name,
  reason: 'failing' | 'gone',
  now: Instant,
): Promise<void> {
  const { workspaceId, id } = endpoint
  const row = await tx
    .updateTable('webhook_endpoints')
    .set({
      enabled: false,
      disabled_reason: reason,
      disabled_at: new Date(now),
      due_at: null,
      lease: null,
      leased_until: null,
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('enabled', '=', true)
    .returning('url')
    .executeTakeFirst()
  if (!row) return
  await lookNoMore(tx, endpoint)
  const system = { workspaceId, kind: 'system' as const, id: null }
  await audit(tx, system, 'webhook.disabled', id, { url: new URL(row.url).origin, reason }, now)
  for (const reader of await readersOf(tx, workspaceId)) {
    await enqueue(
      tx,
      'mail_webhook_disabled',
      { workspace_id: workspaceId, id: `${id}/${reader.id}/${now}` },
      { key: `webhook_disabled:${id}:${reader.id}`, maxAttempts: 12 },
    )
  }
}

/** Tells one member that an endpoint was switched off. `id`: `endpoint/member/when`. Not if it is on again. */
export async function mailSwitchedOff(
  ctx: Context,
  mailer: Mailer,
  workspaceId: string,
  id: string,
): Promise<void> {
  if (!mailer.configured) return
  const [endpointId = '', memberId = '', when = ''] = id.split('/')
  const endpoint = await findEndpoint(ctx.db, { workspaceId, id: endpointId })
  if (!endpoint || endpoint.enabled || endpoint.disabled_at !== Number(when)) return
  const reader = (await readersOf(ctx.db, workspaceId)).find((each) => each.id === memberId)
  if (!reader) return
  const brand = await brandOf(ctx.db, workspaceId)
  const host = new URL(endpoint.url).host
  const title = oneLine(`Webhook to ${host} was switched off`)
  const why =
    endpoint.disabled_reason === 'gone'
      ? 'It answered with status 410, which says that it wants nothing any more.'
      : `For three days nothing got through. The last attempt: ${endpoint.last_error ?? 'it failed.'}`
  const { html, text } = teamDocument({
    brand,
    title,
    preheader: why,
    blocks: [
      paragraph(endpoint.url, 'beneath'),
      paragraph(why),
      paragraph(
        'Nothing is sent to it until somebody switches it on again. What was waiting then goes out in order; what happens meanwhile is not kept for it.',
      ),
    ],
    action: { label: 'Open webhooks', url: `${ctx.config.publicUrl}/settings/webhooks` },
    footer: `You get this because you manage ${brand.name} in Candor.`,
  })
  await mailer.send({
    subject: title,
    html,
    text,
    headers: NO_REPLY,
    to: reader.email,
    messageId: messageIdOf(ctx, 'webhook', endpointId, memberId, when),
  })
}

/** Who manages the workspace. */
async function readersOf(db: Db | Tx, workspaceId: string): Promise<MemberHere[]> {
  return headsOf(await membersHere(db, workspaceId))
}
