import { keepWidgetSecret } from '../access/workspace.ts'
import type { Context } from '../platform/context.ts'
import { randomSecret, seal, unseal } from '../platform/crypto.ts'

/**
 * What a site needs to carry the chat: the script tag, and the secret its server signs user ids with. The
 * secret is made when it is first asked for.
 */
export async function getSetup(
  ctx: Context,
  workspaceId: string,
): Promise<{ secret: string; snippet: string }> {
  const fresh = seal(ctx.keys.sealing, randomSecret().toString('base64url'))
  const sealed = await keepWidgetSecret(ctx.db, workspaceId, fresh)
  return {
    secret: unseal(ctx.keys.sealing, sealed),
    snippet: `<script src="${ctx.config.publicUrl}/widget.js" data-workspace="${workspaceId}" async></script>`,
  }
}
