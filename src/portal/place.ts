import type { FastifyRequest } from 'fastify'
import { brandIn } from '../access/brands.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import type { Context } from '../platform/context.ts'
import { isDiscordLinkable } from './link-discord.ts'
import type { Place } from './pages/document.ts'
import { readBell } from './read-portal.ts'
import { readSession } from './session.ts'
import { findContactOf, findWorkspace } from '../customers/own.ts'

/** Whose portal a request is at and who makes it; null where there is no such workspace. */
export async function placeOf(
  ctx: Context,
  request: FastifyRequest<{ Params: { workspace: string } }>,
): Promise<Place | null> {
  const { workspace: workspaceId } = request.params
  const workspace = UUID.test(workspaceId) ? await findWorkspace(ctx.db, workspaceId) : undefined
  if (!workspace) return null
  const session = await readSession(ctx, request, workspaceId)
  const contact = session && (await findContactOf(ctx.db, session))
  const discord = !contact
    ? 'none'
    : contact.addresses['discord']
      ? 'linked'
      : (await isDiscordLinkable(ctx, workspaceId))
        ? 'offer'
        : 'none'
  return {
    workspaceId,
    brand: brandIn(workspace),
    lang: pickLanguage({
      contactLocale: contact?.locale ?? null,
      acceptLanguage: request.headers['accept-language'] ?? null,
    }),
    timeZone: workspace.time_zone,
    session,
    embedded: session?.embedded ?? (request.query as { embed?: string }).embed === '1',
    waiting: session ? await readBell(ctx, session) : [],
    discord,
    mails: ctx.config.smtpUrl !== null,
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
