import { type Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import { askApp } from './ask-app.ts'
import type { AppPreview } from './schema.ts'
import { findApp } from './store.ts'

/** Asks an app for its card about a conversation that never was. Nothing is kept of it. */
export async function previewApp(
  ctx: Context,
  workspaceId: string,
  id: string,
): Promise<Outcome<AppPreview>> {
  const app = await findApp(ctx.db, workspaceId, id)
  if (!app) return notFound('app')
  const { card, error } = await askApp(ctx, app, `preview_${newId()}`, {
    conversation: { id: newId(), external_id: null, channel: app.channels[0]!, subject: 'Preview' },
    resolution: 1,
    contact: { id: newId(), external_id: null, name: 'Ada Example', locale: null },
  })
  return done({ card, sentence: error })
}
