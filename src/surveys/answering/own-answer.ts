import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../platform/context.ts'
import { mac, sameBytes } from '../../platform/crypto.ts'
import type { SurveyCard } from './survey-card.ts'

const COOKIE = 'own_answer'
const MAC_BYTES = 16

type Answer = Pick<SurveyCard, 'id' | 'score' | 'comment' | 'chosen_reasons'>

/** Lets the browser that gave just this answer see it again at this link, and at no other. */
export function rememberOwn(ctx: Context, reply: FastifyReply, path: string, card: Answer): void {
  void reply.setCookie(COOKIE, markOf(ctx, card).toString('base64url'), {
    path,
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.config.publicUrl.startsWith('https:'),
    maxAge: 60 * 60 * 24 * 90,
  })
}

/**
 * The card as whoever holds the link may see it. The answer is shown only to the browser that gave it: a
 * teammate may know the link too, and must not read by it what an embargo still hides (C13).
 */
export function withoutForeignAnswer(ctx: Context, request: FastifyRequest, card: SurveyCard): SurveyCard {
  if (card.score === null) return card
  const mark = Buffer.from(request.cookies[COOKIE] ?? '', 'base64url')
  if (sameBytes(mark, markOf(ctx, card))) return card
  return { ...card, score: null, comment: null, chosen_reasons: [] }
}

/** Bound to what the answer says: once somebody else has changed it, it is no longer this browser's. */
function markOf(ctx: Context, { id, score, comment, chosen_reasons: reasons }: Answer): Buffer {
  return mac(ctx.keys.ownAnswers, JSON.stringify([id, score, comment, reasons.toSorted()]), MAC_BYTES)
}
