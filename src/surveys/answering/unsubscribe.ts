import { addressOn, carrierOf } from '../../channels/address.ts'
import { findContact } from '../../inbox/find.ts'
import { noteConsent } from '../../inbox/contacts/note-consent.ts'
import { unsubscribeContact } from '../../inbox/contacts/unsubscribe-contact.ts'
import type { Context } from '../../platform/context.ts'
import { insertEvidence, type Evidence } from './record-evidence.ts'
import { findSurvey, wayOf } from '../store.ts'
import type { SurveyName } from '../token.ts'

/**
 * The contact of this survey gets no more of them (`unsubscribed`), and neither does anybody else at the address that
 * it was mailed to (A5). Doing it twice changes nothing.
 */
export async function unsubscribe(ctx: Context, name: SurveyName, evidence: Evidence): Promise<boolean> {
  const { workspaceId } = name
  const survey = await findSurvey(ctx.db, workspaceId, name.surveyId)
  if (!survey) return false
  await ctx.db.transaction().execute(async (tx) => {
    const now = ctx.clock.now()
    await unsubscribeContact(tx, workspaceId, survey.contact_id, now)
    const contact = await findContact(tx, workspaceId, survey.contact_id)
    const isMailed = carrierOf(wayOf(survey)) === 'email'
    const address = contact && (isMailed ? addressOn('email', contact) : contact.email)
    if (address) {
      const said = { about: 'surveys' as const, given: false, at: now }
      await noteConsent(tx, { workspaceId, channel: 'email', address }, said)
    }
    await insertEvidence(tx, [{ ...name, ...evidence, kind: 'unsubscribe' }], now)
  })
  return true
}
