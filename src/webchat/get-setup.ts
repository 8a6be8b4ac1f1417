import type { Context } from '../platform/context.ts'
import { randomSecret, seal, unseal } from '../platform/crypto.ts'
import { keepSecret } from './store.ts'

/**
 * What a site needs to carry the chat: the script tag, and the secret its server signs user ids with. The
 * secret is made when it is first asked for.
 */
export async function getSetup(
  ctx: Context,
  workspaceId: string,
): Promise<{ secret: string; snippet: string }> {
  const fresh = seal(ctx.keys.sealing, randomSecret().toString('base64url'))
  const sealed = await keepSecret(ctx.db, workspaceId, fresh)
  return {
    secret: unseal(ctx.keys.sealing, sealed),
    snippet: `<script src="${ctx.config.publicUrl}/widget.js" data-workspace="${workspaceId}" async></script>`,
  }
}
