import { direction, widgetText } from '../languages/catalogue.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import type { Context } from '../platform/context.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import type { ChatConfig } from './schema.ts'
import { findWorkspace } from '../customers/own.ts'

/** How the chat of a workspace looks and speaks, in the one language it will need. */
export async function getConfig(
  ctx: Context,
  workspaceId: string,
  wish: { locale: string | undefined; acceptLanguage: string | undefined },
): Promise<Outcome<ChatConfig>> {
  const workspace = await findWorkspace(ctx.db, workspaceId)
  if (!workspace) return notFound('workspace')
  const language = pickLanguage({
    contactLocale: wish.locale ?? null,
    acceptLanguage: wish.acceptLanguage ?? null,
  })
  const { id, name, brand_color: color } = workspace
  // The page it is shown on is of another origin.
  const logo = workspace.logo && (URL.parse(workspace.logo, ctx.config.publicUrl)?.href ?? null)
  return done({
    workspace: { id, name, logo, color },
    language,
    direction: direction(language),
    text: widgetText(language),
  })
}
